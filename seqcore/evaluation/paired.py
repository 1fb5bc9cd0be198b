"""Whether two forecasters differ by more than noise, from their scores on the same independent examples.

For sequences or problems drawn at random, not for forecasts of one series: those depend on their neighbours
(`significance.diebold_mariano`).
"""

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from seqcore.evaluation.significance import both_tails_of_student_t, reach_of_student_t
from seqcore.evaluation.verdict import NOISE

MOST_FLIPPED = 12
"""Up to so many examples that differ, all 2¹² ways in which the signs could have fallen are looked at."""


@dataclass(frozen=True)
class PairedDifference:
    """What `paired_difference` found on `n` examples: `mean` of ours − theirs, its 95 % interval, a two-sided p value.

    The interval contains 0 exactly when the p value is not below 0.05: then the difference may be noise.
    """

    mean: float
    low: float
    high: float
    p_value: float
    n: int

    @property
    def may_be_noise(self) -> bool:
        return self.p_value >= NOISE


def paired_difference(ours: npt.ArrayLike, theirs: npt.ArrayLike) -> PairedDifference:
    """The difference between scores (n,) of ours and of theirs on the same `n` examples; right or wrong is 1 or 0.

    Student's t on the differences. It trusts a few examples too much (5 right answers more, of 500, would be no
    noise), so where at most 12 examples differ, p is at least that of the exact test of all signs (for 0 and 1
    McNemar's): less than 6 examples that differ are never more than noise.
    Raises ValueError for scores of different shapes, for none, and for those that are not finite numbers.
    """
    first, second = np.asarray(ours, np.float64), np.asarray(theirs, np.float64)
    if first.shape != second.shape or first.ndim != 1 or not first.size:
        raise ValueError(f"scores: got shapes {first.shape} and {second.shape}; both have to be (n,), not empty.")
    differences = first - second
    if not np.isfinite(differences).all():
        raise ValueError("scores: got some that are not finite numbers.")
    n, mean = len(differences), float(differences.mean())
    p_value, reach = _student(differences, mean)
    differ = differences[differences != 0]
    if len(differ) <= MOST_FLIPPED:
        p_value = max(p_value, _share_of_signs(differ))
    low, high = mean - reach, mean + reach
    if p_value >= NOISE:
        low, high = min(low, 0.0), max(high, 0.0)
    return PairedDifference(mean, low, high, p_value, n)


def _student(differences: npt.NDArray[np.float64], mean: float) -> tuple[float, float]:
    """The two-sided p value of no difference, and how far the 95 % interval reaches from the mean."""
    n = len(differences)
    if n == 1:
        return 1.0, math.inf
    error = float(differences.std(ddof=1)) / math.sqrt(n)
    if error == 0:
        return float(mean == 0), 0.0
    return both_tails_of_student_t(mean / error, n - 1), reach_of_student_t(n - 1) * error


def _share_of_signs(differ: npt.NDArray[np.float64]) -> float:
    """The share of all ways to sign the differences (k,) that give a sum as far from 0 as theirs, or farther."""
    signs = np.array(list(product((-1.0, 1.0), repeat=len(differ))))
    sums = np.abs(signs @ np.abs(differ))
    return float((sums >= abs(differ.sum()) * (1 - 1e-12)).mean())
