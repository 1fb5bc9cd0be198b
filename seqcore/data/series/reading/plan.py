"""One whole reading of a table: what orders the rows, which series and which value, with the evidence in words."""

from dataclasses import dataclass, replace

import numpy as np

from seqcore.data.series.reading.choices import Reading
from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.date_forms import Whole
from seqcore.data.series.reading.decimal_sign import find_decimal
from seqcore.data.series.reading.fractions import finer_order
from seqcore.data.series.reading.frequencies import FREQUENCY, with_frequency
from seqcore.data.series.reading.numbers import Array64
from seqcore.data.series.reading.row_order import RowOrder, row_numbers
from seqcore.data.series.reading.rows import Rows, arrange
from seqcore.data.series.reading.sentinels import chosen_sentinels, find_sentinels, without
from seqcore.data.series.reading.series_keys import SeriesKey, find_key, rows_called
from seqcore.data.series.reading.side_by_side import side_by_side
from seqcore.data.series.reading.table import FEW, Table, counted, listed, shown
from seqcore.data.series.reading.time_plans import TOGETHER, TimePlan, column_plan, time_plans, with_order
from seqcore.data.series.reading.unfolding import Unfolded
from seqcore.data.series.reading.value_plans import Values, find_values
from seqcore.invalid import InvalidInput

NO_DATES, ALL_COLUMNS = "-", "*"


@dataclass(frozen=True)
class Plan:
    """A reading of a table, with the alternatives about which a person may have to be asked."""

    table: Table
    order: TimePlan | RowOrder
    values: Values
    rows: Rows
    decimal: str
    is_decimal_doubtful: bool
    further_orders: tuple[TimePlan, ...]
    key: SeriesKey | None
    series: str
    sentinels: tuple[float, ...]
    unfolded: Unfolded | None
    notes: tuple[str, ...]


def make_plan(columns: Columns, reading: Reading) -> Plan:
    """The best reading of a table that is as `reading` chooses. Raises InvalidInput where there is none."""
    unfolded, columns = _unfolded(columns, reading)
    if unfolded:
        reading = replace(reading, value_column="")
    elif reading.value_column == ALL_COLUMNS:
        raise InvalidInput([f"task.value_column: the columns {listed(columns.names)} are no years, months or dates."])
    notes = list(columns.table.notes)
    order, further = _order(columns, reading)
    if isinstance(order, TimePlan) and not reading.date_column and (tables := side_by_side(columns, order)):
        return _beside(columns, reading, tables)
    notes += order.notes
    columns = _with_frequency(columns, order)
    key, series = _series(columns, order, reading)
    if key:
        rows = key.rows_of(series)
        columns = Columns(columns.table.take(rows), reading.unit)
        order, further = _of_rows(order, rows), ()
        notes.append(f"{len(key.labels):,} series, told apart by {listed(key.columns)}: {shown(series)} was taken.")
    if isinstance(order, TimePlan) and not reading.date_column and reading.resample == "none":
        finer = finer_order(columns, order)
        if finer:
            stand_in_order = finer.ranks is not None and bool((np.diff(finer.ranks) >= 0).all())
            further = (order,) if stand_in_order else ()
            order = finer
            notes += finer.notes
    decimal, told, doubtful = _decimal(columns.table, reading.decimal, order.columns)
    values = find_values(columns, reading.value_column, decimal, (*order.columns, *(key.columns if key else ())))
    values, sentinels, missing = _without_sentinels(values, reading.missing_numbers)
    rows_ = arrange(columns.table, order, values, reading)
    notes += [*told, *values.notes, *missing, *rows_.notes]
    return Plan(
        table=columns.table,
        order=order,
        values=values,
        rows=rows_,
        decimal=decimal,
        is_decimal_doubtful=doubtful,
        further_orders=further,
        key=key,
        series=series,
        sentinels=sentinels,
        unfolded=unfolded,
        notes=tuple(notes),
    )


def _beside(columns: Columns, reading: Reading, tables: list[list[str]]) -> Plan:
    """The plan of that one of several tables beside each other that the value stands in."""
    dates = tuple(table[0] for table in tables)
    decimal, *_ = _decimal(columns.table, reading.decimal, dates)
    values = find_values(columns, reading.value_column, decimal, dates)
    own = next((table for table in tables if values.column in table), tables[0])
    told = f"Tables stand beside each other, with the dates {listed(dates)}: {values.column!r} has those of {own[0]!r}."
    plan = make_plan(columns.only(own, told), replace(reading, value_column=values.column))
    return replace(plan, values=replace(plan.values, rivals=values.rivals))


def dated_values(columns: Columns, reading: Reading, key: SeriesKey | None) -> tuple[Whole, Array64]:
    """The times and values of a part of a file, (rows,) each, when all has been found out from other parts.

    Rows without a date or a value, and those of other series, are left out.
    """
    if key and FREQUENCY in key.columns:
        columns = _with_frequency(columns, _order(columns, reading)[0], is_known=True)
    if key:
        columns = Columns(columns.table.take(rows_called(columns, key.columns, reading.series)), reading.unit)
    if not len(columns.table.rows):
        return np.array([], np.int64), np.array([])
    order, _ = _order(columns, reading)
    assert isinstance(order, TimePlan)  # noqa: S101 (a date column is chosen)
    used = (*order.columns, *(key.columns if key else ()))
    values, *_ = _without_sentinels(
        find_values(columns, reading.value_column, reading.decimal, used), reading.missing_numbers
    )
    numbers = values.numbers[values.column].values
    known = order.readable & np.isfinite(numbers)
    return order.seconds[known], numbers[known]


def _unfolded(columns: Columns, reading: Reading) -> tuple[Unfolded | None, Columns]:
    """The columns of a longer table, where these are years, months or dates and none of them was chosen."""
    if reading.value_column != ALL_COLUMNS and reading.value_column in columns.names:
        return None, columns
    return columns.unfolded(reading.decimal) or (None, columns)


def _order(columns: Columns, reading: Reading) -> tuple[TimePlan | RowOrder, tuple[TimePlan, ...]]:
    """What orders the rows, and what would order them otherwise and is about as likely."""
    if reading.date_column == NO_DATES:
        return RowOrder(is_reversed=reading.row_order == "newest"), ()
    if reading.date_column:
        return _chosen_order(columns, reading), ()
    plans = time_plans(columns, reading.date_order, reading.value_column)
    if not plans:
        return row_numbers(columns, reading.row_order, reading.value_column), ()
    best = with_order(columns, plans[0])
    _check_dates(columns.table, best)
    close = (plan for plan in plans[1:] if _is_as_likely(plan, best))
    return best, tuple(close)


def _with_frequency(columns: Columns, order: TimePlan | RowOrder, *, is_known: bool = False) -> Columns:
    if not isinstance(order, TimePlan) or len(order.columns) > 1:
        return columns
    return with_frequency(columns, columns.dates(order.columns[0], order.order or "auto"), is_known=is_known)


def _is_as_likely(plan: TimePlan, best: TimePlan) -> bool:
    """Whether a plan has as good a name, or a better one, reads as much, and gives another order of the rows."""
    if plan.rank > best.rank or plan.share < best.share or set(plan.columns) & set(best.columns):
        return False
    if plan.different < len(plan.seconds) / 2:
        return False
    both = plan.readable & best.readable
    turned = np.sign(np.diff(plan.seconds[both])) * np.sign(np.diff(best.seconds[both]))
    return bool((turned < 0).mean() > FEW) if len(turned) else False


def _chosen_order(columns: Columns, reading: Reading) -> TimePlan | RowOrder:
    chosen, table = reading.date_column, columns.table
    if TOGETHER in chosen and chosen not in table.columns:
        plans = time_plans(columns, reading.date_order, reading.value_column, chosen)
        if found := next((plan for plan in plans if plan.title == chosen), None):
            return with_order(columns, found)
        advice = "name columns of the file with “ + ” between them, or one of them"
        raise InvalidInput([f"task.date_column: {shown(chosen)} make no dates together; {advice}."])
    name = table.existing(chosen, "task.date_column", ' (or "-" for row numbers)')
    plan = column_plan(columns, name, reading.date_order, is_chosen=True)
    assert plan is not None  # noqa: S101 (a chosen column is always one)
    if not plan.readable.any():
        ranks = columns.numbers(name, "point")
        if ranks.known.mean() > 1 - FEW:
            return RowOrder(
                (name,), ranks.values, notes=(f"{name!r} holds no dates, but gives the order of the rows.",)
            )
    plan = with_order(columns, plan)
    _check_dates(table, plan)
    return plan


def _check_dates(table: Table, plan: TimePlan) -> None:
    """Raises InvalidInput when more than a few rows hold something else, or none a date."""
    wrong = np.flatnonzero(~plan.readable & ~plan.missing)
    if len(wrong) > FEW * len(table.rows) or not plan.readable.any():
        what = "all of its cells are empty"
        name = plan.columns[0]
        if len(wrong):
            what = f"{table.where(name, wrong[0])}, which cannot be read as a date"
        advice = 'choose another order of day and month, another column, or "-" for row numbers'
        raise InvalidInput([f"task.date_column: {name!r}: {what}; {advice}."])


def _series(columns: Columns, order: TimePlan | RowOrder, reading: Reading) -> tuple[SeriesKey | None, str]:
    """What tells several series apart, and the one that is read: the chosen one or the first."""
    seconds = order.seconds if isinstance(order, TimePlan) else None
    key = find_key(columns, order.columns, seconds, reading.value_column)
    if key is None:
        if reading.series:
            raise InvalidInput(
                [f"task.series: got {shown(reading.series)}; the file holds one series: leave it empty."]
            )
        return None, ""
    if reading.series and reading.series not in key.labels:
        raise InvalidInput([f"task.series: there is no {shown(reading.series)}; the file has {listed(key.labels)}."])
    return key, reading.series or key.labels[0]


def _of_rows(order: TimePlan | RowOrder, rows: Whole) -> TimePlan | RowOrder:
    if isinstance(order, TimePlan):
        return replace(order, seconds=order.seconds[rows], missing=order.missing[rows])
    return replace(order, ranks=None if order.ranks is None else order.ranks[rows])


def _decimal(table: Table, chosen: str, dates: tuple[str, ...]) -> tuple[str, tuple[str, ...], bool]:
    if chosen != "auto":
        return chosen, (), False
    return find_decimal([cells for name, cells in table.columns.items() if name not in dates], table.separator)


def _without_sentinels(values: Values, chosen: str) -> tuple[Values, tuple[float, ...], list[str]]:
    """The numbers without those that stand for a missing value: the chosen ones, else those that look like it."""
    numbers, notes = dict(values.numbers), list[str]()
    found = dict[str, list[float]]()
    for name, column in numbers.items():
        sentinels = chosen_sentinels(chosen) if chosen else find_sentinels(column.values)
        if sentinels and len(set(column.values[column.known])) > len(sentinels):
            found[name] = sentinels
            notes += [] if chosen and name != values.column else _told(name, column.values, sentinels)
            numbers[name] = replace(column, values=without(column.values, sentinels))
    return replace(values, numbers=numbers), tuple(found.get(values.column, ())), notes


def _told(name: str, values: Array64, sentinels: list[float]) -> list[str]:
    return [
        f"{name!r} is {number:g} in {counted(int((values == number).sum()), 'row', 'rows')}, far from all other "
        "numbers: taken for missing."
        for number in sentinels
        if (values == number).any()
    ]
