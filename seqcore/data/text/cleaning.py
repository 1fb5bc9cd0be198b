"""A text as codes: normalized, with rare characters folded into one symbol, and back to text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqcore.data.text.characters import (
    MOST_MARKS,
    RARE,
    code_points,
    counted,
    named,
    normalized,
    occurrences,
    stream_safe,
    to_text,
)
from seqcore.invalid import InvalidInput

Codes = npt.NDArray[np.int32]
FEWEST_SYMBOLS = 2


@dataclass(frozen=True)
class Cleaned:
    """`codes` (characters,) are places in `alphabet`, whose symbols are in the order of Unicode.

    `counts` (symbols,) says how often each symbol occurs, `notes` in sentences what was changed.
    """

    codes: Codes
    alphabet: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    notes: tuple[str, ...]


def clean(text: str, *, fold_case: bool, most_symbols: int | None) -> Cleaned:
    """The text as codes, after `normalized`, in at most so many symbols (None: as many as there are).

    The most frequent characters keep a symbol of their own (of equally frequent ones, the first in Unicode); all
    others become RARE, which is one of the symbols then. Quotes, dashes and other typographic variants stay as they
    are. Raises InvalidInput when fewer than two symbols are allowed.
    """
    if most_symbols is not None and most_symbols < FEWEST_SYMBOLS:
        raise InvalidInput(
            [f"most_symbols: got {most_symbols}; allowed is {FEWEST_SYMBOLS} or more, one of them for rare characters."]
        )
    safe, num_dropped = stream_safe(text)
    plain = normalized(safe, fold_case=False)
    lowered = normalized(plain, fold_case=True) if fold_case else plain
    notes = _normalization_notes(safe, num_dropped, plain)
    if lowered != plain:
        count = f"{len(set(plain)):,} to {len(set(lowered)):,}"
        notes.append(f"Capital letters were made small: the number of different characters went from {count}.")
    points = code_points(lowered)
    per_point = occurrences(points)
    different = np.flatnonzero(per_point)
    if most_symbols is not None and len(different) > most_symbols:
        folded = _rare(different, per_point[different], most_symbols)
        notes.append(_folding_note(folded, per_point[folded], len(different), len(points)))
        per_point[ord(RARE)] += per_point[folded].sum()
        per_point[folded] = 0
        different = np.flatnonzero(per_point)
    code_of_point = np.full(len(per_point), np.searchsorted(different, ord(RARE)), np.int32)
    code_of_point[different] = np.arange(len(different))
    return Cleaned(code_of_point[points], tuple(map(chr, different)), per_point[different], tuple(notes))


def encode(text: str, alphabet: Sequence[str]) -> Codes:
    """The codes of a text, which is taken as it is (see `normalized`): (characters,).

    Characters that are not in the alphabet become RARE if that is one of the symbols; otherwise raises InvalidInput
    that names them.
    """
    symbols = np.array([ord(symbol) for symbol in alphabet], np.int64)
    points = code_points(text)
    largest = max(int(points.max(initial=0)), int(symbols.max(initial=0)), ord(RARE))
    code_of_point = np.full(largest + 1, -1, np.int32)
    code_of_point[symbols] = np.arange(len(symbols))
    codes = code_of_point[points]
    if (codes < 0).any():
        if RARE not in alphabet:
            unknown, counts = np.unique(points[codes < 0], return_counts=True)
            what = named(map(chr, unknown), counts.tolist())
            raise InvalidInput([f"text: got characters that the alphabet does not have: {what}; leave them out."])
        codes[codes < 0] = code_of_point[ord(RARE)]
    return codes


def decode(codes: npt.NDArray[np.integer], alphabet: Sequence[str]) -> str:
    """The text of codes, which are places in `alphabet`. Inverse of `encode`."""
    return to_text(np.array([ord(symbol) for symbol in alphabet], np.uint32)[codes])


def _rare(different: npt.NDArray[np.int64], counts: npt.NDArray[np.int64], most_symbols: int) -> npt.NDArray[np.int64]:
    """The code points that get no symbol of their own, the most frequent first."""
    ordered = different[np.lexsort((different, -counts))]
    return ordered[ordered != ord(RARE)][most_symbols - 1 :]


def _normalization_notes(safe: str, num_dropped: int, plain: str) -> list[str]:
    notes = []
    if num_dropped:
        dropped = counted(num_dropped, "combining mark was", "combining marks were")
        notes.append(f"{dropped} left out: at most {MOST_MARKS} may follow one character.")
    if plain != safe:
        count = f"{len(safe):,} characters became {len(plain):,}"
        notes.append(f"Characters that can be written in several ways were made alike (Unicode NFC): {count}.")
    return notes


def _folding_note(
    folded: npt.NDArray[np.int64], counts: npt.NDArray[np.int64], num_different: int, num_characters: int
) -> str:
    total = int(counts.sum())
    return (
        f"{len(folded):,} of {num_different:,} different characters are rare and were replaced by {RARE}, "
        f"{total:,} of {num_characters:,} characters ({total / num_characters:.2%}): "
        f"{named(map(chr, folded), counts.tolist())}."
    )
