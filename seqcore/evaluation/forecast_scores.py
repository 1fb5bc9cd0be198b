"""How good price forecasts are, in numbers that can be compared with doing nothing.

`forecasts` (n, h) are made at `origins` (n,): [i, j] is for row `origins[i]` + 1 + j of `prices` (rows,), oldest first.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from seqcore.data.series.series import Array64
from seqcore.data.series.windows import Rows
from seqcore.evaluation.shares import share_interval


def actual(prices: Array64, origins: Rows, horizon: int) -> Array64:
    """The prices that came, (n, horizon). Raises ValueError for origins whose rows are not all in the series."""
    if len(origins) and (origins.min() < 0 or origins.max() + horizon >= len(prices)):
        raise ValueError(
            f"origins: got {origins.min()} to {origins.max()}; with {horizon} rows to come out of {len(prices)}, "
            f"they have to be from 0 to {len(prices) - 1 - horizon}."
        )
    return np.asarray(prices, np.float64)[origins[:, np.newaxis] + np.arange(1, horizon + 1)]


def actual_for(prices: Array64, origins: Rows, forecasts: Array64) -> Array64:
    """The prices that came, in the shape of `forecasts`. Raises ValueError, too, when that is not (n, h)."""
    if forecasts.ndim != 2 or len(forecasts) != len(origins):
        raise ValueError(f"forecasts: got shape {forecasts.shape}; it has to be ({len(origins)}, horizon).")
    return actual(prices, origins, forecasts.shape[1])


@dataclass(frozen=True, eq=False)
class _Judged:
    forecasts: Array64
    actual: Array64
    last: Array64
    usual_change: float

    @property
    def error(self) -> float:
        return float(np.abs(self.actual - self.forecasts).mean())


@dataclass(frozen=True)
class ForecastMeasure:
    """A number about forecasts. A price is in the unit of the series, a share reads well as a percentage.

    `compute` may give what is not a number, or divide by zero: such a score is left out.
    """

    title: str
    unit: Literal["price", "share", "ratio"]
    explanation: str
    compute: Callable[[_Judged], float]
    lower_is_better: bool = True


def forecast_scores(prices: Array64, origins: Rows, forecasts: Array64, training_rows: int) -> dict[str, float]:
    """The scores by name of `FORECAST_MEASURES`, over all n · h forecasts; always finite numbers.

    What cannot be computed is left out: everything when a forecast is not finite or there is none, the scaled error
    when the first `training_rows` rows never changed, the skill when the last value was never wrong, the direction
    when the price never moved, the percentage error when all prices were 0.
    Raises ValueError when the shapes do not fit or rows are missing.
    """
    came = actual_for(prices, origins, forecasts)
    if not forecasts.size or not np.isfinite(forecasts).all():
        return {}
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        usual_change = np.abs(np.diff(prices[:training_rows])).mean() if training_rows > 1 else math.nan
        last = np.asarray(prices, np.float64)[origins][:, np.newaxis]
        judged = _Judged(np.asarray(forecasts, np.float64), came, last, float(usual_change))
        scores = {name: _number(measure.compute, judged) for name, measure in FORECAST_MEASURES.items()}
    return {name: score for name, score in scores.items() if math.isfinite(score)}


def _number(compute: Callable[[_Judged], float], judged: _Judged) -> float:
    try:
        return float(compute(judged))
    except ZeroDivisionError:
        return math.nan


def error_by_horizon(prices: Array64, origins: Rows, forecasts: Array64) -> Array64:
    """The mean absolute error of each step ahead, (h,), in the unit of the prices. Raises ValueError for no origins."""
    if not len(origins):
        raise ValueError("origins: got none; one or more are needed.")
    return np.asarray(np.abs(actual_for(prices, origins, forecasts) - forecasts).mean(axis=0))


def direction_counts(prices: Array64, origins: Rows, forecasts: Array64) -> tuple[int, int]:
    """How many forecasts were on the right side of the last value, and of how many: those where the price moved.

    All steps count. A forecast of no change at all is not right.
    """
    right, moved = _directions(actual_for(prices, origins, forecasts), forecasts, prices[origins][:, np.newaxis])
    return int(right.sum()), int(moved.sum())


def direction_interval(
    prices: Array64, origins: Rows, forecasts: Array64, confidence: float = 0.95
) -> tuple[float, float]:
    """The interval of Wilson around the share of right directions, (0, 1) when the price never moved.

    One step ahead, it is that of the counts; several steps overlap and count for fewer (see `share_interval`).
    """
    right, moved = _directions(actual_for(prices, origins, forecasts), forecasts, prices[origins][:, np.newaxis])
    return share_interval(right, moved, forecasts.shape[1], confidence)


def _directions(
    came: Array64, forecasts: Array64, last: Array64
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which forecasts were on the right side of `last`, and which prices moved from it, both (n, h)."""
    moved = came != last
    return moved & (np.sign(forecasts - last) == np.sign(came - last)), moved


def _percentage_error(judged: _Judged) -> float:
    counts = judged.actual != 0
    errors = np.abs(judged.actual - judged.forecasts)[counts] / np.abs(judged.actual[counts])
    return float(errors.mean()) if counts.any() else math.nan


def _direction_accuracy(judged: _Judged) -> float:
    right, moved = _directions(judged.actual, judged.forecasts, judged.last)
    return int(right.sum()) / int(moved.sum())


FORECAST_MEASURES = {
    "mae": ForecastMeasure(
        "Mean absolute error",
        "price",
        "How far a forecast is off on average.",
        lambda judged: judged.error,
    ),
    "rmse": ForecastMeasure(
        "Root mean squared error",
        "price",
        "Like the mean absolute error, but large misses weigh more.",
        lambda judged: math.sqrt(np.square(judged.actual - judged.forecasts).mean()),
    ),
    "mape": ForecastMeasure(
        "Mean absolute percentage error",
        "share",
        "How far a forecast is off on average, as a share of the price that came. Prices of 0 are left out.",
        _percentage_error,
    ),
    "mase": ForecastMeasure(
        "Mean absolute scaled error",
        "ratio",
        "The mean absolute error over the usual change from row to row in the training part "
        "(Hyndman and Koehler 2006).",
        lambda judged: judged.error / judged.usual_change,
    ),
    "skill": ForecastMeasure(
        "Skill over the last value",
        "ratio",
        "1 is perfect, 0 as good as repeating the last value, below 0 worse than that.",
        lambda judged: 1 - judged.error / float(np.abs(judged.actual - judged.last).mean()),
        lower_is_better=False,
    ),
    "direction_accuracy": ForecastMeasure(
        "Direction right",
        "share",
        "How often the forecast was on the right side of the last value, where the price moved. A coin gets 50 %.",
        _direction_accuracy,
        lower_is_better=False,
    ),
}
