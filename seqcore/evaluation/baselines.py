"""Forecasts that cost nothing: what a network has to beat before it has learned anything.

A forecast is made at an *origin*, the last row that is known, for the `horizon` rows after it. None of the baselines
looks at a row after the origin, and all origins are forecast at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from seqcore.data.series.series import Array64
from seqcore.data.series.windows import Rows


@dataclass(frozen=True, eq=False)
class Question:
    """What is to be forecast: `horizon` rows after each of `origins` (n,), out of `prices` (rows,), oldest first."""

    prices: Array64
    origins: Rows
    horizon: int
    window: int
    season: int | None

    @property
    def steps(self) -> Rows:
        """1 … horizon."""
        return np.arange(1, self.horizon + 1)

    @property
    def known_rows(self) -> int:
        """How many rows are known at the earliest origin."""
        return int(self.origins.min()) + 1


@dataclass(frozen=True)
class Baseline:
    """A simple forecast: `forecast` gives prices (n, horizon) wherever the question `fits`."""

    title: str
    explanation: str
    forecast: Callable[[Question], Array64]
    fits: Callable[[Question], bool]


def baselines(
    prices: Array64, origins: Rows, horizon: int, window: int, season: int | None = None
) -> dict[str, Array64]:
    """What the baselines say, by name: prices (n, horizon), [i, j] for row `origins[i]` + 1 + j.

    `window` rows are averaged by the window mean; `season` is the length of a season in rows, if there is one. A
    baseline is left out where it has too little to go by: the seasonal one without a season of two rows at least, and
    any one when the earliest origin has fewer rows behind it than it needs. Raises ValueError for no origins at all,
    for origins outside of the series, and for a horizon or window below 1.
    """
    if not len(origins) or origins.min() < 0 or origins.max() >= len(prices):
        raise ValueError(f"origins: got {origins}; one or more from 0 to {len(prices) - 1} are needed.")
    if horizon < 1 or window < 1:
        raise ValueError(f"horizon and window: got {horizon} and {window}; both have to be 1 or more.")
    question = Question(np.asarray(prices, np.float64), np.asarray(origins), horizon, window, season)
    return {name: entry.forecast(question) for name, entry in BASELINES.items() if entry.fits(question)}


def _last_value(question: Question) -> Array64:
    return np.repeat(question.prices[question.origins][:, np.newaxis], question.horizon, axis=1)


def _drift(question: Question) -> Array64:
    last = question.prices[question.origins]
    change_per_row = (last - question.prices[0]) / question.origins
    return np.asarray(last[:, np.newaxis] + question.steps * change_per_row[:, np.newaxis])


def _window_mean(question: Question) -> Array64:
    first = question.known_rows - question.window
    seen = question.prices[first : int(question.origins.max()) + 1]
    means = np.lib.stride_tricks.sliding_window_view(seen, question.window).mean(axis=1)
    return np.repeat(means[question.origins + 1 - question.known_rows][:, np.newaxis], question.horizon, axis=1)


def _seasonal_naive(question: Question) -> Array64:
    season = question.season or 1
    seasons_back = -(-question.steps // season)
    return question.prices[question.origins[:, np.newaxis] + question.steps - season * seasons_back]


BASELINES = {
    "last_value": Baseline(
        "Last value",
        "Tomorrow is like today: the last known price, repeated. Hard to beat on prices.",
        _last_value,
        lambda question: True,
    ),
    "drift": Baseline(
        "Drift",
        "The last known price, moved on by the average change per row since the first one: a straight line through "
        "both ends (Hyndman and Athanasopoulos, Forecasting: Principles and Practice).",
        _drift,
        lambda question: question.known_rows >= 2,
    ),
    "window_mean": Baseline(
        "Mean of the window",
        "The average of the rows that the network sees.",
        _window_mean,
        lambda question: question.known_rows >= question.window,
    ),
    "seasonal_naive": Baseline(
        "Same time last season",
        "The last known price from the same place in the season.",
        _seasonal_naive,
        lambda question: question.season is not None and 2 <= question.season <= question.known_rows,
    ),
}


def title_of(name: str, season: int | None = None) -> str:
    """What a baseline is called on a screen, with the length of its season; an unknown one by its name."""
    title = BASELINES[name].title if name in BASELINES else name
    return f"{title} ({season:,} rows)" if season and name == "seasonal_naive" else title
