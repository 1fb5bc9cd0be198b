"""Convolutions at every step, then a recurrent stack: for sequences of images.

Every convolution stands in a TimeDistributed layer: the same weights read each image of the sequence by itself, and
what they make of it becomes one row of numbers, which is what recurrent layers want: (time, features).
"""

from typing import Annotated, ClassVar, Literal

from seqcore.architectures.layers.convolutions import PADDINGS, POOLINGS, convolution, pooling
from seqcore.architectures.layers.dense import time_distributed
from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.sequences import flatten, input_layer
from seqcore.architectures.recurrent_stack import ACTIVATIONS, RecurrentStack
from seqcore.limits import LIMITS
from seqcore.settings import OneOf, Settings, setting
from seqcore.tasks.base.signature import Spec

READS_IMAGES = "it reads a sequence of images, and here a step is something else"
NOTHING_LEFT = (
    "its convolutions would leave nothing of {} × {} pixels: use fewer of them, a smaller kernel, zeros around or no "
    "pooling"
)
MOST_FILTERS = 64


class Convolution(Settings):
    """One convolution, applied to the image of every step, and the pooling after it."""

    filters: int = setting(
        16, "Filters", "How many patterns the layer looks for at every place.", ge=1, le=min(MOST_FILTERS, LIMITS.units)
    )
    kernel: int = setting(3, "Kernel", "Pixels of a side of the window that a filter sees.", ge=1, le=7)
    padding: Annotated[str, OneOf(PADDINGS)] = setting(
        "valid", "Borders", "Without zeros around, a window of 3 pixels takes 2 off the height and the width."
    )
    activation: Annotated[str, OneOf(ACTIVATIONS)] = setting(
        "relu", "Activation", "The function applied to each output.", advanced=True
    )
    pooling: Annotated[str, OneOf(POOLINGS)] = setting(
        "none", "Pooling", "Keep one number for each square of outputs: smaller, and less particular about the place."
    )
    pool_size: int = setting(
        2, "Pool size", "Outputs of a side of that square.", ge=2, le=4, only_if={"pooling": ("max", "average")}
    )

    def as_layers(self, name: str, values: Layer) -> list[Layer]:
        """What reads `values` (time, height, width, channels)."""
        read = time_distributed(
            name,
            values,
            lambda image: convolution(f"{name}_each", image, self.filters, self.kernel, self.padding, self.activation),
        )
        if not POOLINGS[self.pooling].keras:
            return [read]
        pooled = time_distributed(
            f"{name}_pooling",
            read,
            lambda image: pooling(f"{name}_pooling_each", image, self.pooling, self.pool_size),
        )
        return [read, pooled]


class Convolutions(Settings):
    """The settings of what comes first: a base of its own, so that forms show it first."""

    convolutions: tuple[Convolution, ...] = setting(
        lambda: (Convolution(),),
        "Convolutions",
        "Each reads what the one before it wrote, at every step by itself (TimeDistributed).",
        min_length=1,
        max_length=LIMITS.layers,
    )


class CnnRecurrent(RecurrentStack, Convolutions):
    """Convolutions and pooling at every step -> recurrent layers -> dense layers -> dropout -> output."""

    kind: Literal["cnn_recurrent"] = "cnn_recurrent"  # type: ignore[assignment]

    title: ClassVar = "Convolutions, then recurrent"

    def in_words(self) -> str:
        filters = " → ".join(str(one.filters) for one in self.convolutions)
        return f"Conv {filters} → {super().in_words()}"

    def reads(self, read: Spec) -> str:
        if read.vocabulary is not None or len(read.shape) != 4:
            return READS_IMAGES
        if min(min(layer.shape) for layer in self.first_layers(read)) < 1:
            _, height, width, _ = read.shape
            return NOTHING_LEFT.format(height, width)
        return ""

    def first_layers(self, read: Spec) -> list[Layer]:
        found = [input_layer("input", read, "One image for every step.")]
        for index, one in enumerate(self.convolutions):
            found += one.as_layers(f"convolution_{index + 1}", found[-1])
        note = "Each step's image becomes a row of numbers: (time, features), as recurrent layers want it."
        row = time_distributed("rows", found[-1], lambda image: flatten("row", image, note))
        return [*found, row]
