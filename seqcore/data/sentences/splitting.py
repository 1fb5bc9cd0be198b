"""Cutting what somebody types into words, as the sentences to learn from are cut."""

import re
from collections.abc import Sequence

from seqcore.data.sentences.tagged import Sentence

LONGEST_OF_CHARACTERS = 1.5
"""Letters of a word, on average, up to which sentences are taken to be cut into characters."""
_WORDS = re.compile(r"\w+(?:[.’'-]\w+)*|[^\w\s]")


def is_by_character(sentences: Sequence[Sentence]) -> bool:
    """Whether these sentences are cut into characters, and not into words."""
    some = [word for one in sentences[:200] for word in one.words]
    return sum(map(len, some)) <= LONGEST_OF_CHARACTERS * len(some)


def words_of(text: str, like: Sequence[Sentence]) -> tuple[str, ...]:
    """By hand: "Ada's in Rome." gives Ada's, in, Rome, and a full stop; where words are characters, each of them."""
    return tuple("".join(text.split()) if is_by_character(like) else _WORDS.findall(text))
