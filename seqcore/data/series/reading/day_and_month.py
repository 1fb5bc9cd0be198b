"""Which of day and month comes first in 1/2/2020: what the dates say for sure, else the likeliest, and saying so."""

import numpy as np

from seqcore.data.series.reading.date_forms import NEVER, Whole, days_of, full_years

ORDERS = {
    "mdy": ("month/day/year", (2, 0, 1)),
    "dmy": ("day/month/year", (2, 1, 0)),
    "ymd": ("year/month/day", (0, 1, 2)),
}
"""The name in words, and the places of year, month and day among the three numbers."""


def days_in_order(numbers: tuple[Whole, Whole, Whole], order: str) -> Whole:
    """Days since 1970 of dates whose three numbers stand in this order."""
    year, month, day = (numbers[place] for place in ORDERS[order][1])
    return days_of(full_years(year), month, day)


def find_order(numbers: tuple[Whole, Whole, Whole], example: str) -> tuple[str, tuple[str, ...]]:
    """The order that gives most dates; of several the one in which they run evenly. Notes say what was assumed."""
    days = {order: days_in_order(numbers, order) for order in ORDERS}
    most = max(int((found != NEVER).sum()) for found in days.values())
    leaders = [order for order, found in days.items() if (found != NEVER).sum() == most]
    if "." in example:  # The continent writes points, and the day first.
        leaders.sort(key="dmy".__ne__)
    if len(leaders) == 1 or all(np.array_equal(days[order], days[leaders[0]]) for order in leaders):
        return leaders[0], ()
    running = [order for order in leaders if _runs(days[order])]
    chosen = min(running, key=lambda order: _unevenness(days[order])) if running else leaders[0]
    reason = "no date says which comes first"
    if len(running) == 1:
        reason = "only then the dates run in order"
    elif running:
        reason = "no date says which comes first, and the steps between dates are most even like this"
    return chosen, (f"Dates such as {example} were read as {ORDERS[chosen][0]}: {reason}.",)


def _runs(days: Whole) -> bool:
    steps = np.diff(days[days != NEVER])
    return bool((steps >= 0).all() or (steps <= 0).all())


def _unevenness(days: Whole) -> float:
    """The longest step in median steps, 1 at best."""
    steps = np.abs(np.diff(days[days != NEVER]))
    steps = steps[steps > 0]
    return float(steps.max() / np.median(steps)) if len(steps) else 1.0
