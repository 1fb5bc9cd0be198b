"""How far back a network's memory reaches: its influences by distance, and one sentence about them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]

NEGLIGIBLE = 0.1
"""Influences below this share of the largest one are beyond the horizon."""


@dataclass(frozen=True, eq=False)
class Horizon:
    """The mean influence at each distance t − s, which is negative for inputs that come later."""

    distances: npt.NDArray[np.int64]
    influence: Array

    @property
    def before(self) -> int:
        """The largest distance back at which the influence is a tenth of the largest, or more; −1 for none."""
        return int(self._reached.max(initial=-1))

    @property
    def after(self) -> int:
        """The same forwards."""
        return int(-self._reached.min(initial=0))

    @property
    def _reached(self) -> npt.NDArray[np.int64]:
        most = self.influence.max(initial=0)
        return self.distances[self.influence >= NEGLIGIBLE * most] if most > 0 else self.distances[:0]


def horizon(influence: Array, outputs: Sequence[int]) -> Horizon:
    """By distance, of influences (outputs, steps) on the outputs at these steps.

    Outputs on which nothing has any influence are left out: those that do not count, for one. So are distances ahead
    where a network reads forwards only.
    """
    steps, counted = influence.shape[1], influence.any(axis=1)
    if counted.any():
        influence, outputs = influence[counted], np.asarray(outputs)[counted].tolist()
    away = np.asarray(outputs)[:, np.newaxis] - np.arange(steps)
    distances = np.arange(away.min(), away.max() + 1)
    means = np.array([influence[away == distance].mean() for distance in distances])
    first = 0 if means[distances < 0].any() else int(np.searchsorted(distances, 0))
    return Horizon(distances[first:], means[first:])


def in_a_sentence(found: Horizon) -> str:
    """For example "The output depends on about the last 7 steps (influence below a tenth beyond)."."""
    if not found.influence.any():
        return "The output does not depend on the input."
    longest, back = int(found.distances.max()) + 1, found.before + 1
    if len(found.distances) == 1:
        return "There is one step, so there is nothing to remember."
    if found.after > 0:
        steps = f"about {max(back, 1)} steps back, its own among them, and {found.after} ahead"
        return f"The output depends on {steps} (influence below a tenth beyond)."
    if back >= longest:
        return f"The output depends on all {longest} steps: even the first has a tenth of the largest influence."
    steps = "the last step" if back == 1 else f"about the last {back} steps"
    return f"The output depends on {steps} (influence below a tenth beyond)."
