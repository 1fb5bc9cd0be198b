"""Image patches: handwritten digits cut into four, a convolutional network reads each patch, a recurrent one all four.

After the question "Reshape connecting CNN and LSTM" (Stack Overflow).
"""

from dataclasses import replace
from typing import Annotated, ClassVar, Literal, Self, cast

from pydantic import model_validator

from seqcore.data.base import Data, Loaded, ReadFile, no_files
from seqcore.data.images.digits import CLASSES
from seqcore.data.images.images import SOURCES, Images, loaded
from seqcore.evaluation.measure import Measure
from seqcore.evaluation.metrics import METRICS
from seqcore.limits import LARGEST_SEED
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.tasks.base.task import Task
from seqcore.tasks.image_patches.examples import ImagePatchesExamples
from seqcore.tasks.image_patches.orders import ALL_FOUR, PATCHES, Order, read_orders, step_shape
from seqcore.tasks.image_patches.presets import IMAGE_PATCHES_PRESETS


class ImagePatches(Task):
    """Digits as sequences of four patches; the answer, one of ten digits, comes after the last one."""

    kind: Literal["image_patches"] = "image_patches"
    digits: Annotated[str, OneOf(SOURCES)] = setting("mnist", "Digits", "Where the handwritten digits come from.")
    order: str = setting(
        "1234",
        "Reading order",
        "Patches 1 and 2 are the upper half, 3 and 4 the lower one. Any order can be typed, as in 2413; several with a "
        "+ between them are read side by side.",
        examples=("4321", "1324", ALL_FOUR),
        max_length=30,
    )
    training_digits: int | None = setting(
        None,
        "Training digits",
        "How many digits are trained on. Empty: all that are not held out.",
        ge=10,
        le=70_000,
    )
    held_out: float = setting(
        0.2, "Held out", "Share of the digits that training never sees; they judge.", ge=0.01, le=0.9
    )
    data_seed: int = setting(
        0, "Data seed", "Decides which digits are held out: same seed, same split.", ge=0, le=LARGEST_SEED
    )

    title: ClassVar = "Image patches"
    question: ClassVar = "A digit is cut into four patches that come one after the other. Which digit is it?"
    counted: ClassVar = "digits"
    metrics: ClassVar = ("accuracy",)
    curves: ClassVar = ("accuracy",)
    architecture: ClassVar = "cnn_recurrent"
    presets: ClassVar = IMAGE_PATCHES_PRESETS
    data_kind: ClassVar = "images"
    group: ClassVar = "Text and images"
    to_see: ClassVar = "How sure the network is after each patch, what it mixes up, and what it makes of your digit."
    seconds: ClassVar = 25

    @model_validator(mode="after")
    def _is_an_order(self) -> Self:
        read_orders(self.order)
        return self

    @property
    def orders(self) -> tuple[Order, ...]:
        """The reading order, or several that are read side by side."""
        return read_orders(self.order)

    def in_words(self) -> str:
        orders = self.orders
        words = "+".join("".join(map(str, order)) for order in orders)
        how = f"patches in the order {words}" if len(orders) == 1 else f"the orders {words} side by side"
        return f"{SOURCES[self.digits].title}, {how}"

    def measures(self) -> dict[str, Measure]:
        return super().measures() | {"accuracy": replace(METRICS["accuracy"], title="Digits right")}

    def signature(self) -> Signature:
        read = Spec((PATCHES, *step_shape(SOURCES[self.digits].side, self.orders)))
        return Signature({"input": read}, Spec((), vocabulary=CLASSES), "softmax")

    def data_settings(self) -> str:
        return f"images {self.digits}"

    def load(self, read: ReadFile = no_files, *, refresh: bool = False) -> Loaded:
        return loaded(self.digits)

    def examples(self, data: Data | None = None) -> ImagePatchesExamples:
        """The patches of `data`; without it, of the digits that are asked for. Raises InvalidInput."""
        return ImagePatchesExamples(self, cast(Images, data if data is not None else Images.of(self.digits)))
