"""Forecasts of the next value that need no features: each from the values up to the last known row only."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from seqcore.data.series.series import Array64
from seqcore.data.series.windows import Rows, rows_before

LAGS = 2
MOST_KNOWN = 2000
"""Changes that weights are found from: the newest, where more are known."""


@dataclass(frozen=True)
class Rule:
    """`forecast` gives the value after each origin (n,) out of values (rows,) and of its changes, see `next_change`."""

    title: str
    explanation: str
    forecast: Callable[[Array64, Array64, Rows], Array64]


def _least_squares(values: Array64, changes: Array64, origins: Rows) -> Array64:
    return values[origins] + next_change(changes, origins - (len(values) - len(changes)))


def next_change(changes: Array64, last: Rows) -> Array64:
    """The change after each place in `last` (n,): a constant and the two changes up to there, weighted.

    Weights and constant are found by least squares, anew at every place from what is known there.
    """
    ones = np.ones(max(0, len(changes) - LAGS + 1))
    pairs = np.stack([changes[1:], changes[:-1], ones], axis=1)  # the last change, the one before it, a constant
    found = np.zeros(len(last))
    for place, at in enumerate(last):
        known = max(0, at - 1)
        used = slice(max(0, known - MOST_KNOWN), known)
        weights = np.linalg.lstsq(pairs[used], changes[LAGS:][used], rcond=None)[0]
        found[place] = pairs[at - 1] @ weights
    return found


RULES = {
    "persistence": Rule(
        "The last value",
        "The next value is the last one.",
        lambda values, changes, origins: values[origins],
    ),
    "mean_of_two": Rule(
        "Mean of the last two",
        "The next value is the mean of the last two.",
        lambda values, changes, origins: rows_before(values, origins, LAGS).mean(axis=1),
    ),
    "least_squares": Rule(
        "Least squares on two changes",
        "The next change is a constant and a weighted sum of the last two: three numbers, found anew at every row.",
        _least_squares,
    ),
}
