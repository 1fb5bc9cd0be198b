"""Handwritten digits as arrays, and those that come with the program."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FOLDER = Path(__file__).parent / "bundled"
CLASSES = 10

Pixels = npt.NDArray[np.uint8]
"""(…, height, width), 0 where there is no ink."""


@dataclass(frozen=True, eq=False)
class Digits:
    """`images` (n, height, width) up to `full_ink`, `labels` (n,) from 0 to 9.

    `box` is the share of an image's side that its digit fills, as whoever made the images has scaled it; `grain` the
    side of a square of pixels that are always the same.
    """

    images: Pixels
    labels: Pixels
    full_ink: int = 255
    box: float = 20 / 28
    grain: int = 1

    def __post_init__(self) -> None:
        is_whole = self.images.ndim == 3 and self.labels.shape == self.images.shape[:1] and len(self.labels) > 0
        if not is_whole or {self.images.dtype, self.labels.dtype} != {np.dtype(np.uint8)}:
            raise ValueError("images are to be (n, height, width) and labels (n,), both uint8")
        if self.images.max() > self.full_ink or self.labels.max() >= CLASSES:
            raise ValueError("a pixel or a label is larger than allowed")

    @property
    def side(self) -> int:
        """Pixels of a side of an image."""
        return int(self.images.shape[1])


@dataclass(frozen=True)
class BundledDigits:
    """The file in `FOLDER`, and in words what it is, where it comes from and who may use it.

    `side` is that of the images as they are used, `traits` are arguments of `Digits`.
    """

    title: str
    file: str
    source: str
    licence: str
    side: int
    traits: Mapping[str, Any]


BUNDLED: Mapping[str, BundledDigits] = {
    "mnist": BundledDigits(
        "MNIST, 10,000 digits",
        "mnist-10k.npz",
        "MNIST's test images, by Yann LeCun and Corinna Cortes, derived from data of NIST",
        "Licence: CC BY-SA 3.0.",
        28,
        {},
    ),
    "small": BundledDigits(
        "8 × 8 pixels (doubled), 1,797 digits",
        "digits-8x8.npz",
        "Optical Recognition of Handwritten Digits (UCI), by E. Alpaydin and C. Kaynak, test part",
        "Licence: CC BY 4.0.",
        16,
        {"full_ink": 16, "box": 1.0, "grain": 2},
    ),
}


@cache
def bundled_digits(name: str) -> Digits:
    """The digits called `name` in `BUNDLED`; small ones with each pixel as a square, so that convolutions fit in."""
    known = BUNDLED[name]
    with np.load(FOLDER / known.file, allow_pickle=False) as arrays:
        images, labels = arrays["images"], arrays["labels"]
    for axis in (1, 2):
        images = images.repeat(known.traits.get("grain", 1), axis)
    return Digits(images, labels, **known.traits)
