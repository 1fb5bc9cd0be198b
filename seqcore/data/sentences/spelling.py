"""How a word is spelled, as numbers: its shape (capitals, digits) and its last letters."""

from collections.abc import Callable, Mapping

ENDING = 3
"""Letters of an ending."""

SHAPES: Mapping[str, Callable[[str], bool]] = {
    "digits": str.isdigit,
    "with digits": lambda word: any(letter.isdigit() for letter in word),
    "small": str.islower,
    "Capital": lambda word: word[0].isupper() and (len(word) == 1 or word[1:].islower()),
    "CAPITALS": str.isupper,
    "letters": str.isalpha,
    "other": lambda word: True,
}
"""The shapes of words: the first that fits. "letters" are mixed ones, and scripts without capitals."""


def shape_of(word: str) -> int:
    """The place in `SHAPES`, counted from 1. By hand: "1997" gives 1, "Paris" gives 4."""
    return next(place for place, fits in enumerate(SHAPES.values(), 1) if fits(word))


def ending_of(word: str) -> str:
    """By hand: "Hungary" gives "ary"."""
    return word.lower()[-ENDING:]
