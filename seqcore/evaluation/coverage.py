"""How many actual prices lay inside of the intervals: what was measured, beside what was promised."""

from dataclasses import dataclass

import numpy as np

from seqcore.data.series.series import Array64
from seqcore.evaluation.shares import Yes, share_interval


@dataclass(frozen=True)
class Measured:
    """The share of `of` prices that lay inside, and the 95 % interval that this share is known to."""

    share: float
    low: float
    high: float
    of: int


@dataclass(frozen=True, eq=False)
class Coverage:
    """Where the prices (n, h) lay for which an interval for `promised` had been made."""

    promised: float
    counts: Yes
    below: Yes
    above: Yes

    @classmethod
    def of(cls, promised: float, intervals: Array64, came: Array64) -> "Coverage":
        """Of `intervals` (2, n, h), which are not numbers where there is none, and the prices that came (n, h)."""
        low, high = intervals
        counts = np.isfinite(low) & np.isfinite(high)
        return cls(promised, counts, counts & (came < low), counts & (came > high))

    def measured(self, step: int | None = None) -> Measured | None:
        """Over all steps, or for one of them, 0 being the row after the origin; None where there was no interval."""
        chosen = slice(None) if step is None else slice(step, step + 1)
        counts, inside = self.counts[:, chosen], (self.counts & ~self.below & ~self.above)[:, chosen]
        of = int(counts.sum())
        if not of:
            return None
        overlap = self.counts.shape[1] if step is None else step + 1
        return Measured(float(inside.sum() / of), *share_interval(inside, counts, overlap), of)
