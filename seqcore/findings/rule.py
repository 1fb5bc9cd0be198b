"""Whether a claim holds: computed from what was measured with several seeds, never written by hand.

A claim of a number holds if the whole 95 % interval of our mean (Student's t over the seeds) is on its side, and does
not hold if the whole interval is on the other; one of an order is tested by paired t tests with Holm's correction.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from seqcore.comparisons.noise import Pair, compared
from seqcore.evaluation.significance import reach_of_student_t

Kind = Literal["holds", "noise", "fails", "unknown"]
WORDS: Mapping[Kind, str] = {
    "holds": "holds",
    "noise": "holds within noise",
    "fails": "does not hold",
    "unknown": "one seed cannot tell",
}
Values = Mapping[str, Sequence[float]]
"""What each network, by name, measured with each seed; NaN where a run came to nothing."""


@dataclass(frozen=True)
class Interval:
    """Mean and standard deviation over `n` seeds, and how far the 95 % interval of the mean reaches."""

    mean: float
    std: float
    reach: float
    n: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Interval":
        """Of the finite ones."""
        known = np.array([value for value in values if math.isfinite(value)], np.float64)
        if len(known) < 2:
            return cls(float(known.mean()) if len(known) else math.nan, math.nan, math.inf, len(known))
        std = float(known.std(ddof=1))
        return cls(
            float(known.mean()), std, reach_of_student_t(len(known) - 1) * std / math.sqrt(len(known)), len(known)
        )


def reaches(values: Sequence[float], low: float, high: float, *, rises: bool) -> Kind:
    """Whether networks are at least as good as the worse end of what was claimed; `rises`: more is better.

    By hand: 0.94, 0.95, 0.96 have a mean of 0.95 ± 0.025, so a claim of 0.90 to 1 holds, one of 0.96 does within noise
    and one of 0.98 does not.
    """
    return _side(values, low if rises else high, rises=rises)


def stays_within(values: Sequence[float], low: float, high: float, *, rises: bool) -> Kind:
    """Whether no network is better than the better end of what was claimed to be the limit."""
    return _side(values, high if rises else low, rises=not rises)


def _side(values: Sequence[float], bound: float, *, rises: bool) -> Kind:
    found = Interval.of(values)
    if found.n < 2:
        return "unknown"
    ahead = found.mean - bound if rises else bound - found.mean
    if ahead >= found.reach:
        return "holds"
    return "fails" if ahead < -found.reach else "noise"


def ordered(values: Values, ahead: Sequence[str], behind: Sequence[str], *, rises: bool) -> Kind:
    """Whether each of `ahead` is better than each of `behind`: all by more than noise, or none the other way round."""
    pairs = _pairs(values, (*ahead, *behind), rises=rises)
    if not pairs:
        return "unknown"
    sure = {(pair.ahead, pair.behind) for pair in pairs if pair.is_more_than_noise}
    if any((other, one) in sure for one in ahead for other in behind):
        return "fails"
    return "holds" if all((one, other) in sure for one in ahead for other in behind) else "noise"


def alike(values: Values, names: Sequence[str], *, rises: bool) -> Kind:
    """Whether no two of them differ by more than noise: that they are the same can be measured no closer."""
    pairs = _pairs(values, names, rises=rises)
    if not pairs:
        return "unknown"
    return "fails" if any(pair.is_more_than_noise for pair in pairs) else "noise"


def _pairs(values: Values, names: Sequence[str], *, rises: bool) -> Sequence[Pair]:
    return compared({name: values[name] for name in names}, "", higher_is_better=rises).pairs
