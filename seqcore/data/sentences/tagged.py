"""One tagged sentence."""

from typing import NamedTuple


class Sentence(NamedTuple):
    """Words, and the tag of each: O, or B- and I- with the kind of name, as in B-PER I-PER O."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
