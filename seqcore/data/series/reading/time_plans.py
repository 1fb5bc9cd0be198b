"""What could order the rows: every column of dates, and columns that make dates together. The best plan comes first.

A plan that tells rows apart better goes before others, then the one with the likelier name; each says in words why.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from seqcore.data.series.reading import names as words
from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.date_columns import SIMILAR_NAME, is_date, rank_of
from seqcore.data.series.reading.date_forms import DAY, NEVER, Mask, Whole
from seqcore.data.series.reading.date_parts import dates_of_parts
from seqcore.data.series.reading.day_and_month import EVEN, ORDERS, are_between, runs, unevenness
from seqcore.data.series.reading.names import is_called
from seqcore.data.series.reading.numbers import Array64
from seqcore.data.series.reading.table import FEW, HALF, listed

_AS_MANY = 0.8
_PERIODS = (48, 96, 144, 288)
"""How many half or quarter hours, ten or five minutes a day has."""
TOGETHER = " + "
"""Stands between the names of columns that make dates together."""


@dataclass(frozen=True)
class TimePlan:
    """Dates that order the rows: seconds since 1970 (UTC), `NEVER` where a row has none.

    `missing` marks rows whose date is empty. `rank` is the place of the name among likely ones. `orders` are further
    orders of day and month that fit about as well as `order`.
    """

    columns: tuple[str, ...]
    seconds: Whole
    missing: Mask
    rank: int = SIMILAR_NAME
    order: str = ""
    orders: tuple[str, ...] = ()
    digits: str = ""
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return TOGETHER.join(self.columns)

    @property
    def readable(self) -> Mask:
        return self.seconds != NEVER

    @property
    def share(self) -> float:
        """How many of the rows whose date is not empty have one that was read, 0 to 1."""
        present = int((~self.missing).sum())
        return float(self.readable.sum()) / present if present else 0.0

    @property
    def different(self) -> int:
        """How many different times there are."""
        return len(np.unique(self.seconds[self.readable]))


def time_plans(columns: Columns, order: str, value_column: str, wanted: str = "") -> list[TimePlan]:
    """All plans, the best one first. `value_column` is no date; "" where none was chosen.

    `wanted` is the title of a plan that was chosen: it is among them also where it tells no more than a simpler one.
    """
    names = [name for name in columns.names if name != value_column]
    alone = [plan for name in names if (plan := column_plan(columns, name, order, is_chosen=False))]
    plans = list[TimePlan]()
    for plan in alone:
        together = next(_with_clock(columns, plan, names, wanted), None) if _are_days(plan) else None
        plans.append(together or plan)
    plans += _of_parts(columns, names)
    if not plans:
        return []
    most = max(plan.different for plan in plans)

    def place(plan: TimePlan) -> tuple[bool, bool, int, int, bool]:
        ends = any(is_called(name, words.END) for name in plan.columns)
        return (plan.different < _AS_MANY * most, ends, plan.rank, len(plan.columns), bool(plan.digits))

    return sorted(plans, key=place)


def column_plan(columns: Columns, name: str, order: str, *, is_chosen: bool) -> TimePlan | None:
    """The dates of one column, in the likelier order of day and month; None where it may well hold something else."""
    rank = rank_of(name, columns)
    enough = HALF if rank is not None else 1 - 2 * FEW
    if not is_chosen and columns.date_share(name) < enough:
        return None
    dates = columns.dates(name, order)
    if not is_chosen and not is_date(columns, name, dates, is_named=rank is not None):
        return None
    rank = SIMILAR_NAME + 1 if rank is None else rank
    missing = ~dates.readable if dates.share > HALF and are_between(dates.seconds) else dates.missing
    return TimePlan((name,), dates.seconds, missing, rank, dates.order, dates.rivals, dates.digits, dates.notes)


def _are_days(plan: TimePlan) -> bool:
    """Whether all times are midnights of days."""
    return (
        plan.digits in ("", "day", "short day", "day first", "serial") and not (plan.seconds[plan.readable] % DAY).any()
    )


def _with_clock(columns: Columns, plan: TimePlan, names: Sequence[str], wanted: str) -> Iterator[TimePlan]:
    """The days of a plan with the time of day that stands in a column of its own, the likeliest one first."""
    others = sorted((name for name in names if name not in plan.columns), key=lambda name: is_called(name, words.END))
    alone = plan.different
    for name in others:
        seconds, how = _clock_or_hour(columns, plan, name)
        known = seconds != NEVER
        if not how or known.sum() < (1 - FEW) * max(1, plan.readable.sum()):
            continue
        both = plan.readable & known
        together = _together(
            columns, plan, name, np.where(both, np.where(both, plan.seconds, 0) + np.where(both, seconds, 0), NEVER)
        )
        if together.title == wanted or (not wanted and (how == "clock" or together.different > alone)):
            yield together


def _clock_or_hour(columns: Columns, plan: TimePlan, name: str) -> tuple[Whole, str]:
    """Seconds of the day, and how they are written: "clock" where it is beyond doubt; "" where it is no time of day."""
    place = columns.names.index(name)
    is_next = not columns.table.is_named and columns.names[place - 1] == plan.columns[-1]
    is_named = words.speaks_of(name, words.CLOCK) or words.speaks_of(name, words.HOUR)
    if columns.is_plain(name):
        periods = _periods(plan.seconds, columns.numbers(name, "point").values)
        if not (is_next or is_named) or (periods != NEVER).any():
            return periods, "period" if (periods != NEVER).any() else ""
    seconds, how = columns.clock(name)
    if how and (how == "clock" or is_named) and (seconds != NEVER).any():
        return seconds, how
    if not is_next and not is_called(name, words.HOUR):
        return seconds, ""
    hours = columns.numbers(name, "point").values
    right = (hours >= 0) & (hours <= 24) & (hours == np.floor(hours))
    return np.where(right, np.where(right, hours, 0) * 3600, NEVER).astype(np.int64), "hour"


def _periods(days: Whole, numbers: Array64) -> Whole:
    """The seconds of the day at which periods begin that are numbered from 1 on each day: 1 to 48 are half hours."""
    known = (days != NEVER) & (numbers >= 1) & (numbers == np.floor(numbers))
    never = np.full(len(days), NEVER)
    if known.mean() < 1 - FEW or not min(_PERIODS) <= numbers[known].max() < 1000:
        return never
    pairs = np.unique(days[known] // DAY * 1000 + numbers[known].astype(np.int64))
    many = int(np.median(np.unique(pairs // 1000, return_counts=True)[1]))
    right = known & (numbers <= many)
    if many not in _PERIODS or (pairs % 1000 <= many).mean() < 1 - FEW or right.mean() < 1 - FEW:
        return never
    return np.where(right, (np.where(right, numbers, 1) - 1) * (DAY / many), NEVER).astype(np.int64)


def _together(columns: Columns, plan: TimePlan, name: str, seconds: Whole) -> TimePlan:
    """A plan of one more column; the order of day and month is decided again, with the time of day."""
    parts = (*plan.columns, name)
    joined = replace(plan, columns=parts, seconds=seconds, missing=plan.missing, digits="")
    evidence = f": together they give {joined.different:,} different times, {plan.columns[0]} alone {plan.different:,}"
    told = f"The dates are made of {listed(parts)}{evidence if joined.different > plan.different else ''}."
    return replace(joined, notes=(told, *plan.notes))


def _of_parts(columns: Columns, names: Sequence[str]) -> Iterator[TimePlan]:
    found = dates_of_parts(columns, names)
    if found is not None:
        parts, seconds, missing = found
        told = f"The dates are made of {listed(parts)}."
        yield TimePlan(parts, seconds, missing, rank=0, notes=(told,))


def with_order(columns: Columns, plan: TimePlan) -> TimePlan:
    """The plan with the likelier order of day and month, where several fit: the one whose steps are more even.

    Its `orders` are those that fit about as well: a person has to be asked.
    """
    if not plan.orders:
        return plan
    plans = {order: _in_order(columns, plan, order) for order in (plan.order, *plan.orders)}
    uneven = {order: max(unevenness(one.seconds), EVEN) for order, one in plans.items()}
    example = columns.dates(plan.columns[0], "auto").example
    usual = sorted(plans, key=list(ORDERS).index) if "." not in example else sorted(plans, key="dmy".__ne__)
    best = min(usual, key=lambda order: uneven[order])
    close = tuple(order for order in usual if order != best and uneven[order] < 2 * uneven[best])
    if "." in example and best == usual[0]:
        close = ()
    turns = runs(plans[best].seconds) and not any(runs(plans[order].seconds) for order in plans if order != best)
    reason = "only then the dates run in order" if turns else "the steps between dates are most even like this"
    if close:
        reason = "no date says which comes first"
    told = f"Dates such as {example} were read as {ORDERS[best][0]}: {reason}."
    return replace(plans[best], order=best, orders=close, notes=(*plans[best].notes, told))


def _in_order(columns: Columns, plan: TimePlan, order: str) -> TimePlan:
    """The plan with its days read in another order; what stands in further columns is added as it was."""
    as_read, other = columns.dates(plan.columns[0], "auto"), columns.dates(plan.columns[0], order)
    known = plan.readable & other.readable
    shifts = np.where(known, plan.seconds - as_read.seconds, 0)
    return replace(plan, seconds=np.where(known, np.where(known, other.seconds, 0) + shifts, NEVER), order=order)
