"""The points of a curve: smoothed, thinned out, and packed into few bytes."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

MOST_POINTS = 600


def smooth(values: Array, smoothing: float) -> Array:
    """The debiased exponential average: a value weighs `smoothing` times as much as the one after it."""
    import pandas as pd  # late, see tables.py

    return pd.Series(values).ewm(alpha=1 - smoothing).mean().to_numpy()


def thin(values: Array, most: int = MOST_POINTS) -> npt.NDArray[np.intp]:
    """The places of at most `most` (from 4 on) of the values: the ends, and every bucket's lowest and highest.

    Buckets start at the first value and are a power of two wide, so that the places chosen so far stay as they are
    while a curve grows, until the width doubles: a live curve does not flicker.
    """
    count = len(values)
    if count <= most:
        return np.arange(count)
    width = 2
    while 2 * -(-count // width) > most - 2:
        width *= 2
    whole = count - count % width
    buckets = values[:whole].reshape(-1, width)
    starts = np.arange(0, whole, width)
    lowest, highest = starts + buckets.argmin(axis=1), starts + buckets.argmax(axis=1)
    rest = [whole + values[whole:].argmin(), whole + values[whole:].argmax()] if whole < count else [0]
    return np.unique(np.r_[0, lowest, highest, rest, count - 1])


def gap(x: npt.NDArray[Any]) -> float:
    """Epochs from one point to the next, on average."""
    return (x[-1] - x[0]) / (len(x) - 1) if len(x) > 1 else 1.0


def points(x: npt.NDArray[Any], y: Array) -> dict[str, Any]:
    """At most MOST_POINTS points, in as few bytes as will do."""
    kept = thin(y)
    x, y = x[kept], y[kept].astype(np.float32)
    gaps = np.unique(np.diff(x))
    if len(gaps) == 1 and gaps[0] == int(gaps[0]):
        return {"x0": int(x[0]), "dx": int(gaps[0]), "y": y}
    whole = (x == x.astype(int)).all()
    return {"x": x.astype(np.min_scalar_type(int(x.max(initial=0))) if whole else np.float32), "y": y}
