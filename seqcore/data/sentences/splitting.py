"""Cutting what somebody types into words, as the sentences to learn from are cut."""

import re
from collections.abc import Sequence

from seqcore.data.sentences.tagged import Sentence

LONGEST_OF_CHARACTERS = 1.5
"""Letters of a word, on average, up to which sentences are taken to be cut into characters."""
_WORDS = re.compile(r"\w+(?:[.’'-]\w+)*|[^\w\s]")


def words_of(text: str, like: Sequence[Sentence]) -> tuple[str, ...]:
    """By hand: "Ada's in Rome." gives Ada's, in, Rome, and a full stop; where words are characters, each of them."""
    some = [word for one in like[:200] for word in one.words]
    by_character = sum(map(len, some)) <= LONGEST_OF_CHARACTERS * len(some)
    return tuple("".join(text.split()) if by_character else _WORDS.findall(text))
