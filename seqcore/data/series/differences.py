"""Differencing: from prices to changes and exactly back.

A second difference is the plain difference of the first one, also for percent and log: a percentage of a percentage
near zero would mean nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from seqcore.data.series.series import Array64
from seqcore.invalid import InvalidInput

HIGHEST_ORDER = 2


@dataclass(frozen=True)
class Difference:
    """A way to say how a price differs from the one before.

    `change` (before, now) gives the change; `accumulate` (start, changes) gives the prices that lead on from `start`,
    along the last axis. `needs` says which prices it is defined for.
    """

    title: str
    formula: str
    change: Callable[[Array64, Array64], Array64]
    accumulate: Callable[[Array64, Array64], Array64]
    needs: Literal["any", "not zero", "above zero"] = "any"


DIFFERENCES = {
    "none": Difference("None", "y", lambda before, now: now, lambda start, changes: changes),
    "absolute": Difference(
        "Absolute",
        "yₜ − yₜ₋₁",
        lambda before, now: now - before,
        lambda start, changes: start + np.cumsum(changes, axis=-1),
    ),
    "percent": Difference(
        "Percent",
        "yₜ / yₜ₋₁ − 1",
        lambda before, now: now / before - 1,
        lambda start, changes: start * np.cumprod(1 + changes, axis=-1),
        "not zero",
    ),
    "log": Difference(
        "Log",
        "ln(yₜ / yₜ₋₁)",
        lambda before, now: np.log(now / before),
        lambda start, changes: start * np.exp(np.cumsum(changes, axis=-1)),
        "above zero",
    ),
}
_FORBIDDEN: dict[str, Callable[[Array64], npt.NDArray[Any]]] = {
    "any": lambda values: np.zeros(0),
    "not zero": lambda values: np.flatnonzero(values == 0),
    "above zero": lambda values: np.flatnonzero(values <= 0),
}


_WRONG = {"not zero": "zero", "above zero": "zero or below"}


def rows_used(kind: str, order: int) -> int:
    """How many rows at the start have no change: the order, or none without differencing."""
    return 0 if kind == "none" else order


def is_possible(values: Array64, kind: str) -> bool:
    """Whether every value can be differenced this way."""
    return not len(_FORBIDDEN[DIFFERENCES[kind].needs](values))


def changes_of(values: Array64, kind: str, order: int = 1) -> Array64:
    """The changes (rows − `rows_used`,) of `values` (rows,). Raises InvalidInput where they are not defined."""
    difference = DIFFERENCES[kind]
    wrong = _FORBIDDEN[difference.needs](values)
    if len(wrong):
        row = int(wrong[0])
        raise InvalidInput(
            [
                f"task.difference: got {kind!r} for a series in which {len(wrong):,} "
                f"{'value is' if len(wrong) == 1 else 'values are'} {_WRONG[difference.needs]} "
                f"(the first is {values[row]:g} in row {row + 1:,}); choose absolute or none."
            ]
        )
    if kind == "none":
        return values.copy()
    first = difference.change(values[:-1], values[1:])
    return np.diff(first) if order == HIGHEST_ORDER else first


def changes_after(prices: Array64, before: Array64, kind: str, order: int = 1) -> Array64:
    """The changes (…, n) that lead to the next `prices` (…, n): the inverse of `prices_after`.

    Not finite where a price does not allow them: a percentage of 0, say.
    """
    if kind == "none":
        return prices
    known = np.concatenate([before, prices], axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = DIFFERENCES[kind].change(known[..., :-1], known[..., 1:])
    return np.diff(first, axis=-1) if order == HIGHEST_ORDER else first


def prices_after(changes: Array64, before: Array64, kind: str, order: int = 1) -> Array64:
    """The prices (…, n) that the next `changes` (…, n) lead to; `before` (…, `rows_used`) are the last known prices."""
    difference = DIFFERENCES[kind]
    if kind != "none" and order == HIGHEST_ORDER:
        latest = difference.change(before[..., -2], before[..., -1])
        changes = latest[..., np.newaxis] + np.cumsum(changes, axis=-1)
    start = before[..., -1:] if kind != "none" else before[..., :0]
    return difference.accumulate(start, changes)
