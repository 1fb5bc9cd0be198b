"""Characters as numbers: code points in arrays, Unicode normalization, and the names of characters in sentences."""

import unicodedata
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

RARE = "\ufffd"
"""Stands for characters that have no symbol of their own: Unicode's replacement character, which means just that."""
MOST_NAMED = 20
MOST_MARKS = 30
"""So many combining marks may follow each other, as in Unicode's stream-safe text (UAX #15).

Normalization sorts such a run, and takes minutes for one that fills a file.
"""
_SURROGATES = slice(0xD800, 0xE000)


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """The code point of each character: (characters,). Half a surrogate pair, which is no character, becomes RARE."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint32)
    points[(points >= _SURROGATES.start) & (points < _SURROGATES.stop)] = ord(RARE)
    return points


def to_text(points: npt.NDArray[np.uint32]) -> str:
    """The inverse of `code_points`."""
    return points.astype("<u4").tobytes().decode("utf-32-le")


def occurrences(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """How often each code point occurs, up to the largest one, at least up to RARE. Much faster than sorting."""
    return np.bincount(points, minlength=ord(RARE) + 1)


def normalized(text: str, *, fold_case: bool) -> str:
    """The text in Unicode's form C (é is one character), with small letters only if `fold_case`.

    `str.lower` keeps the spelling; `str.casefold` would also write ß as ss. Both may change the number of characters
    (İ becomes i and a dot): positions in the result are not positions in `text`.
    """
    text = unicodedata.normalize("NFC", stream_safe(text)[0])
    return normalized(text.lower(), fold_case=False) if fold_case else text


def stream_safe(text: str) -> tuple[str, int]:
    """The text without the combining marks that follow `MOST_MARKS` others, and how many they were."""
    if text.isascii():
        return text, 0
    points = code_points(text)
    is_mark = occurrences(points) > 0
    different = np.flatnonzero(is_mark)
    is_mark[different] = [unicodedata.combining(character) > 0 for character in map(chr, different)]
    marks = is_mark[points]
    places = np.arange(len(points))
    # How far each character is from the last one that is no mark.
    run = places - np.maximum.accumulate(np.where(marks, -1, places))
    dropped = marks & (run > MOST_MARKS)
    return (to_text(points[~dropped]), int(dropped.sum())) if dropped.any() else (text, 0)


def named(characters: Iterable[str], counts: Iterable[int]) -> str:
    """Characters for a sentence, the first 20 of them, each with how often it occurs."""
    every = list(zip(characters, counts, strict=True))
    first = ", ".join(f"{_shown(character)} ({count:,})" for character, count in every[:MOST_NAMED])
    return first + (f" and {len(every) - MOST_NAMED:,} more" if len(every) > MOST_NAMED else "")


def counted(number: int, one: str, many: str) -> str:
    """A number and its word: "1 character was", "1,200 characters were"."""
    return f"{number:,} {one if number == 1 else many}"


def _shown(character: str) -> str:
    """The character, or its number where it has no shape or changes the shape of its neighbours."""
    plain = character.isprintable() and not character.isspace() and not unicodedata.category(character).startswith("M")
    return character if plain else f"U+{ord(character):04X}"
