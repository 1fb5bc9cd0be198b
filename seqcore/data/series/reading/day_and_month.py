"""Which of day and month comes first in 1/2/2020: what the dates say for sure, else what fits about as well."""

import numpy as np

from seqcore.data.series.reading.date_forms import NEVER, Whole, days_of, full_years

ORDERS = {
    "mdy": ("month/day/year", (2, 0, 1)),
    "dmy": ("day/month/year", (2, 1, 0)),
    "ymd": ("year/month/day", (0, 1, 2)),
}
"""The name in words, and the places of year, month and day among the three numbers."""


EVEN = 3.0
"""Steps that differ by no more than this factor are even: weekends, months of 28 and 31 days."""


def days_in_order(numbers: tuple[Whole, Whole, Whole], order: str) -> Whole:
    """Days since 1970 of dates whose three numbers stand in this order."""
    year, month, day = (numbers[place] for place in ORDERS[order][1])
    return days_of(full_years(year), month, day)


def fitting_orders(numbers: tuple[Whole, Whole, Whole], example: str) -> list[str]:
    """The orders that make dates of most cells; of several the one that is usual in such a file comes first.

    Orders that give the same dates as the first one are left out.
    """
    days = {order: days_in_order(numbers, order) for order in ORDERS}
    most = max(int((found != NEVER).sum()) for found in days.values())
    leaders = [order for order, found in days.items() if (found != NEVER).sum() == most]
    if "." in example:  # The continent writes points, and the day first.
        leaders.sort(key="dmy".__ne__)
    years = numbers[0], numbers[2]
    if len(leaders) > 1 and "ymd" in leaders and len(np.unique(years[1])) == 1 and years[0].max() < years[1].min():
        leaders.remove("ymd")  # 01/12/24: the 24th of a month in 2001 is unlikely.
    return [order for order in leaders if order == leaders[0] or not np.array_equal(days[order], days[leaders[0]])]


def runs(times: Whole) -> bool:
    """Whether times never turn round."""
    steps = np.diff(times[times != NEVER])
    return bool((steps >= 0).all() or (steps <= 0).all())


def one_way(times: Whole) -> bool:
    """Whether times go on at every step, or back at every step."""
    steps = np.diff(times)
    return bool((steps > 0).all() or (steps < 0).all())


def are_between(times: Whole) -> bool:
    """Whether the few rows without a time stand between times that follow each other all the same, as yearly sums do.

    What could not be read of a date leaves a gap there.
    """
    known = np.flatnonzero(times != NEVER)
    steps, apart = np.abs(np.diff(times[known])), np.diff(known) > 1
    if not apart.any() or apart.mean() > 1 / 2:
        return False
    usual = np.median(steps[~apart])
    return bool(usual > 0 and np.median(steps[apart]) < 1.1 * usual)


def unevenness(times: Whole) -> float:
    """How unlike the steps of times are, 1 at best: the longest one in median steps, much more where they turn."""
    steps = np.diff(times[times != NEVER])
    steps = steps[steps != 0]
    if not len(steps):
        return 1.0
    turns = min(int((steps < 0).sum()), int((steps > 0).sum())) / len(steps)
    lengths = np.abs(steps)
    return float(lengths.max() / np.median(lengths)) * (1 + 1000 * turns)
