"""The rules behind the points: a line, a sine and a step, all around the same height."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array64 = npt.NDArray[np.float64]

LOW, HIGH = -1.0, 2.0
"""Where the points are."""
INTERCEPT = 2.0
STEP_AT = (LOW + HIGH) / 2


@dataclass(frozen=True)
class Function:
    """A rule y = values(x, slope), for x (n,) of any size; `formula` is the same for people."""

    title: str
    values: Callable[[Array64, float], Array64]
    formula: str


FUNCTIONS = {
    "line": Function("Line", lambda x, slope: slope * x + INTERCEPT, "{slope:g} x + 2"),
    "sine": Function("Sine", lambda x, slope: slope * np.sin(2 * x) + INTERCEPT, "{slope:g} sin(2 x) + 2"),
    "step": Function(
        "Step",
        lambda x, slope: np.where(x >= STEP_AT, slope + INTERCEPT, INTERCEPT),
        "2, and {slope:g} more from x = 0.5 on",
    ),
}
