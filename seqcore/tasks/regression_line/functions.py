"""The rules behind the points: a line, a sine and a step, all around the same height, and whatever is typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqcore.data.formula import Grammar

if TYPE_CHECKING:
    from seqcore.tasks.regression_line.task import RegressionLine

Array64 = npt.NDArray[np.float64]

LOW, HIGH = -1.0, 2.0
"""Where the points are."""
INTERCEPT = 2.0
STEP_AT = (LOW + HIGH) / 2


GRAMMAR = Grammar("x", "from −1 to 2")
TYPED = "formula"


@dataclass(frozen=True)
class Function:
    """A rule y = values(x, task), for x (n,) of any size; `formula` is the same for people."""

    title: str
    values: Callable[[Array64, "RegressionLine"], Array64]
    formula: str

    def in_words(self, task: "RegressionLine") -> str:
        """As in "3.3 x + 2"."""
        return self.formula.format(slope=f"{task.slope:g}".replace("-", "−"), typed=task.formula)


FUNCTIONS = {
    "line": Function("Line", lambda x, task: task.slope * x + INTERCEPT, "{slope} x + 2"),
    "sine": Function("Sine", lambda x, task: task.slope * np.sin(2 * x) + INTERCEPT, "{slope} sin(2 x) + 2"),
    "step": Function(
        "Step",
        lambda x, task: np.where(x >= STEP_AT, task.slope + INTERCEPT, INTERCEPT),
        "2, and {slope} more from x = 0.5 on",
    ),
    TYPED: Function("Formula", lambda x, task: GRAMMAR.values(task.formula, x), "{typed}"),
}
WITH_SLOPE = tuple(name for name in FUNCTIONS if name != TYPED)
