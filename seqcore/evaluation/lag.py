"""Whether forecasts are old prices in disguise: the commonest way for a price forecast to look good on a chart.

The levels of a price resemble themselves at every lag, so correlations of levels say nothing. Here, distances are
compared, and correlations are between changes.
"""

import math
from typing import NamedTuple

import numpy as np

from seqcore.evaluation.forecast_scores import actual_for
from seqcore.series.series import Array64
from seqcore.series.windows import Rows

LARGEST_LAG = 5
FEWEST_ORIGINS = 8
CLEARLY_NEARER, MUCH_NEARER = 0.9, 0.5
AGREES = 2.0
"""Standard errors from which on the forecast changes are taken to say something about those that came."""


class Lag(NamedTuple):
    """How one-step forecasts for a row compare with the actual price `rows` rows before it.

    `correlation` is between the change from forecast to forecast and that from price to price, nothing where one of
    them never changes; `rmse` is the distance in the unit of the prices.
    """

    rows: int
    correlation: float | None
    rmse: float


def lag_profile(prices: Array64, origins: Rows, forecasts: Array64) -> list[Lag]:
    """The comparison at 0 to 5 rows back; the first step of `forecasts` (n, h) counts, for row `origins` + 1.

    A forecast worth its name is nearest at 0, a copy of the last value at 1. Origins with fewer than 5 rows up to
    them are left out, so that all lags are about the same forecasts; the list is empty when none is left. Correlations
    tell lags apart where origins follow one another without gaps longer than a few rows.
    Raises ValueError when the shapes do not fit or rows are missing.
    """
    origins, forecast = _first_steps(prices, origins, forecasts)
    if not len(origins):
        return []
    profile = []
    for rows in range(LARGEST_LAG + 1):
        price = prices[origins + 1 - rows]
        profile.append(Lag(rows, _correlation(np.diff(forecast), np.diff(price)), _distance(forecast, price)))
    return profile


def copied_lag(prices: Array64, origins: Rows, forecasts: Array64) -> int | None:
    """How many rows late one-step forecasts are: 1 when they copy their last input; nothing when they do not lag.

    The lag k ≥ 1 with the smallest root mean squared distance, if that is below 0.9 times the distance to the price
    that was to be forecast. A good forecast of a price hardly moves from the last value, too: so it is no copy when
    what it adds to the last value agrees with the change that came (by more than two standard errors). A longer lag
    has no such excuse if its distance is below half. Nothing, too, for fewer than 8 origins.
    Raises ValueError when the shapes do not fit or rows are missing.
    """
    profile = lag_profile(prices, origins, forecasts)
    origins, forecast = _first_steps(prices, origins, forecasts)
    if len(origins) < FEWEST_ORIGINS:
        return None
    nearest = min(profile[1:], key=lambda lag: lag.rmse)
    last = prices[origins]
    if not _agrees(forecast - last, prices[origins + 1] - last):
        limit = CLEARLY_NEARER
    elif nearest.rows > 1:
        limit = MUCH_NEARER
    else:
        return None
    return nearest.rows if nearest.rmse < limit * profile[0].rmse else None


def _first_steps(prices: Array64, origins: Rows, forecasts: Array64) -> tuple[Rows, Array64]:
    """The origins with enough rows behind them, in order, and the forecasts for the row after each."""
    actual_for(prices, origins, forecasts)
    order = np.argsort(origins, kind="stable")
    order = order[origins[order] + 1 >= LARGEST_LAG]
    return origins[order], np.asarray(forecasts[order, 0], np.float64)


def _distance(forecast: Array64, price: Array64) -> float:
    return math.sqrt(np.square(forecast - price).mean())


def _correlation(first: Array64, second: Array64) -> float | None:
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    first, second = first - first.mean(), second - second.mean()
    spread = math.sqrt((first @ first) * (second @ second))
    return max(-1.0, min(1.0, float(first @ second) / spread)) if spread > 0 else None


def _agrees(forecast_change: Array64, change: Array64) -> bool:
    """Whether the mean product is clearly above 0; a t statistic that holds for calm and wild times mixed, too."""
    products = forecast_change * change
    error = math.sqrt(products @ products)
    return error > 0 and float(products.sum()) > AGREES * error
