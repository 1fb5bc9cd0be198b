"""Cutting images into four patches, and the orders in which they are read.

Patches have numbers: 1 upper left, 2 upper right, 3 lower left, 4 lower right.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

PATCHES = 4
MOST_SIDE_BY_SIDE = 4
ALL_FOUR = "1234+4321+1324+4231"
KNOWN = {
    "1234": "1234: row by row",
    "4321": "4321: backwards",
    "1324": "1324: column by column",
    "4231": "4231: columns, backwards",
    ALL_FOUR: "All four side by side",
}
"""The orders of the question, with their titles."""
PLACES = {1: "upper left", 2: "upper right", 3: "lower left", 4: "lower right"}
ALLOWED = "allowed is each of 1, 2, 3 and 4 once, as in 4321, or up to four such orders side by side, as in 1234+4321"

Order = tuple[int, ...]
Array = npt.NDArray[np.generic]


def read_orders(text: str) -> tuple[Order, ...]:
    """ "4321" -> ((4, 3, 2, 1),); "1234+4321" -> two orders, side by side. Raises ValueError for anything else."""
    parts = re.split(r"[+,;/\s]+", text.strip())
    if not 1 <= len(parts) <= MOST_SIDE_BY_SIDE or any(sorted(part) != list("1234") for part in parts):
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        raise ValueError(f"order: got {shown!r}; {ALLOWED}.")
    return tuple(tuple(map(int, part)) for part in parts)


def patches_of(images: Array) -> Array:
    """(n, height, width) -> (n, 4, height / 2, width / 2): patches 1, 2, 3, 4."""
    number, height, width = images.shape
    halves = images.reshape(number, 2, height // 2, 2, width // 2)
    return halves.transpose(0, 1, 3, 2, 4).reshape(number, PATCHES, height // 2, width // 2)


def steps_of(images: Array, orders: Sequence[Order]) -> Array:
    """(n, height, width) -> (n, 4, orders × height / 2, width / 2, 1): what comes in at each step.

    With several orders, the patches that they have at a step stand one below the other, the first order's on top.
    """
    patches = patches_of(images)
    read = [patches[:, np.array(order) - 1] for order in orders]
    return np.concatenate(read, axis=2)[..., np.newaxis]


def step_shape(side: int, orders: Sequence[Order]) -> tuple[int, int, int]:
    """(height, width, 1) of what comes in at a step, for images of `side` × `side` pixels."""
    return (len(orders) * side // 2, side // 2, 1)
