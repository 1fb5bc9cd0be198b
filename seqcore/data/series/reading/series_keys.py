"""Which of several series a row belongs to: columns of words or codes that tell rows of one date apart.

date, name, close                    Three series below each other, or rows of three sensors in turn: `name` tells
2024-01-01, AAPL, 190        ->      them apart, and a person says which one is meant.
2024-01-01, BRK, 5000
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from seqcore.data.series.reading import names as words
from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.date_forms import NEVER, Whole
from seqcore.data.series.reading.frequencies import FREQUENCY
from seqcore.data.series.reading.names import is_called, speaks_of
from seqcore.data.series.reading.numbers import is_text, trimmed
from seqcore.data.series.reading.table import cut

if TYPE_CHECKING:
    import pyarrow as pa

Codes = npt.NDArray[np.int64]
HEADING = "heading of the table"
"""The name of the column that says below which of several headings a row stands."""
BETWEEN = " / "
"""Stands between the words that name a series together."""
MOST_SERIES, MOST_KEYS = 1000, 12
_REPEATED, _LEFT = 0.05, 0.02


@dataclass(frozen=True)
class SeriesKey:
    """The columns that tell the series apart, the names of the series, and the place of each row's among them."""

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    of_rows: Codes

    def rows_of(self, label: str) -> npt.NDArray[np.int64]:
        """The places of the rows of one series."""
        return np.flatnonzero(self.of_rows == self.labels.index(label))


def find_key(columns: Columns, used: Sequence[str], seconds: Whole | None, value_column: str) -> SeriesKey | None:
    """What tells several series of a table apart; None where it holds one.

    `seconds` are the times of the rows, `NEVER` where there is none; `used` the columns they are made of.
    """
    candidates = _candidates(columns, {*used, value_column})
    if not candidates:
        return None
    always = [name for name in (FREQUENCY, HEADING) if name in candidates]
    if always and (seconds is None or not _repeated(seconds, None)):
        return _key(columns, always, candidates)
    if seconds is None or not _repeated(seconds, None):
        senders = [name for name in candidates if is_called(name, words.SENDERS)]
        return _key(columns, senders[:1], candidates) if senders and seconds is not None else None
    for many in (1, 2, 3):
        found = [
            names
            for names in combinations(candidates, many)
            if set(always) <= set(names)
            and _repeated(seconds, _joined([candidates[name] for name in names])) <= _LEFT * len(seconds)
        ]
        if found:
            return _key(columns, min(found, key=lambda names: _order(names, columns)), candidates)
    everything = list(candidates)
    left = _repeated(seconds, _joined(list(candidates.values())))
    return _key(columns, everything, candidates) if left < _repeated(seconds, None) / 2 else None


def _order(names: Sequence[str], columns: Columns) -> tuple[int, int, int]:
    """Words before codes, likely names before others, then as they stand."""
    codes = sum(not _is_words(columns, name) for name in names)
    likely = sum(not speaks_of(name, words.SERIES) for name in names)
    return codes, likely, min(columns.names.index(name) for name in names)


def _candidates(columns: Columns, used: set[str]) -> dict[str, Codes]:
    """Columns of words, or of whole numbers with a telling name, that repeat: with a number for each of their words."""
    found = dict[str, Codes]()
    for name in columns.names:
        is_code = speaks_of(name, (*words.CODE, *words.SERIES))
        if name in used or len(found) == MOST_KEYS or not (_is_words(columns, name) or is_code):
            continue
        codes, many = _codes(columns, name)
        if 1 < many <= min(MOST_SERIES, len(codes) // 2):
            found[name] = codes
    return found


def _is_words(columns: Columns, name: str) -> bool:
    if not is_text(columns.table.columns[name]):
        return False
    numbers = columns.numbers(name, "point")
    return bool(numbers.text.sum() > numbers.known.sum()) and columns.date_share(name) < 0.5


def _codes(columns: Columns, name: str) -> tuple[Codes, int]:
    encoded = _text(columns, name).dictionary_encode(null_encoding="encode")
    codes: Codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, len(encoded.dictionary)


def _text(columns: Columns, name: str) -> "pa.Array":
    import pyarrow as pa

    cells = columns.table.columns[name]
    return trimmed(cells if is_text(cells) else cells.cast(pa.string()))


def _joined(codes: Sequence[Codes]) -> Codes:
    joined = codes[0]
    for further in codes[1:]:
        joined = np.unique(joined * (further.max() + 2) + further, return_inverse=True)[1]
    return joined


def _repeated(seconds: Whole, codes: Codes | None) -> int:
    """How many rows have the date (and the words) of another one; 0 where they are too few to be several series."""
    known = seconds != NEVER
    rows: npt.NDArray[Any] = np.sort(seconds[known])
    if codes is None:
        many = int((np.diff(rows) == 0).sum())
        return many if many > _REPEATED * len(rows) else 0
    order = np.lexsort((codes[known], seconds[known]))
    same = (np.diff(seconds[known][order]) == 0) & (np.diff(codes[known][order]) == 0)
    return int(same.sum())


def rows_called(columns: Columns, names: Sequence[str], label: str) -> npt.NDArray[np.int64]:
    """The places of the rows whose words in these columns are those of a series."""
    return np.flatnonzero([one == label for one in _labels([_text(columns, name) for name in names])])


def _labels(texts: Sequence["pa.Array"]) -> list[str]:
    return [cut(BETWEEN.join(map(str, words)), 80) for words in zip(*(text.to_pylist() for text in texts), strict=True)]


def _key(columns: Columns, names: Sequence[str], candidates: dict[str, Codes]) -> SeriesKey:
    import pyarrow as pa

    joined = _joined([candidates[name] for name in names])
    firsts, of_rows = np.unique(joined, return_index=True, return_inverse=True)[1:]
    # As they stand in the file; the months before the years.
    order = np.argsort(-np.bincount(of_rows) if FREQUENCY in names else firsts, kind="stable")
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    labels = _labels([_text(columns, name).take(pa.array(firsts[order])) for name in names])
    for place, label in enumerate(labels):
        if label in labels[:place]:
            labels[place] = f"{label} ({place + 1})"
    return SeriesKey(tuple(names), tuple(labels), places[of_rows])
