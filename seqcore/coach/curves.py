"""The curves that rules look at, and how sure a movement in one of them is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqcore.runs.view import RunView

Array = npt.NDArray[np.float64]

FEWEST = 10
"""Evaluations that rules need: fewer are no curve."""


@dataclass(frozen=True, eq=False)
class Losses:
    """Losses at the evaluations: `validation`, and the mean of `training` since the evaluation before.

    The one before training is left out of all three arrays (n,), and kept as `untrained` (NaN where it is not known).
    """

    epochs: Array
    validation: Array
    training: Array
    untrained: float

    @classmethod
    def of(cls, view: RunView) -> "Losses":
        """Of a run; what was evaluated within an epoch is left out."""
        known = {int(epoch): scores["loss"] for epoch, scores in view.validation.items() if epoch == int(epoch)}
        epochs = sorted(epoch for epoch in known if 0 < epoch <= view.epochs)
        trained = np.concatenate([[0.0], np.cumsum(view.training.get("loss", ()))])
        ends = np.array([0, *epochs])
        with np.errstate(invalid="ignore", over="ignore"):
            means = np.diff(trained[ends]) / np.diff(ends)
        validation = np.array([known[epoch] for epoch in epochs], np.float64)
        return cls(np.array(epochs, np.float64), validation, means, known.get(0, np.nan))

    def __len__(self) -> int:
        return len(self.epochs)

    @property
    def are_enough(self) -> bool:
        return len(self) >= FEWEST


@dataclass(frozen=True)
class Line:
    """A straight line through points: its first and last value, and how many standard errors the slope is from 0."""

    first: float
    last: float
    certainty: float


def line_through(values: Array) -> Line:
    """The line of least squares through evenly spaced values, of which there are three or more.

    Neighbours in a loss curve resemble each other: the standard error is that of a third of the points.
    """
    x = np.arange(len(values)) - (len(values) - 1) / 2
    slope = float(x @ values / (x @ x))
    middle = float(values.mean())
    rest = values - middle - slope * x
    error = np.sqrt(3 * float(rest @ rest) / max(1, len(values) - 2) / float(x @ x))
    ends = (middle + slope * x[0], middle + slope * x[-1])
    certainty = slope / error if error > 0 else np.sign(slope) * np.inf if slope else 0.0
    return Line(*ends, float(certainty))


def settled(values: Array, width: int = 5) -> Array:
    """The running median of `width` values: single jumps are gone. (n,) -> (n − width + 1,)."""
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(values, min(width, len(values))), axis=-1))
