"""Series for tests of the price task, and the examples made of them."""

from typing import Any

import numpy as np

from seqcore.data.series.series import Series
from seqcore.tasks.prices.examples import PriceExamples
from seqcore.tasks.prices.task import Prices

ROWS = 120


def series_of(values: np.ndarray, **more: np.ndarray) -> Series:
    days = np.datetime64("2024-01-01", "s") + np.arange(len(values)) * np.timedelta64(1, "D")
    return Series(days, {"price": values, **more}, "test", "made by a test")


def wandering(rows: int = ROWS, seed: int = 0) -> np.ndarray:
    return 100 * np.exp(np.cumsum(np.random.default_rng(seed).normal(0, 0.02, rows)))


def examples_of(values: np.ndarray, **settings: Any) -> PriceExamples:
    task = Prices.model_validate({"window": 5} | settings)
    return PriceExamples(task, series_of(values))
