"""From cells to the rows of a series: oldest first, no date twice, no number missing, and each change counted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from seqcore.data.series.reading.choices import Reading
from seqcore.data.series.reading.numbers import Array64, Mask
from seqcore.data.series.reading.refusing import refused
from seqcore.data.series.reading.resampling import AGGREGATES, RESAMPLINGS, resample
from seqcore.data.series.reading.row_order import RowOrder
from seqcore.data.series.reading.table import Table, counted, listed
from seqcore.data.series.reading.time_plans import TimePlan
from seqcore.data.series.reading.value_plans import Values, is_index

FEWEST_ROWS = 10
_DUPLICATES = {
    "last": "the last one in the file was kept",
    "first": "the first one in the file was kept",
    "mean": "the mean was taken",
}
GAP = 3
"""A gap is a step between dates of more than so many median steps."""


@dataclass
class Rows:
    """Rows on their way: `matrix` holds the value in the first column, then further ones; NaN is missing."""

    times: npt.NDArray[np.int64] | None
    matrix: Array64
    names: list[str]
    newest_first: bool = False
    duplicates: int = 0
    notes: list[str] = field(default_factory=list)

    def keep(self, rows: Any) -> None:
        """Only these rows, in this order."""
        self.matrix = self.matrix[rows]
        if self.times is not None:
            self.times = self.times[rows]

    def index(self) -> npt.NDArray[Any]:
        """Dates, or row numbers from 0."""
        return np.arange(len(self.matrix)) if self.times is None else self.times.view("datetime64[s]")

    def columns(self) -> dict[str, Array64]:
        return {name: np.ascontiguousarray(self.matrix[:, place]) for place, name in enumerate(self.names)}

    def gaps(self) -> int:
        """Steps between dates of more than three median steps."""
        steps = np.diff(self.times) if self.times is not None else np.array([])
        return int((steps > GAP * np.median(steps)).sum()) if len(steps) else 0


def arrange(table: Table, order: RowOrder | TimePlan, values: Values, reading: Reading) -> Rows:
    """The rows of a series. Raises InvalidInput when too few are left, or when all values are the same."""
    rows = _gathered(table, order, values)
    _sort(rows, table, order, reading.duplicates)
    if reading.resample != "none":
        _resample(rows, reading)
    known = np.isfinite(rows.matrix[:, 0])
    if not known.all():
        _FILLINGS[reading.missing](rows, known)
    if len(rows.matrix) < FEWEST_ROWS:
        date = " and a date of their own" if rows.times is not None else ""
        raise refused(
            f"only {len(rows.matrix)} of {len(table.rows):,} rows can be used, with a number in {values.column!r}"
            f"{date}; at least {FEWEST_ROWS} are needed"
        )
    if (rows.matrix[:, 0] == rows.matrix[0, 0]).all():
        raise refused(f"all values of {values.column!r} are {rows.matrix[0, 0]:g}; choose a column that changes")
    _complete_others(rows)
    return rows


def _resample(rows: Rows, reading: Reading) -> None:
    if rows.times is None:
        rows.notes.append("Without dates the rows were not resampled.")
        return
    before = len(rows.times)
    rows.times, rows.matrix = resample(rows.times, rows.matrix, reading.resample, reading.aggregate)
    what = f"{RESAMPLINGS[reading.resample].lower()} ({AGGREGATES[reading.aggregate].lower()})"
    if before > len(rows.times):
        rows.notes.append(f"{before:,} rows were resampled to {len(rows.times):,} {what}.")


def _gathered(table: Table, order: RowOrder | TimePlan, values: Values) -> Rows:
    numbers = values.numbers
    counting = [name for name in numbers if name != values.column and is_index(table, name, numbers[name])]
    holey = [name for name in numbers if name not in (values.column, *counting) and numbers[name].known.mean() < 0.5]
    names = [values.column, *(name for name in numbers if name not in (values.column, *counting, *holey))]
    notes = []
    if counting:
        notes.append(f"Columns that only number the rows were left out: {listed(counting)}.")
    if holey:
        notes.append(f"Columns with more than half of their numbers missing were left out: {listed(holey)}.")
    matrix = np.column_stack([numbers[name].values for name in names])
    times = order.seconds if isinstance(order, TimePlan) else None
    return Rows(times, matrix, names, notes=notes)


def _sort(rows: Rows, table: Table, order: RowOrder | TimePlan, duplicates: str) -> None:
    if isinstance(order, TimePlan):
        _leave_out(rows, order.readable, "without a date", lambda place: table.where(order.columns, place))
        _sort_by_date(rows, duplicates)
    elif order.is_reversed:
        rows.newest_first = True
        rows.keep(np.arange(len(rows.matrix))[::-1])
    elif order.ranks is not None:
        known = np.isfinite(order.ranks)
        rows.newest_first = _falls(order.ranks[known])
        _leave_out(rows, known, "without a number that orders them", lambda place: f"row {table.rows[place]}")
        rows.keep(np.argsort(order.ranks[known], kind="stable"))


def _leave_out(rows: Rows, good: Mask, what: str, where: Callable[[int], str]) -> None:
    bad = np.flatnonzero(~good)
    if len(bad):
        many = counted(len(bad), f"row {what} was", f"rows {what} were")
        rows.notes.append(f"{many} left out: {where(bad[0])}{', …' if len(bad) > 1 else ''}.")
        rows.keep(good)


def _sort_by_date(rows: Rows, duplicates: str) -> None:
    assert rows.times is not None  # noqa: S101
    steps = np.diff(rows.times)
    rows.newest_first = _falls(rows.times)
    if rows.newest_first:
        rows.notes.append("The newest row came first; the rows were turned round.")
    if (steps > 0).any() and (steps < 0).any():
        rows.notes.append("The rows were not in the order of their dates; they were sorted.")
    _thin_out(rows, duplicates)


def _falls(numbers: npt.NDArray[Any]) -> bool:
    steps = np.diff(numbers)
    return bool((steps < 0).sum() > (steps > 0).sum())


def _thin_out(rows: Rows, duplicates: str) -> None:
    """Sort by date and leave one row for each; a row with a value goes before one without."""
    assert rows.times is not None  # noqa: S101
    known = np.isfinite(rows.matrix[:, 0])
    places = np.arange(len(known))
    # In the order of dates, and within a date the row to be kept at the end.
    if duplicates == "first":
        rows.keep(np.lexsort((-places, known, rows.times)))
    else:
        rows.keep(np.lexsort((places, known, rows.times)))
    last = np.append(np.diff(rows.times) != 0, True)[: len(rows.times)]
    rows.duplicates = int((~last).sum())
    if not rows.duplicates:
        return
    many = counted(rows.duplicates, "row has the date of another one", "rows have the date of another one")
    rows.notes.append(f"{many}; {_DUPLICATES[duplicates]}.")
    if rows.duplicates > len(last) / 2:
        rows.notes.append("Most dates occur several times: does the file hold several series below each other?")
    means = _means(rows.matrix, last) if duplicates == "mean" else None
    rows.keep(last)
    if means is not None:
        rows.matrix = means


def _means(matrix: Array64, last: Mask) -> Array64:
    """The means of groups of rows, `last` marking the end of each; NaN where all numbers of a group are missing."""
    starts = np.append(0, np.flatnonzero(last)[:-1] + 1)
    there = np.isfinite(matrix)
    sums = np.add.reduceat(np.where(there, matrix, 0.0), starts)
    numbers = np.add.reduceat(there.astype(np.int64), starts)
    means: Array64 = np.where(numbers > 0, sums / np.maximum(numbers, 1), np.nan)
    return means


def _drop(rows: Rows, known: Mask) -> None:
    rows.keep(known)
    rows.notes.append(f"{counted(int((~known).sum()), 'row', 'rows')} without a value left out.")


def _previous(rows: Rows, known: Mask) -> None:
    filled, start = _filled_forward(rows.matrix[:, 0], known)
    rows.matrix[:, 0] = filled
    rows.keep(np.arange(start, len(known)))
    _tell(rows, int((~known[start:]).sum()), start, "the value before")


def _interpolate(rows: Rows, known: Mask) -> None:
    places = np.flatnonzero(known)
    if not len(places):
        rows.keep(known)
        return
    start, end = int(places[0]), int(places[-1]) + 1
    at = np.arange(len(known), dtype=float) if rows.times is None else (rows.times - rows.times[0]).astype(float)
    rows.matrix[:, 0] = np.interp(at, at[known], rows.matrix[known, 0])
    rows.keep(np.arange(start, end))
    _tell(rows, int((~known[start:end]).sum()), start + len(known) - end, "a straight line between neighbours")


_FILLINGS = {"drop": _drop, "previous": _previous, "interpolate": _interpolate}


def _tell(rows: Rows, filled: int, dropped: int, how: str) -> None:
    if filled:
        rows.notes.append(f"{counted(filled, 'missing value was', 'missing values were')} filled by {how}.")
    if dropped:
        many = counted(dropped, "row", "rows")
        rows.notes.append(f"{many} without a value at the start or end left out: there is nothing to fill them by.")


def _filled_forward(values: Array64, known: Mask) -> tuple[Array64, int]:
    """The values with the one before in place of missing ones, and where the first known one is."""
    before = np.maximum.accumulate(np.where(known, np.arange(len(known)), -1))
    start = int(np.argmax(known)) if known.any() else len(known)
    return values[np.maximum(before, 0)], start


def _complete_others(rows: Rows) -> None:
    """Further columns: the value before, and the first one at the start; without half of it, a column is dropped."""
    kept, filled, dropped = [0], dict[str, int](), list[str]()
    for place in range(1, len(rows.names)):
        known = np.isfinite(rows.matrix[:, place])
        if known.mean() < 0.5:
            dropped.append(rows.names[place])
            continue
        kept.append(place)
        if not known.all():
            values, start = _filled_forward(rows.matrix[:, place], known)
            values[:start] = values[start]
            rows.matrix[:, place] = values
            filled[rows.names[place]] = int((~known).sum())
    rows.matrix, rows.names = rows.matrix[:, kept], [rows.names[place] for place in kept]
    if filled:
        told = listed(f"{name} ({number:,})" for name, number in filled.items())
        rows.notes.append(f"Missing numbers in further columns were filled by the value before: {told}.")
    if dropped:
        rows.notes.append(f"Columns with more than half of their numbers missing were left out: {listed(dropped)}.")
