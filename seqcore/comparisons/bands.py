"""Curves of several runs as one: their mean at every epoch, and a band around it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqcore.runs.view import RunView

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Band:
    """Curves over the same `epochs`: their mean, the edges around it, and each `curve` (NaN where it has no value).

    `x` is where the points stand: epochs, updates, or seconds of computing.
    """

    epochs: Array
    x: Array
    mean: Array
    low: Array
    high: Array
    curves: Array

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """How many runs have a value at each point."""
        return np.isfinite(self.curves).sum(axis=0)


def _epochs(view: RunView, epochs: Array) -> Array:
    return epochs


def _updates(view: RunView, epochs: Array) -> Array:
    return epochs * (view.updates / view.epochs if view.epochs else 1.0)


def _seconds(view: RunView, epochs: Array) -> Array:
    marks = [(0, 0.0), *view.clock]
    return np.interp(epochs, [epoch for epoch, _ in marks], [seconds for _, seconds in marks])


AXES: dict[str, tuple[str, Callable[[RunView, Array], Array]]] = {
    "epochs": ("epoch", _epochs),
    "updates": ("update", _updates),
    "seconds": ("seconds of computing", _seconds),
}
"""What the points stand over: the words on the axis, and the places of a run's epochs."""


def _range(curves: Array, mean: Array) -> tuple[Array, Array]:
    return np.nanmin(curves, axis=0), np.nanmax(curves, axis=0)


def _deviation(curves: Array, mean: Array) -> tuple[Array, Array]:
    counts = np.isfinite(curves).sum(axis=0)
    squares = np.nansum((curves - mean) ** 2, axis=0)
    deviation = np.sqrt(squares / np.maximum(counts - 1, 1))
    return mean - deviation, mean + deviation


SPREADS: dict[str, tuple[str, Callable[[Array, Array], tuple[Array, Array]]]] = {
    "range": ("range of the seeds", _range),
    "deviation": ("± one standard deviation", _deviation),
}
"""What a band is: its words, and its edges."""


def band(views: Sequence[RunView], measure: str, part: str, axis: str, spread: str) -> Band:
    """The band of one measure over runs that differ in their seeds; empty before the first point.

    `part`, `axis` and `spread` are keys of PARTS, AXES and SPREADS. A run counts as far as it has come.
    """
    found = [curve for curve in (PARTS[part](view, measure) for view in views) if curve]
    epochs = np.array(sorted({epoch for curve in found for epoch in curve}), np.float64)
    if not len(epochs):
        nothing = np.empty(0)
        return Band(nothing, nothing, nothing, nothing, nothing, np.empty((0, 0)))
    curves = np.array([[curve.get(epoch, np.nan) for epoch in epochs] for curve in found])
    known = np.isfinite(curves).any(axis=0)
    epochs, curves = epochs[known], curves[:, known]
    places = np.mean([AXES[axis][1](view, epochs) for view in views if view.epochs or view.validation], axis=0)
    mean = np.nanmean(curves, axis=0)
    return Band(epochs, places, mean, *SPREADS[spread][1](curves, mean), curves)


def _validated(view: RunView, measure: str) -> Mapping[float, float]:
    return {epoch: scores[measure] for epoch, scores in view.validation.items() if measure in scores}


def _trained(view: RunView, measure: str) -> Mapping[float, float]:
    return dict(enumerate(view.training.get(measure, ()), 1))


PARTS: dict[str, Callable[[RunView, str], Mapping[float, float]]] = {"validation": _validated, "training": _trained}
"""Where a curve comes from."""
