"""The vectors of an Embedding in two dimensions, and which of them are near each other."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]


class Plane(NamedTuple):
    """The two directions (dimensions, 2) in which vectors differ most, from their mean; and the share of all variance.

    Pearson, "On lines and planes of closest fit to systems of points in space", 1901.
    """

    mean: Array
    axes: Array
    share: float

    def of(self, vectors: Array) -> Array:
        """Where vectors (…, dimensions) are in it: (…, 2)."""
        return np.asarray((vectors - self.mean) @ self.axes)


def plane(vectors: Array) -> Plane:
    """The plane of closest fit to (symbols, dimensions); a single dimension has 0 for the other."""
    mean = vectors.mean(axis=0)
    _, sizes, axes = np.linalg.svd(vectors - mean, full_matrices=False)
    two = np.zeros((vectors.shape[1], 2))
    two[:, : len(axes[:2])] = axes[:2].T
    # The sign of an axis is arbitrary: its largest part points up.
    two *= np.where(two[np.abs(two).argmax(axis=0), [0, 1]] < 0, -1, 1)
    total = float(np.square(sizes).sum())
    return Plane(mean, two, float(np.square(sizes[:2]).sum()) / total if total else 1.0)


def neighbors(vectors: Array, chosen: int, count: int = 5) -> list[tuple[int, float]]:
    """The vectors most like the chosen one, by the cosine of the angle between them, and these cosines."""
    lengths = np.linalg.norm(vectors, axis=1)
    cosines = vectors @ vectors[chosen] / np.maximum(lengths * lengths[chosen], 1e-12)
    order = [int(place) for place in np.argsort(-cosines, kind="stable") if place != chosen]
    return [(place, float(cosines[place])) for place in order[:count]]
