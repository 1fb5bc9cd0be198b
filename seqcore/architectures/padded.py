"""Padded many-to-many: an output at every step of the input, the last ones of which are the answer.

No encoder and decoder: the layers write while they read. Where the answer is longer than the problem, empty steps
follow it. A layer that reads from the start only has to write the first characters of the answer before it has read the
last ones of the problem, which is why these read both ways unless told otherwise.
"""

from typing import ClassVar, Literal

from seqcore.architectures.encoder import Encoder, output_layer
from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.sequences import cropping, zero_padding
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

    def network(self, signature: Signature) -> tuple[Layer, ...]:
        found, longer = self.characters(signature.input), signature.output.steps - signature.input.steps
        if longer > 0:
            note = "Empty steps after the problem, as the answer is longer."
            found.append(zero_padding("padding", found[-1], longer, note))
        found = self.encoder(found, sequences=True).layers
        if longer < 0:
            note = "Only the last steps are the answer."
            found.append(cropping("last_steps", found[-1], -longer, note))
        return (*found, output_layer(found[-1], signature))
