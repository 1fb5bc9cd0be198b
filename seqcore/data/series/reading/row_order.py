"""What orders the rows where no date is understood: their place in the file, or a column that counts."""

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.date_forms import DAY
from seqcore.data.series.reading.dates import read_dates
from seqcore.data.series.reading.names import DATE, is_called
from seqcore.data.series.reading.numbers import SIGNS, Array64, is_text, trimmed

LEAP_YEAR, HALF_YEAR = 2000, 183
ROW_ORDERS = {"auto": "Find out", "oldest": "The oldest row comes first", "newest": "The newest row comes first"}


@dataclass(frozen=True)
class RowOrder:
    """The rows as they stand, turned round (`is_reversed`), or by the numbers of a column, `ranks`.

    `columns` are not left for values. `is_doubtful`: something hints at the newest row coming first.
    """

    columns: tuple[str, ...] = ()
    ranks: Array64 | None = None
    is_reversed: bool = False
    is_doubtful: bool = False
    notes: tuple[str, ...] = ()


def row_numbers(columns: Columns, chosen: str, value_column: str) -> RowOrder:
    """The order of rows without dates; `chosen` is one of `ROW_ORDERS`."""
    table = columns.table
    named = [name for name in columns.names if name != value_column and is_called(name, DATE)] if table.is_named else []
    told = "The file has no column of dates: the rows are numbered."
    if named:
        told = f"{named[0]!r} was not read as dates ({table.where(named[0], 0)}): the rows are numbered."
    if chosen != "auto":
        return RowOrder(is_reversed=chosen == "newest", notes=(told,))
    others = [name for name in columns.names if name not in named and name != value_column]
    for name in [*named, *(others[:1] if len(columns.names) > 1 else [])]:
        values = columns.numbers(name, "point").values
        steps = np.diff(values)
        if len(steps) and ((steps < 0).all() if name in named else (steps == -1).all()):
            return RowOrder(ranks=values, notes=(told, f"{name!r} counts down: the rows were turned round."))
    directions = [_direction(columns, name) for name in columns.names if name != value_column]
    unread = [name for name in named if not (np.diff(columns.numbers(name, "point").values) >= 0).all()]
    falls, odd = "falls" in directions, "odd" in directions or (unread and "rises" not in directions)
    note = ("What seem to be dates run backwards: the rows were turned round.",) if falls else ()
    return RowOrder(is_reversed=falls, is_doubtful=bool(falls or odd), notes=(told, *note))


def _direction(columns: Columns, name: str) -> str:
    """One of "rises", "falls" and "odd" for text that differs in every row and holds digits; empty for others."""
    import pyarrow as pa

    cells = columns.table.columns[name]
    if not is_text(cells) or any(columns.numbers(name, sign).text.mean() < 0.9 for sign in SIGNS):
        return ""
    words = [str(word) for word in trimmed(cells).drop_null().to_pylist()[:2000]]
    if len(set(words)) < 0.9 * len(words) or sum(any(map(str.isdigit, word)) for word in words) < 0.9 * len(words):
        return ""
    days = read_dates(pa.array([f"{word} {LEAP_YEAR}" for word in words]))
    if days.share == 1:  # 31 Dec, 1 Jan: days without a year, which may end on the way
        steps = (np.diff(days.seconds) // DAY + HALF_YEAR) % (2 * HALF_YEAR) - HALF_YEAR
        return "rises" if (steps >= 0).all() else "falls" if (steps <= 0).all() else "odd"
    keys = [_natural(word) for word in words]
    if all(one <= other for one, other in pairwise(keys)):
        return "rises"
    return "falls" if all(one >= other for one, other in pairwise(keys)) else "odd"


def _natural(word: str) -> list[tuple[int, str]]:
    """Numbers in text by their size: "1-02" before "1-10" before "2-01"."""
    parts = re.findall(r"\d{1,18}|\D+", word)
    return [(int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts]
