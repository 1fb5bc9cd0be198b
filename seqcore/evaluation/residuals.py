"""What a forecast left unexplained: its errors, whether they hold a pattern, and how wide a band they ask for."""

import math
from statistics import NormalDist

import numpy as np

from seqcore.evaluation.forecast_scores import actual_for
from seqcore.series.series import Array64
from seqcore.series.windows import Rows

FEWEST_RESIDUALS = 20


def residuals(prices: Array64, origins: Rows, forecasts: Array64, step: int | None = 0) -> Array64:
    """Actual minus forecast, in the unit of the prices: above 0, the forecast was too low.

    (n,) for one step of `forecasts` (n, h), 0 being the row right after the origin; (n, h) for `step` None.
    Raises ValueError when the shapes do not fit or rows are missing, and for a step that was not forecast.
    """
    errors = actual_for(prices, origins, forecasts) - forecasts
    if step is None:
        return np.asarray(errors)
    if not 0 <= step < errors.shape[1]:
        raise ValueError(f"step: got {step}; allowed is 0 to {errors.shape[1] - 1}.")
    return np.asarray(errors[:, step])


def autocorrelation(values: Array64, lags: int) -> Array64:
    """How values (n,) resemble themselves 0 … `lags` places before, (lags + 1,), each from −1 to 1.

    The first one is 1. Sums are over the overlap and divided by the whole, as in Box and Jenkins (1970), so longer
    lags shrink towards 0; 0 beyond the length, and for values that never change. Raises ValueError for no values.
    """
    n = len(values)
    if n == 0 or lags < 0:
        raise ValueError(f"autocorrelation: got {n} values and {lags} lags; one value and 0 lags are the least.")
    result = np.zeros(lags + 1)
    result[0] = 1.0
    if np.ptp(values) > 0:
        centred = (values - np.mean(values)) / np.ptp(values)
        for lag in range(1, min(lags, n - 1) + 1):
            result[lag] = centred[lag:] @ centred[:-lag] / (centred @ centred)
    return np.clip(result, -1, 1)


def autocorrelation_band(n: int) -> float:
    """What the autocorrelation of `n` independent values stays below, either way, 19 times out of 20: 1.96 / √n."""
    if n < 1:
        raise ValueError(f"autocorrelation_band: got {n} values; 1 is the least.")
    return 1.96 / math.sqrt(n)


def interval_from_residuals(residuals: Array64, share: float) -> Array64:
    """What to add to a forecast for a band that holds `share` (0.8, say) of what comes: (2, h), low and high.

    `residuals` (n, h) are from rows that the network did not learn from. Each step has its own band: the quantiles of
    its residuals, at the places (Weibull's) for which the next value lies inside with the probability `share` if it
    is like the past ones. A model that is always off the same way gets a band that makes up for it.
    With fewer than 20 residuals, or too few for a quantile that far out (39 for 0.95), the band is as wide for a
    normal distribution around 0 with their root mean square: symmetric, and of the right size at best.
    Raises ValueError for no residuals, for those that are not (n, h), and unless 0 < share < 1.
    """
    if residuals.ndim != 2 or not residuals.size or not 0 < share < 1:
        raise ValueError(
            f"interval_from_residuals: got shape {residuals.shape} and share {share}; "
            "the shape has to be (n, h), not empty, and the share between 0 and 1."
        )
    outside = (1 - share) / 2
    if len(residuals) < FEWEST_RESIDUALS or (len(residuals) + 1) * outside < 1 - 1e-9:
        reach = NormalDist().inv_cdf(1 - outside) * np.sqrt(np.square(residuals).mean(axis=0))
        return np.stack([-reach, reach])
    return np.quantile(residuals, [outside, 1 - outside], axis=0, method="weibull")
