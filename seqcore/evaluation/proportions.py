"""Shares of right answers: in words that say of how many, and whether two of them differ by more than noise."""

from typing import Any

import numpy as np

from seqcore.evaluation.shares import wilson_interval

FEW = 1000
"""A share of fewer is said with its interval, and without a decimal."""


def fisher_exact(right: int, of: int, other_right: int, other_of: int) -> float:
    """The two-sided p value that two independent shares are the same: Fisher's exact test, for any numbers.

    The probability of all tables with the same sums that are as unlikely as this one, or more. 1 for a share of none.
    Raises ValueError unless 0 ≤ right ≤ of, for both.
    """
    if not (0 <= right <= of and 0 <= other_right <= other_of):
        raise ValueError(f"fisher_exact: got {right} right of {of} and {other_right} of {other_of}.")
    from scipy.special import gammaln

    def ways(n: int, k: Any) -> Any:
        """The logarithm of n over k."""
        return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)

    total = right + other_right
    possible = np.arange(max(0, total - other_of), min(of, total) + 1)
    likely = np.exp(ways(of, possible) + ways(other_of, total - possible) - ways(of + other_of, total))
    # Tables that are as unlikely must not be told apart by rounding.
    return min(1.0, float(likely[likely <= likely[right - possible[0]] * (1 + 1e-7)].sum()))


def share_in_words(right: int, of: int, what: str = "") -> str:
    """As in "97.2 % of 2,500 sums", or "33 % of 6 sums (95 % interval 10–70 %)"."""
    interval = ""
    if of < FEW:
        low, high = (100 * end for end in wilson_interval(right, of))
        digits = int(round(low) == round(high))
        interval = f" (95 % interval {low:.{digits}f}–{high:.{digits}f} %)"
    return f"{percent(right, of)} of {of:,}{f' {what}' if what else ''}{interval}"


def percent(right: int, of: int) -> str:
    """A share as "97.2 %": one decimal for many, none for few, and more before it would read as none or as all."""
    digits, share = int(of >= FEW), 100 * right / of if of else 0.0
    while digits < 3 and 0 < right < of and float(f"{share:.{digits}f}") in (0.0, 100.0):
        digits += 1
    return f"{share if 0 < right < of else round(share):.{digits if 0 < right < of else 0}f} %"
