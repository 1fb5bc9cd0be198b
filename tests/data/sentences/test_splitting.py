"""What somebody types is cut as the sentences to learn from are, by hand."""

import pytest

from seqcore.data.sentences.splitting import words_of
from seqcore.data.sentences.tagged import Sentence

ENGLISH = [Sentence(("Ada", "slept"), ("B-PER", "O"))]
CHINESE = [Sentence(tuple("北京很大"), ("B-LOC", "I-LOC", "O", "O"))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dr. Ada's in Rome.", "Dr. Ada 's in Rome ."),
        ("U.N. staff left the U.S., didn't they?", "U.N. staff left the U.S. , did n't they ?"),
        ("I can’t; we've O'Brien's 3.5", "I ca n’t ; we 've O'Brien 's 3.5"),
        ("J. Smith had plan B.", "J. Smith had plan B ."),
        ("a well-known don", "a well-known don"),
        ("  ", ""),
    ],
)
def test_words_are_cut_as_in_the_bundled_sentences(text: str, words: str) -> None:
    assert words_of(text, ENGLISH) == tuple(words.split())


def test_where_words_are_characters_each_is_one() -> None:
    assert words_of("北京 is", CHINESE) == ("北", "京", "i", "s")
