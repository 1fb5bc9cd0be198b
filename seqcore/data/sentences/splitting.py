"""Cutting what somebody types into words, as the sentences to learn from are cut."""

import re
from collections.abc import Sequence

from seqcore.data.sentences.tagged import Sentence

LONGEST_OF_CHARACTERS = 1.5
"""Letters of a word, on average, up to which sentences are taken to be cut into characters."""
_ENDING = r"[’'](?:s|m|d|ve|ll|re)\b"
_ABBREVIATION = r"(?:\b[A-Za-z]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Inc|Corp|Prof|Gen)\.|\b[A-Z]\.(?=\s+[A-Z])"
_WORDS = re.compile(rf"{_ABBREVIATION}|\w+?(?=n[’']t\b)|n[’']t\b|{_ENDING}|\w+(?:(?!{_ENDING})[.’'-]\w+)*|[^\w\s]")


def is_by_character(sentences: Sequence[Sentence]) -> bool:
    """Whether these sentences are cut into characters, and not into words."""
    some = [word for one in sentences[:200] for word in one.words]
    return sum(map(len, some)) <= LONGEST_OF_CHARACTERS * len(some)


def words_of(text: str, like: Sequence[Sentence]) -> tuple[str, ...]:
    """By hand: "Dr. Ada's in Rome." gives Dr., Ada, 's, in, Rome, and a full stop; of characters, each of them."""
    return tuple("".join(text.split()) if is_by_character(like) else _WORDS.findall(text))
