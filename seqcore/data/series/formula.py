"""A series out of a formula that somebody types, as in ``100 + 10*sin(2*pi*t/50) + randn``."""

import numpy as np

from seqcore.data.formula import FUNCTIONS, NOISE, RUNNING, Grammar
from seqcore.data.series.generated import LAST_DAY
from seqcore.data.series.series import Series

ROWS = Grammar("t", "the row: 0, 1, …", FUNCTIONS | RUNNING, NOISE)


def formula_series(formula: str, length: int, seed: int) -> Series:
    """The value of the formula on rows t = 0 … length - 1, on business days (Monday to Friday) that end on 2025-12-31.

    The same seed gives the same noise. Raises InvalidInput with a sentence for what is no such formula, or no number.
    """
    values = ROWS.finite(formula, np.arange(length, dtype=np.float64), np.random.default_rng(seed))
    days = np.busday_offset(LAST_DAY, np.arange(1 - length, 1)).astype("datetime64[s]")
    return Series(days, {"value": values}, formula, f"Formula {formula}, {length:,} rows, seed {seed}.")
