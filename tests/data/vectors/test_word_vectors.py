"""Word vectors: those that come along, those counted in a text, and files of them."""

import struct

import numpy as np
import pytest

from seqcore.data.vectors.counted import vectors_of
from seqcore.data.vectors.reading import read_vectors
from seqcore.data.vectors.vectors import Vectors, bundled_vectors
from seqcore.invalid import InvalidInput

TEXT = b"the 1 2 3\nParis 4 5 6\nparis 7 8 9\n"


def binary(words: dict[str, list[float]], line_end: bytes = b"\n") -> bytes:
    rows = (word.encode() + b" " + struct.pack("<3f", *numbers) + line_end for word, numbers in words.items())
    return f"{len(words)} 3\n".encode() + b"".join(rows)


def test_bundled_vectors_know_their_neighbours() -> None:
    found = bundled_vectors()
    assert found.numbers.shape == (16_359, 50)
    length = found.numbers / np.linalg.norm(found.numbers, axis=1, keepdims=True)
    nearest = [found.words[place] for place in np.argsort(-length @ length[found.rows["france"]])[1:5]]
    assert nearest == ["french", "belgium", "paris", "spain"]


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        b"3 3\n" + TEXT,
        TEXT.replace(b" ", b"\t"),
        TEXT.replace(b"\n", b" \r\n"),
        binary({"the": [1, 2, 3], "Paris": [4, 5, 6], "paris": [7, 8, 9]}),
        binary({"the": [1, 2, 3], "Paris": [4, 5, 6], "paris": [7, 8, 9]}, b""),
    ],
)
def test_files_in_every_format(content: bytes) -> None:
    found = read_vectors(content, {"paris"})
    assert list(found.words) == ["paris", "the"]
    assert found.numbers.tolist() == [[4, 5, 6], [1, 2, 3]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04", "archive"),
        (b"the 1 2 3\nparis 4 x 6\n", "line 2 is not a word and 3 numbers"),
        (b"the 1 2 3\nparis 4\n", "line 2"),
        (b"the 1 2 3\n", "no word of the sentences"),
        (b"paris nan 2 3\n", "not finite"),
        (b"paris\n", "has 0 numbers"),
        (b"paris" + b" 1" * 400, "has 400 numbers; from 1 to 300"),
        (binary({"paris": [1, 2, 3]})[:-6], "word 1 of 1 is cut off"),
        (b"5 3\nparis \x00\x00\x80\x3f" + b"\x00" * 8 + b"\n", "word 2 of 5"),
    ],
)
def test_what_is_wrong_with_a_file_is_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        read_vectors(content, {"paris"})
    assert str(refused.value).startswith("task.vector_path: ")
    assert len(refused.value.problems) == 1


def test_bytes_and_back() -> None:
    before = Vectors(["a", "b"], np.array([[1, 2], [3, 4.5]], np.float32), "two")
    after = Vectors.from_bytes(before.to_bytes())
    assert (list(after.words), after.name, after.fingerprint) == (["a", "b"], "two", before.fingerprint)


def test_a_table_begins_with_rows_of_zeros() -> None:
    found = Vectors(["a", "b"], np.array([[1, 2], [3, 4]], np.float32), "")
    assert found.table(["b", "a"], 2).tolist() == [[0, 0], [0, 0], [3, 4], [1, 2]]


def test_words_in_like_company_have_like_vectors() -> None:
    generator = np.random.default_rng(0)
    texts = []
    for _ in range(400):
        who, what = ("cat", "dog") if generator.random() < 0.5 else ("king", "queen"), None
        what = "barks" if who[0] == "cat" else "rules"
        texts.append((who[generator.integers(2)], what, str(generator.integers(9))))
    found = vectors_of(texts)
    assert np.array_equal(found.numbers, vectors_of(texts).numbers)
    unit = found.numbers / np.linalg.norm(found.numbers, axis=1, keepdims=True)
    alike = {(a, b): float(unit[found.rows[a]] @ unit[found.rows[b]]) for a in ("cat",) for b in ("dog", "king")}
    assert alike["cat", "dog"] > alike["cat", "king"] + 0.2
