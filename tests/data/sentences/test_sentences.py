"""Tagged sentences as data, and their words as numbers."""

import gzip

import numpy as np
import pytest

from seqcore.data.kinds import KINDS
from seqcore.data.sentences.bundled import BUNDLED, FOLDER
from seqcore.data.sentences.sentences import Sentences
from seqcore.data.sentences.spelling import SHAPES, ending_of, shape_of
from seqcore.data.sentences.tagged import Sentence
from seqcore.data.sentences.vocabulary import vocabulary_of, vocabulary_with_vectors
from seqcore.data.vectors.vectors import Vectors

ONE = Sentence(("Ada", "slept"), ("B-PER", "O"))


def made_up(vectors: Vectors | None = None) -> Sentences:
    return Sentences(
        ((ONE,), (Sentence(("in", "Rome"), ("O", "B-LOC")),)), "small", "Made up.", ("A note.",), "", vectors
    )


@pytest.mark.parametrize("vectors", [None, Vectors(["ada", "rome"], np.ones((2, 3), np.float32), "three")])
def test_bytes_and_back(vectors: Vectors | None) -> None:
    before = made_up(vectors)
    after = KINDS["sentences"].from_bytes(before.to_bytes())
    assert after.fingerprint == before.fingerprint
    assert (after.texts, after.name, after.origin, after.notes) == (before.texts, "small", "Made up.", ("A note.",))
    assert (after.vectors is None) == (vectors is None)


def test_the_fingerprint_changes_with_words_tags_and_vectors() -> None:
    others = [
        made_up(),
        made_up(Vectors(["ada"], np.ones((1, 3), np.float32), "")),
        made_up(Vectors(["ada"], np.zeros((1, 3), np.float32), "")),
        Sentences(((ONE,), (Sentence(("in", "Rome"), ("O", "O")),)), "small", "Made up."),
        Sentences(((ONE, Sentence(("in", "Rome"), ("O", "B-LOC"))),), "small", "Made up."),
    ]
    assert len({one.fingerprint for one in others}) == len(others)


def test_damaged_bytes_are_refused() -> None:
    content = made_up().to_bytes()
    for damaged in (b"", b"PK", content[:-20], content.replace(b"words", b"wrods")):
        with pytest.raises(ValueError, match="damaged"):
            Sentences.from_bytes(damaged)


@pytest.mark.parametrize(("name", "sentences", "words"), [("english", 6774, 110_429), ("chinese", 4997, 195_503)])
def test_what_comes_with_the_program(name: str, sentences: int, words: int) -> None:
    found = Sentences.bundled(name)
    assert (len(found), found.num_words) == (sentences, words)
    assert found.kinds == ("LOC", "ORG", "PER")
    assert "CC BY" in found.origin
    assert len(found.to_bytes()) < 2_000
    assert Sentences.from_bytes(found.to_bytes()).fingerprint == found.fingerprint
    readme = (FOLDER / "README.md").read_text()
    for file in BUNDLED[name].files:
        assert f"`{file}.tsv.gz`" in readme
        assert gzip.decompress((FOLDER / f"{file}.tsv.gz").read_bytes()).startswith(b"# CC BY")


def test_shapes_and_endings_by_hand() -> None:
    titles = list(SHAPES)
    shapes = {
        word: titles[shape_of(word) - 1] for word in ("paris", "Paris", "A", "NATO", "1997", "B2", "iPad", "，", "人")
    }
    assert list(shapes.values()) == [
        "small", "Capital", "Capital", "CAPITALS", "digits", "with digits", "letters", "other", "letters",
    ]  # fmt: skip
    assert ending_of("Hungary") == "ary"


def test_words_seen_once_are_unknown() -> None:
    vocabulary = vocabulary_of([("The", "cat"), ("the", "hat")], 10)
    assert list(vocabulary.words) == ["the"]
    codes = vocabulary.encode([("The", "dog"), ("the",)], 3)
    assert codes.shape == (2, 3, 3)
    assert codes[..., 0].tolist() == [[2, 1, 0], [2, 0, 0]]
    assert codes[0, :2, 1].tolist() == [4, 3]
    assert not codes[0, 2].any()


def test_the_rarest_words_give_way() -> None:
    training = [("a", "a", "a", "b", "b", "c", "c")]
    assert list(vocabulary_of(training, 2).words) == ["a", "b"]


def test_with_vectors_every_word_that_has_one_is_known() -> None:
    found = vocabulary_with_vectors([("The", "xyz")], [("cat", "the")], ["the", "dog", "cat"], 3)
    assert list(found.words) == ["the", "cat", "dog"]
    assert list(vocabulary_with_vectors([("The", "xyz")], [("cat",)], ["dog", "the", "cat"], 2).words) == ["the", "cat"]
