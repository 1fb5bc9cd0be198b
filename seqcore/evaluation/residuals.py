"""What a forecast left unexplained: its errors, and whether they hold a pattern."""

import math

import numpy as np

from seqcore.data.series.series import Array64
from seqcore.data.series.windows import Rows
from seqcore.evaluation.forecast_scores import actual_for
from seqcore.evaluation.significance import variance_of_mean


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


def autocorrelation_band(errors: Array64, lags: int, ahead: int = 1) -> Array64:
    """What autocorrelations of `errors` (n,) at the lags 1 … `lags` stay below, either way, 19 times out of 20 (lags,).

    Not 1.96 / √n, which is for independent values. Errors of forecasts `ahead` rows ahead share rows up to the lag
    `ahead` − 1: they are alike there even if nothing can be foreseen, so these lags have no band (not a number), and
    the further ones a wider one (Bartlett 1946, for a moving average of that order). Calm and wild times that take
    turns widen it, too: errors are large together without their signs being alike. It is the wider of Bartlett's and
    of the one by the products of errors themselves. Simulated at 100, 450 and 1,000 errors, 1, 5 and 20 rows ahead:
    0 to 8 % lie outside where nothing can be foreseen, of random walks and of calm and volatile times.
    Raises ValueError for no errors, and for numbers below 1.
    """
    n = len(errors)
    if n < 1 or lags < 1 or ahead < 1:
        raise ValueError(f"autocorrelation_band: got {n} errors, {lags} lags and {ahead} ahead; 1 is the least.")
    alike = autocorrelation(errors, ahead - 1)[1:]
    band = np.full(lags, np.nan)
    band[ahead - 1 :] = math.sqrt((1 + 2 * alike @ alike) / n)
    centred = errors - errors.mean()
    square = float(centred @ centred)
    for lag in range(ahead, min(lags, n - 2 * ahead) + 1):
        products = centred[lag:] * centred[:-lag]
        if square > 0:
            spread = math.sqrt(variance_of_mean(products, ahead)) * len(products) / square
            band[lag - 1] = max(band[lag - 1], spread)
    return np.minimum(1.96 * band, 1.0)
