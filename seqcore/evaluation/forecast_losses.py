"""The losses of forecasts, of errors without Keras: for rules that are scored beside a network."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array64 = npt.NDArray[np.float64]


def _huber(errors: Array64) -> Array64:
    return np.where(np.abs(errors) <= 1, errors**2 / 2, np.abs(errors) - 0.5)


def _log_cosh(errors: Array64) -> Array64:
    return np.logaddexp(errors, -errors) - math.log(2)


LOSSES_OF_ERRORS: dict[str, Callable[[Array64], Array64]] = {
    "mean_squared_error": np.square,
    "mean_absolute_error": np.abs,
    "huber": _huber,
    "log_cosh": _log_cosh,
}
"""As `seqcore.evaluation.metrics.FORECAST_LOSSES`: a loss for each error, prediction − target."""
