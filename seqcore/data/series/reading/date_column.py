"""What orders the rows: the column of dates, or none. Guesses are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from seqcore.data.series.reading.clock import CLOCK
from seqcore.data.series.reading.dates import DAY, Dates, read_dates
from seqcore.data.series.reading.numbers import Array64, is_text, read_numbers, trimmed
from seqcore.data.series.reading.table import DATE_NAMES, FEW, Table, listed, plain_name
from seqcore.invalid import InvalidInput

if TYPE_CHECKING:
    import pyarrow as pa

NO_DATES = "-"
_CLOCK_NAMES = ("time", "hour", "timeofday", "clock", "tradetime")
_SAMPLE = 200
HALF = 0.5


@dataclass(frozen=True)
class Order:
    """What orders the rows: nothing but their place in the file, or the numbers of a column, `ranks`.

    `used` are the columns that are not left for values.
    """

    used: tuple[str, ...] = ()
    ranks: Array64 | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dated:
    """The dates that order the rows, and the columns they are made of."""

    used: tuple[str, ...]
    dates: Dates
    notes: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        return self.used[0]


def find_row_order(table: Table, chosen: str, date_order: str, value_column: str) -> Order | Dated:
    """The column of dates: the chosen one, else one with a known name, else the first one that holds dates.

    Raises InvalidInput when the chosen column does not exist, or holds something else in more than a few rows.
    """
    if chosen == NO_DATES:
        return Order()
    if chosen:
        return _chosen(table, table.existing(chosen, "task.date_column", ' (or "-" for row numbers)'), date_order)
    named = _by_date_name(table, value_column)
    for name in named:
        # Half of it suffices: then a column of this name is meant, and what it holds besides should be told.
        if _sample_share(table.columns[name]) >= HALF:
            order = _dates_of(table, name, date_order)
            if not order.dates.digits or (_is_meant(order.dates, name) and order.dates.share > 1 - FEW):
                return _checked(table, order)
    others = [name for name in table.columns if name not in named and name != value_column]
    for name in others:
        if _sample_share(table.columns[name]) > 1 - 2 * FEW:
            order = _dates_of(table, name, "auto")
            if _is_found(order.dates, is_first=name == next(iter(table.columns))):
                return order if date_order == "auto" else _checked(table, _dates_of(table, name, date_order))
    return _row_numbers(table, named, others[0] if others and len(table.columns) > 1 else "")


def _chosen(table: Table, name: str, date_order: str) -> Order | Dated:
    order = _dates_of(table, name, date_order)
    if not order.dates.readable.any():
        ranks = read_numbers(table.columns[name], "point")
        if ranks.known.mean() > 1 - FEW:
            return Order((name,), ranks.values, (f"{name!r} holds no dates, but gives the order of the rows.",))
    return _checked(table, order)


def _by_date_name(table: Table, value_column: str) -> list[str]:
    plain = {name: plain_name(name) for name in table.columns if name != value_column}
    exact = [name for wanted in DATE_NAMES for name, word in plain.items() if word == wanted]
    ends = ("date", "time", "timestamp")
    similar = [name for name, word in plain.items() if word.startswith(ends) or word.endswith(ends)]
    return list(dict.fromkeys([*exact, *similar]))


def _sample_share(cells: "pa.Array") -> float:
    places = np.unique(np.linspace(0, len(cells) - 1, _SAMPLE).astype(np.int64))
    return read_dates(cells.take(places)).share


def _is_meant(dates: Dates, name: str) -> bool:
    """Whether a column of this name holds such dates: the days of a spreadsheet only where it says "date"."""
    return dates.digits not in ("serial", "month with a point") or "date" in plain_name(name)


def _is_found(dates: Dates, *, is_first: bool) -> bool:
    """Whether a column without a telling name holds dates; plain numbers in the first one that run one way only."""
    if dates.share < 1 - FEW or dates.readable.mean() < HALF:
        return False
    if not dates.digits:
        return True
    steps = np.diff(dates.times[dates.readable].astype(np.int64))
    one_way = len(steps) > 0 and bool((steps > 0).all() or (steps < 0).all())
    if dates.digits == "year":
        return is_first and one_way and bool((abs(steps) <= 366 * DAY).all())
    return is_first and one_way and dates.digits in ("day", "time", "month", "unix")


def _dates_of(table: Table, name: str, date_order: str) -> Dated:
    """The dates of a column, together with columns beside it that hold the month, the day or the time of day."""
    dates = read_dates(table.columns[name], date_order)
    beside = _companions(table, name, dates)
    if beside:
        joined = read_dates(_joined([table.columns[part] for part in (name, *beside)]), date_order)
        if joined.share > 1 - FEW:
            notes = (f"The dates are made of {listed([name, *beside])}.", *joined.notes)
            return Dated((name, *beside), joined, notes)
    return Dated((name,), dates, dates.notes)


def _companions(table: Table, name: str, dates: Dates) -> list[str]:
    plain = {plain_name(other): other for other in reversed(table.columns) if other != name}
    if plain_name(name) in ("year", "yr", "jahr"):
        month = plain.get("month") or plain.get("mo") or plain.get("mon")
        day = plain.get("day") or plain.get("dayofmonth")
        return [part for part in (month, day if month else None) if part]
    if dates.digits not in ("", "day") or (dates.times[dates.readable].astype(np.int64) % DAY).any():
        return []
    clocks = (plain[word] for word in _CLOCK_NAMES if word in plain and _is_clock(table.columns[plain[word]], word))
    return [name for name in clocks if dates.readable.any()][:1]


def _is_clock(cells: "pa.Array", word: str) -> bool:
    import pyarrow.compute as pc

    if not is_text(cells):
        return False
    text = trimmed(cells).drop_null()
    pattern = r"^\d{1,2}$" if word == "hour" else CLOCK
    return len(text) > 0 and pc.mean(pc.match_substring_regex(text, pattern)).as_py() > 1 - FEW


def _joined(columns: Sequence["pa.Array"]) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = [trimmed(pc.cast(cells, pa.string()) if not is_text(cells) else cells) for cells in columns]
    parts = [pc.replace_substring_regex(part, r"\.0+$", "") for part in parts]
    between = " " if pc.any(pc.greater(pc.utf8_length(parts[0]), 4)).as_py() else "-"
    return pc.binary_join_element_wise(*parts, between)


def _checked(table: Table, order: Dated) -> Dated:
    """The same. Raises InvalidInput when more than a few rows hold something else, or none a date."""
    wrong = np.flatnonzero(~order.dates.readable & ~order.dates.missing)
    if len(wrong) > FEW * len(table.rows) or not order.dates.readable.any():
        what = "all of its cells are empty"
        if len(wrong):
            what = f"{table.where(order.column, wrong[0])}, which cannot be read as a date"
        advice = 'choose another order of day and month, another column, or "-" for row numbers'
        raise InvalidInput([f"task.date_column: {order.column!r}: {what}; {advice}."])
    return order


def _row_numbers(table: Table, named: Sequence[str], other: str) -> Order:
    """No dates. A column of their place that falls says that the newest row is the first one."""
    told = "The file has no column of dates: the rows are numbered."
    if named:
        told = f"{named[0]!r} was not read as dates ({table.where(named[0], 0)}): the rows are numbered."
    for name in [*named, *([other] if other else [])]:
        values = read_numbers(table.columns[name], "point").values
        steps = np.diff(values)
        if len(steps) and ((steps < 0).all() if name in named else (steps == -1).all()):
            return Order(ranks=values, notes=(told, f"{name!r} counts down: the rows were turned round."))
    return Order(notes=(told,))
