"""What plain Keras says to convolutions before an LSTM: the ways that people try, and the one that works. Workers only.

Nothing about the outcome is written down: errors are those that Keras raises, and which patches the first step knows
is found out by changing one patch after the other.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import layers

import seqcore.training.one_thread  # noqa: F401 (before Keras computes anything)
from seqcore.tasks.base.batch import Array
from seqcore.tasks.image_patches.orders import PATCHES, steps_of
from seqcore.tasks.image_patches.reshape_rows import ReshapeRow

SIDE, FILTERS, UNITS = 28, 8, 4
LONGEST_ERROR = 400
_COLORS = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(r"^Exception encountered when calling \S+ ")


@dataclass(frozen=True)
class Way:
    """Layers before the LSTM; with `in_patches` they get (4, 14, 14, 1), otherwise whole images (28, 28, 1)."""

    built: str
    in_patches: bool
    make: Callable[[], Sequence[Any]]


def _reads() -> list[Any]:
    """A convolution and pooling: (28, 28, 1) becomes (13, 13, 8)."""
    return [_convolution(), layers.MaxPooling2D(2)]


def _convolution() -> Any:
    ones = keras.initializers.Constant(0.1)  # whatever changes in the image changes something after it
    return layers.Conv2D(FILTERS, 3, activation="relu", kernel_initializer=ones)


WAYS = (
    Way("Conv2D → Flatten → LSTM", False, lambda: [*_reads(), layers.Flatten()]),
    Way("Conv2D → Reshape(4, 400) → LSTM", False, lambda: [*_reads(), layers.Reshape((4, 400))]),
    Way("Conv2D → Reshape(4, 338) → LSTM", False, lambda: [*_reads(), layers.Reshape((4, 338))]),
    Way("four patches → Conv2D → LSTM", True, lambda: [_convolution()]),
    Way("four patches → TimeDistributed(Conv2D) → LSTM", True, lambda: [layers.TimeDistributed(_convolution())]),
    Way(
        "four patches → TimeDistributed(Conv2D) → TimeDistributed(Flatten) → LSTM",
        True,
        lambda: [layers.TimeDistributed(_convolution()), layers.TimeDistributed(layers.Flatten())],
    ),
)


def reshape_rows() -> tuple[ReshapeRow, ...]:
    """What became of each way."""
    return tuple(map(_row, WAYS))


def _row(way: Way) -> ReshapeRow:
    values = inputs = keras.Input((4, SIDE // 2, SIDE // 2, 1) if way.in_patches else (SIDE, SIDE, 1))
    for layer in (*way.make(), layers.LSTM(UNITS)):
        before, name = values, type(layer).__name__
        inner = getattr(layer, "layer", None)
        name = f"{name}({type(inner).__name__})" if inner else name
        try:
            values = layer(values)
        except Exception as error:  # Keras and TensorFlow raise several kinds
            return ReshapeRow(way.built, name, tuple(before.shape), _in_a_line(error), ())
    return ReshapeRow(way.built, name, tuple(before.shape), "", _known_to_the_first_step(inputs, before, way))


def _in_a_line(error: Exception) -> str:
    """Its message without colours, and without the frame that Keras puts around it."""
    words = " ".join(_COLORS.sub("", str(error)).split())
    words = _FRAME.sub("", words.partition(" Arguments received by")[0])
    return words if len(words) <= LONGEST_ERROR else f"{words[: LONGEST_ERROR - 1]}…"


def _known_to_the_first_step(inputs: Any, sequence: Any, way: Way) -> tuple[int, ...]:
    """The patches that change the first step of `sequence` when there is something in them."""
    model = keras.Model(inputs, sequence)
    images = np.zeros((1 + PATCHES, SIDE, SIDE), np.float32)
    half = SIDE // 2
    for patch in range(PATCHES):
        down, across = half * (patch // 2), half * (patch % 2)
        images[1 + patch, down : down + half, across : across + half] = 1
    first = _first_steps(model, steps_of(images, [(1, 2, 3, 4)]) if way.in_patches else images[..., np.newaxis])
    return tuple(patch for patch in range(1, 1 + PATCHES) if not np.array_equal(first[patch], first[0]))


def _first_steps(model: Any, inputs: Any) -> Array:
    return np.asarray(model(inputs))[:, 0]
