"""How sure a share is: 80 of 100 may be chance, 800 of 1,000 hardly."""

import math
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from seqcore.evaluation.significance import variance_of_mean

Yes = npt.NDArray[np.bool_]


def wilson_interval(right: float, of: float, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927): it contains `right` / `of` and lies in [0, 1]; (0, 1) of nothing.

    It takes the trials to be independent, which forecasts with overlapping horizons are not: see `share_interval`.
    Raises ValueError unless 0 ≤ right ≤ of and 0 < confidence < 1.
    """
    if not (0 <= right <= of and 0 < confidence < 1):
        raise ValueError(f"wilson_interval: got {right} right of {of} and confidence {confidence}.")
    if of == 0:
        return 0.0, 1.0
    share, z = right / of, NormalDist().inv_cdf((1 + confidence) / 2)
    weight = z * z / of
    middle = (share + weight / 2) / (1 + weight)
    reach = math.sqrt(share * (1 - share) * weight + weight * weight / 4) / (1 + weight)
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))


def share_interval(right: Yes, counts: Yes, overlap: int, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of Wilson around the share of `right` (n, steps) among those that count; (0, 1) when none does.

    Forecasts for several rows share rows with each other and with those of the next `overlap` − 1 origins, so they
    count as the smaller number of independent ones that would vary as much: at most one per origin, at least one per
    stretch of `overlap` origins.
    """
    of, (n, steps) = int(counts.sum()), counts.shape
    if of == 0 or overlap * steps == 1:
        return wilson_interval(int((right & counts).sum()), of, confidence)
    share = float((right & counts).sum() / of)
    fewest, most = of / (steps * overlap), of / steps
    per_origin = ((right & counts) - share * counts).sum(axis=1) * (n / of)
    variance = variance_of_mean(per_origin, overlap) if n > 2 * overlap else 0.0
    independent = min(max(share * (1 - share) / variance, fewest), most) if variance > 0 else fewest
    return wilson_interval(share * independent, independent, confidence)
