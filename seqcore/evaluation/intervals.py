"""Intervals around forecasts, made of earlier errors: split-conformal prediction, one step ahead at a time.

Errors are those of what the network forecasts, changes since the last known price: in percent for percent changes, in
the price itself for raw prices. Added to a forecast change and turned back into prices, they keep their meaning after
the price has doubled. Each is divided by how far off the forecasts had lately been (for wide intervals in wild times),
and only errors that are known at an origin count there: so the intervals of the test part and the one after the end of
the data are made by the same rule.

Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World; errors in units of how large they are to be
expected: Papadopoulos, Gammerman and Vovk (2008), Lei et al. (2018); their weights: RiskMetrics (1996).
"""

import math
from bisect import bisect_left, insort
from dataclasses import dataclass

import numpy as np

from seqcore.data.series.differences import DIFFERENCES
from seqcore.data.series.series import Array64
from seqcore.data.series.windows import Rows
from seqcore.evaluation.forecast_scores import actual_for

SHARES = (0.8, 0.95)
NEWEST = 1000
"""How many of the newest errors count."""
MEMORY = 0.94
"""What a recent error weighs, compared with the one after it, in how far off the forecasts have lately been."""
WARM_UP = 20
LARGEST_ERROR = 1e100
"""Forecasts that ran away have no larger error, so that sums stay numbers."""


def fewest_errors(share: float) -> int:
    """How many errors an interval for `share` needs: 9 for 0.8, 39 for 0.95."""
    return math.ceil(2 / (1 - share) - 1e-9) - 1


def conformal_ranks(n: int, share: float) -> tuple[int, int] | None:
    """Which of `n` sorted errors (1 … n) are the ends of the interval for `share`; None when there are too few.

    The next error is as likely to take any of the n + 1 places among them. So it lies above the rank
    ⌈(n + 1)(1 − α/2)⌉ with a probability of α/2 at most, and so for the other end: both hold for every n and any
    distribution, if only the errors could as well have come in another order.
    Raises ValueError unless 0 < share < 1.
    """
    if not 0 < share < 1:
        raise ValueError(f"share: got {share}; it has to be between 0 and 1.")
    if n < fewest_errors(share):
        return None
    high = math.ceil((n + 1) * (1 + share) / 2 - 1e-9)
    return n + 1 - high, high


@dataclass(frozen=True, eq=False)
class KnownErrors:
    """Errors (n, h) of forecast changes since the last known price, made at `origins` (n,), in order of time.

    `difference` is the key of `DIFFERENCES` that says what a change is.
    """

    prices: Array64
    difference: str
    origins: Rows
    errors: Array64

    @classmethod
    def of(cls, prices: Array64, difference: str, *parts: tuple[Rows, Array64]) -> "KnownErrors":
        """Of forecasts (n, h) that the network did not learn from, by their origins (n,).

        Raises ValueError when the shapes do not fit or rows are missing.
        """
        origins = np.concatenate([rows for rows, _ in parts])
        forecasts = np.concatenate([values for _, values in parts])
        order = np.argsort(origins, kind="stable")
        origins, forecasts = origins[order], forecasts[order]
        came, last, change = actual_for(prices, origins, forecasts), prices[origins], DIFFERENCES[difference].change
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            errors = change(last[:, np.newaxis], came) - change(last[:, np.newaxis], forecasts)
        errors = np.clip(np.nan_to_num(errors, nan=LARGEST_ERROR), -LARGEST_ERROR, LARGEST_ERROR)
        return cls(prices, difference, origins, errors)

    def known_at(self, origin: int, step: int) -> Array64:
        """The newest errors `step` + 1 rows ahead that are known at `origin`, oldest first."""
        known = int(np.searchsorted(self.origins, origin - step - 1, side="right"))
        return self.errors[max(0, known - NEWEST) : known, step]

    def intervals(self, at: Rows, forecasts: Array64, share: float) -> Array64:
        """Intervals (2, m, h) in prices, low and high, around `forecasts` (m, h) made at `at` (m,), in order of time.

        An error j rows ahead is known j rows after its origin, and no later one is used; of those known, the newest
        1,000 are. Not a number where too few are known. A forecast is never outside of its own interval: where all
        usual errors are on one side, the interval begins at the forecast itself, and so holds more than it promises.
        """
        reach = np.full((2, len(at), self.errors.shape[1]), np.nan)
        for step in range(self.errors.shape[1]):
            reach[:, :, step] = _reach(self.errors[:, step], self.origins, at, step + 1, share)
        kind, last = DIFFERENCES[self.difference], self.prices[at][:, np.newaxis]
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            changes = kind.change(last, forecasts) + reach
            ends = kind.accumulate(last[..., np.newaxis], changes[..., np.newaxis])[..., 0]
        low, high = np.sort(ends, axis=0)
        return np.stack([np.minimum(low, forecasts), np.maximum(high, forecasts)])


def _reach(errors: Array64, origins: Rows, at: Rows, ahead: int, share: float) -> Array64:
    """What to add to forecast changes `ahead` rows ahead for the ends of the interval (2, m)."""
    known = np.searchsorted(origins, at - ahead, side="right")
    size = _recent_size(errors, min(WARM_UP, max(fewest_errors(SHARES[0]), int(known.min(initial=WARM_UP)))))
    scores = errors / size[np.searchsorted(origins, origins - ahead, side="right")]
    reach, first, after = np.full((2, len(at)), np.nan), 0, 0
    sorted_scores: list[float] = []
    for place, count in enumerate(known):
        for score in scores[after:count]:
            insort(sorted_scores, score)
        after = count
        for score in scores[first : max(first, count - NEWEST)]:
            del sorted_scores[bisect_left(sorted_scores, score)]
        first = max(first, count - NEWEST)
        if ranks := conformal_ranks(len(sorted_scores), share):
            reach[:, place] = [sorted_scores[rank - 1] * size[count] for rank in ranks]
    return reach


def _recent_size(errors: Array64, warm_up: int) -> Array64:
    """How large errors (n,) have lately been when 0 … n of them are known (n + 1,), above 0.

    An average of absolute errors in which each weighs 0.94 times the next one; of the first `warm_up` the plain mean.
    """
    sizes = np.abs(errors)
    smallest = 1e-9 * (sizes.max(initial=0.0) or 1.0)
    recent = np.full(len(errors) + 1, sizes[:warm_up].mean() if len(errors) else 0.0)
    for place in range(warm_up, len(errors)):
        recent[place + 1] = MEMORY * recent[place] + (1 - MEMORY) * sizes[place]
    return np.maximum(recent, smallest)
