"""Padded many-to-many: an output at every step of the input, the last ones of which are the answer.

No encoder and decoder: the layers write while they read. Where the answer is longer than the problem, empty steps
follow it. A layer that reads from the start only has to write the first characters of the answer before it has read the
last ones of the problem, which is why these read both ways unless told otherwise.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from seqcore.architectures.base import LayerSummary
from seqcore.architectures.encoder import Encoder, describe_output, token_input
from seqcore.architectures.layers import dense, seeds_from
from seqcore.settings import setting
from seqcore.tasks.base.signature import Signature


class Padded(Encoder):
    """Recurrent layers that keep all their outputs -> output at every step -> the last steps of it."""

    kind: Literal["padded"] = "padded"
    bidirectional: bool = setting(
        True,
        "Read both ways",
        "Read from the start and from the end, with two sets of weights, side by side. Without it, the answer's first "
        "characters are written before the problem's last ones have been read.",
    )

    title: ClassVar = "Padded many-to-many"

    def in_words(self) -> str:
        return f"{self.encoder_in_words()} at every step"

    def describe(self, signature: Signature) -> Sequence[LayerSummary]:
        read, steps = signature.input.steps, signature.output.steps
        rows = self.describe_characters(signature.input)
        if steps > read:
            note = "Empty steps after the problem, as the answer is longer."
            rows.append(LayerSummary("padding", "ZeroPadding1D", (steps, rows[-1].shape[1]), 0, note))
        rows += self.describe_layers(rows[-1].shape, sequences=True)
        features = self.encoder_features()
        if steps < read:
            note = "Only the last steps are the answer."
            rows.append(LayerSummary("last_steps", "Cropping1D", (steps, features), 0, note))
        return [*rows, describe_output(features, signature)]

    def build(self, signature: Signature, seed: int = 0) -> Any:
        import keras

        seeds = seeds_from(seed)
        read, steps = signature.input.steps, signature.output.steps
        inputs = token_input("input", signature.input)
        values = self.characters(inputs, signature.input, seeds)
        if steps > read:
            values = keras.layers.ZeroPadding1D((0, steps - read), name="padding")(values)
        values, _ = self.build_layers(values, seeds, sequences=True)
        if steps < read:
            values = keras.layers.Cropping1D((read - steps, 0), name="last_steps")(values)
        outputs = dense("output", signature.output.features, signature.activation, seeds)(values)
        return keras.Model(inputs, outputs, name=self.kind)
