"""Whether runs on one series differ by more than noise: only on rows that both were tested on, and by a test.

Skill is 1 − error ÷ error of the last value, so skills on different rows are not comparable: each has its own interval.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqcore.data.series.series import Array64
from seqcore.data.series.windows import Rows
from seqcore.evaluation.forecast_scores import actual_for
from seqcore.evaluation.significance import (
    FEWEST_FORECASTS,
    FEWEST_STRETCHES,
    DieboldMariano,
    diebold_mariano,
    reach_of_student_t,
    variance_of_mean,
)


@dataclass(frozen=True, eq=False)
class HeldOut:
    """A run's `forecasts` (n, h) of the rows after each of its test `origins` (n,), in any order."""

    origins: Rows
    forecasts: Array64

    def at(self, places: Rows) -> "HeldOut":
        """Those at `places` only."""
        return HeldOut(self.origins[places], self.forecasts[places])


@dataclass(frozen=True)
class Skill:
    """A skill on `n` forecasts with its 95 % interval, which is missing where they are too few."""

    value: float
    interval: tuple[float, float] | None
    n: int


@dataclass(frozen=True)
class Paired:
    """Two runs on the `n` origins that both were tested at; `same_rows` where that is all of either.

    `first` and `second` are their skills there, missing where the price never moved. In `test` the second run is the
    reference: a mean difference below 0 says that the first one is better.
    """

    n: int
    same_rows: bool
    first: float | None
    second: float | None
    test: DieboldMariano


def skill_of(prices: Array64, tested: HeldOut) -> Skill | None:
    """The skill with its interval by the delta method; None without forecasts or where the price never moved.

    The mean of error − ratio · error of the last value is 0, and its standard error that of the ratio times the mean
    error of the last value. Forecasts that overlap depend on each other, as in the test of Diebold and Mariano.
    """
    own, last = _errors(prices, tested)
    n, horizon = tested.forecasts.shape
    if not n or last.mean() == 0:
        return None
    ratio = float(own.mean() / last.mean())
    if n < max(FEWEST_FORECASTS, FEWEST_STRETCHES * horizon):
        return Skill(1 - ratio, None, n)
    error = math.sqrt(variance_of_mean(own - ratio * last, horizon)) / float(last.mean())
    reach = reach_of_student_t(n - 1) * error
    return Skill(1 - ratio, (1 - ratio - reach, 1 - ratio + reach), n)


def paired(prices: Array64, first: HeldOut, second: HeldOut) -> Paired | None:
    """The comparison on the rows that are in both test parts; None where there are none."""
    common, places, others = np.intersect1d(first.origins, second.origins, return_indices=True)
    if not len(common):
        return None
    mine, theirs = first.at(places), second.at(others)
    own, last = _errors(prices, mine)
    other, _ = _errors(prices, theirs)
    came = actual_for(prices, common, mine.forecasts)
    test = diebold_mariano(came - mine.forecasts, came - theirs.forecasts, mine.forecasts.shape[1])
    skills = [float(1 - errors.mean() / last.mean()) if last.mean() else None for errors in (own, other)]
    return Paired(len(common), len(common) == len(first.origins) == len(second.origins), skills[0], skills[1], test)


def against_last_value(prices: Array64, parts: Sequence[HeldOut]) -> Paired:
    """Test parts that follow one another, taken as one: their forecasts against the last value."""
    origins = np.concatenate([part.origins for part in parts])
    forecasts = np.concatenate([part.forecasts for part in parts])
    last = np.repeat(prices[origins][:, np.newaxis], forecasts.shape[1], axis=1)
    found = paired(prices, HeldOut(origins, forecasts), HeldOut(origins, last))
    if found is None:
        raise ValueError("parts: got no forecasts; one or more are needed.")
    return found


def _errors(prices: Array64, tested: HeldOut) -> tuple[Array64, Array64]:
    """The mean absolute error at each origin, in their order, of the forecasts and of the last value: (n,) both."""
    ordered = tested.at(np.argsort(tested.origins, kind="stable"))
    came = actual_for(prices, ordered.origins, ordered.forecasts)
    last = prices[ordered.origins][:, np.newaxis]
    return np.abs(came - ordered.forecasts).mean(axis=1), np.abs(came - last).mean(axis=1)
