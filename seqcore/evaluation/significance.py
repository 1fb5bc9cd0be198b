"""Whether a difference between two forecasts is more than noise: the test of Diebold and Mariano."""

import math
from dataclasses import dataclass

import numpy as np

from seqcore.data.series.series import Array64
from seqcore.evaluation.verdict import NOISE

FEWEST_FORECASTS = 8
FEWEST_STRETCHES = 5
"""How many times the horizon has to fit into the forecasts, or their dependence cannot be estimated."""


@dataclass(frozen=True)
class DieboldMariano:
    """The outcome of a test on `n` forecasts.

    `mean_difference` is the model's mean absolute error minus the reference's: below 0, the model is better.
    `p_value` is two-sided, and None when there are too few forecasts to tell. `statistic` is None then, too, and when
    the difference is the same at every origin: there is no noise, and p is 1 for no difference, else 0.
    `reach` is how far the 95 % interval of the difference reaches to both sides of it; None when there are too few.
    """

    statistic: float | None
    p_value: float | None
    reach: float | None
    mean_difference: float
    n: int


def diebold_mariano(errors_model: Array64, errors_reference: Array64, horizon: int) -> DieboldMariano:
    """Test whether two forecasts have the same mean absolute error.

    The errors (n,) or (n, horizon) are of the same forecasts, in order of their origins; several steps of an origin
    count as one, by the mean of their absolute errors. Forecasts `horizon` rows ahead overlap, so the differences are
    dependent over `horizon` − 1 origins, which the variance takes into account. Fewer than 8 forecasts, or than 5
    times the horizon, are too few.

    Diebold and Mariano (1995), Comparing Predictive Accuracy; with the correction for small samples and Student's t
    distribution of Harvey, Leybourne and Newbold (1997), Testing the Equality of Prediction Mean Squared Errors. Its
    degrees of freedom are those of n / horizon independent forecasts, fewer than theirs (n − 1): with those, 100
    forecasts 20 rows ahead of a random walk were called different one time in six, with these one in twelve, and 400
    one in twenty, as it should be (simulated).
    Raises ValueError for errors of different shapes, for none, and for errors that are not finite.
    """
    model, reference = np.asarray(errors_model, np.float64), np.asarray(errors_reference, np.float64)
    if model.shape != reference.shape or not model.size or horizon < 1:
        raise ValueError(
            f"errors: got shapes {model.shape} and {reference.shape} and the horizon {horizon}; "
            "the shapes have to be the same and not empty, and the horizon 1 or more."
        )
    if not (np.isfinite(model).all() and np.isfinite(reference).all()):
        raise ValueError("errors: got some that are not finite; leave forecasts that are not numbers out.")
    n = len(model)
    differences = (np.abs(model) - np.abs(reference)).reshape(n, -1).mean(axis=1)
    return DieboldMariano(*mean_test(differences, horizon), float(differences.mean()), n)


def mean_test(values: Array64, horizon: int) -> tuple[float | None, float | None, float | None]:
    """Whether the mean of values (n,) that are dependent over `horizon` − 1 neighbours is 0.

    The statistic, its two-sided p value, and how far the 95 % interval reaches to both sides of the mean: None where
    there are too few, as `diebold_mariano` says.
    """
    n, mean = len(values), float(values.mean())
    if n < max(FEWEST_FORECASTS, FEWEST_STRETCHES * horizon):
        return None, None, None
    variance = variance_of_mean(values, horizon)
    if np.ptp(values) == 0 or variance == 0:
        return None, float(mean == 0), 0.0
    error, degrees = math.sqrt(variance), n / horizon - 1
    return mean / error, both_tails_of_student_t(mean / error, degrees), reach_of_student_t(degrees) * error


def variance_of_mean(values: Array64, horizon: int) -> float:
    """The variance of the mean of values (n,) that are dependent over `horizon` − 1 neighbours, 0 or more.

    Autocovariances up to that lag count fully; should their sum not be positive, which happens by chance, they are
    weighted down with their lag instead (Newey and West 1987), which rules that out. The correction of Harvey,
    Leybourne and Newbold is included. Raises ValueError unless there are more values than the horizon.
    """
    n = len(values)
    if n <= horizon:
        raise ValueError(f"values: got {n}; more than the horizon, {horizon}, are needed.")
    centred = values - values.mean()
    covariances = np.array([centred[lag:] @ centred[: n - lag] for lag in range(horizon)]) / n
    weights = np.full(horizon, 2.0)
    weights[0] = 1.0
    variance = float(weights @ covariances)
    if variance <= 0:
        variance = max(0.0, float((weights * (1 - np.arange(horizon) / horizon)) @ covariances))
    correction = (n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n
    return variance / n / correction


def both_tails_of_student_t(statistic: float, degrees: float) -> float:
    """The probability that Student's t with `degrees` of freedom is further from 0 than `statistic`."""
    from scipy.special import stdtr

    return float(2 * stdtr(degrees, -abs(statistic)))


def reach_of_student_t(degrees: float, share: float = 1 - NOISE) -> float:
    """How far from 0 Student's t with `degrees` of freedom lies with the probability `share` at most."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + share) / 2))
