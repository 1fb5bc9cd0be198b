"""Tables beside each other, each with dates of its own: a value belongs to the dates to its left.

Brent Date, Brent Price, , WTI Date,   WTI Price
2024-01-01, 77.2,        , 2024-04-01, 83.7
"""

from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.day_and_month import one_way
from seqcore.data.series.reading.names import words_of
from seqcore.data.series.reading.time_plans import TimePlan, column_plan


def side_by_side(columns: Columns, first: TimePlan) -> list[list[str]]:
    """The columns of each of several tables, dates first; none where `first` orders all rows."""
    names, called = columns.names, words_of(first.title)[-1:]
    alike = [name for name in names if words_of(name)[-1:] == called]
    starts = [name for name in alike if len(first.columns) == 1 and _are_own_dates(columns, name)]
    places = [names.index(name) for name in starts]
    tables = [names[start:end] for start, end in zip(places, [*places[1:], len(names)], strict=False)]
    return tables if len(tables) > 1 and all(_has_numbers(columns, table[1:]) for table in tables) else []


def _are_own_dates(columns: Columns, name: str) -> bool:
    """Whether a column of dates runs one way, each date once."""
    plan = column_plan(columns, name, "auto", is_chosen=False)
    if plan is None or (plan.digits and not columns.table.is_named):
        return False
    return one_way(plan.seconds[plan.readable])


def _has_numbers(columns: Columns, names: list[str]) -> bool:
    return any(columns.numbers(name, sign).known.any() for name in names for sign in ("point", "comma"))
