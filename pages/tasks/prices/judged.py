"""The judgement of a run as the screen needs it: forecasts for the held-out parts, and what comes after the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.controls import Shown
from seqcore.data.series.series import Array64
from seqcore.data.series.windows import Rows, rows_after
from seqcore.evaluation.coverage import Coverage
from seqcore.evaluation.intervals import KnownErrors
from seqcore.evaluation.residuals import residuals
from seqcore.runs.folder import RunFolder
from seqcore.tasks.prices.examples import PriceExamples
from seqcore.training.events import Finished


@dataclass(frozen=True, eq=False)
class Judged:
    """`test` and `validation` are forecast prices (origins, horizon), `ahead` those after the last row (horizon,)."""

    run_id: str
    examples: PriceExamples
    finished: Finished
    test_origins: Rows
    test: Array64
    validation_origins: Rows
    validation: Array64
    ahead: Array64

    @cached_property
    def known_errors(self) -> KnownErrors:
        """What intervals are made of."""
        return self.examples.known_errors((self.validation_origins, self.validation), (self.test_origins, self.test))

    def interval_ahead(self, share: float) -> Array64:
        """Low and high (2, horizon) of what comes after the last row; not a number where too few errors are known."""
        last_row = np.array([len(self.examples.prices) - 1])
        return self.known_errors.intervals(last_row, self.ahead[np.newaxis], share)[:, 0]

    def coverage(self, share: float) -> Coverage:
        """How many prices of the test part lay in the intervals made for them in the same way."""
        came = rows_after(self.examples.prices, self.test_origins, self.examples.task.horizon)
        return Coverage.of(share, self.known_errors.intervals(self.test_origins, self.test, share), came)

    def errors(self, step: int) -> Array64:
        """Actual − forecast on the test part at one step, (origins,)."""
        return residuals(self.examples.prices, self.test_origins, self.test, step)


def judged_of(shown: Shown | None, examples: PriceExamples) -> Judged | None:
    """The judgement of a run that has ended; None before, or when none could be had, or it does not fit the series."""
    folder = RunFolder.find(shown.id) if shown is not None and shown.view.finished else None
    arrays = folder.load_judgement() if folder else {}
    if shown is None or shown.view.finished is None or "ahead" not in arrays:
        return None
    if not _fits(arrays, len(examples.prices), examples.task.horizon):
        return None
    return Judged(
        shown.id,
        examples,
        shown.view.finished,
        arrays["test_origins"],
        arrays["test"],
        arrays["validation_origins"],
        arrays["validation"],
        arrays["ahead"][0],
    )


def _fits(arrays: Mapping[str, npt.NDArray[Any]], rows: int, horizon: int) -> bool:
    """Whether the arrays are a judgement of a series of so many rows: a file may be damaged."""
    for part in ("test", "validation"):
        origins, forecasts = arrays.get(f"{part}_origins"), arrays.get(part)
        if origins is None or forecasts is None or origins.ndim != 1 or forecasts.shape != (len(origins), horizon):
            return False
        if not (np.issubdtype(origins.dtype, np.integer) and np.issubdtype(forecasts.dtype, np.number)):
            return False
        if len(origins) and not 0 <= origins.min() <= origins.max() < rows - horizon:
            return False
    ahead = arrays["ahead"]
    return ahead.shape[1:] == (horizon,) and len(ahead) > 0 and bool(np.issubdtype(ahead.dtype, np.number))
