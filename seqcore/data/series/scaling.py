"""Scaling: columns brought to a like size, by numbers fitted on chosen rows only."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from seqcore.data.series.series import Array64


@dataclass(frozen=True)
class Scaling:
    """A way to scale. `fit` gives offset and scale of each column of an array (rows, columns)."""

    title: str
    fit: Callable[[Array64], tuple[Array64, Array64]]


SCALINGS = {
    "none": Scaling("None", lambda rows: (np.zeros(rows.shape[1]), np.ones(rows.shape[1]))),
    "standard": Scaling("Standard", lambda rows: (rows.mean(axis=0), rows.std(axis=0))),
    "minmax": Scaling("Min-max", lambda rows: (rows.min(axis=0), rows.max(axis=0) - rows.min(axis=0))),
}
_SMALLEST_SHARE = 1e-12


@dataclass(frozen=True, eq=False)
class Scaler:
    """Fitted numbers, one for each column: scaled = (value − offset) / scale."""

    offset: Array64
    scale: Array64

    @classmethod
    def fit(cls, kind: str, rows: Array64) -> "Scaler":
        """Fitted on `rows` (rows, columns). A column that does not vary is only shifted."""
        offset, scale = SCALINGS[kind].fit(rows)
        return cls(offset, np.where(scale > _SMALLEST_SHARE * np.maximum(1.0, np.abs(offset)), scale, 1.0))

    def scaled(self, rows: Array64) -> Array64:
        """(…, columns) brought to the fitted size."""
        return (rows - self.offset) / self.scale

    def restored(self, values: Array64, column: int = 0) -> Array64:
        """The inverse of `scaled`, for numbers that all belong to one column."""
        return values * self.scale[column] + self.offset[column]
