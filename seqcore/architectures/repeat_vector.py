"""Repeat vector: one part reads the whole problem into a list of numbers, the other sees that list at every step.

The encoder-decoder of the tutorial "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com) and
of Keras' addition example.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from seqcore.architectures.base import LayerSummary
from seqcore.architectures.encoder import (
    MaskedEncoder,
    describe_decoder,
    describe_output,
    recurrent,
    recurrent_in_words,
    token_input,
)
from seqcore.architectures.layers import dense, seeds_from
from seqcore.limits import LIMITS
from seqcore.settings import setting
from seqcore.tasks.base.signature import Signature


class RepeatVector(MaskedEncoder):
    """Encoder -> its last output, repeated for every step of the answer -> decoder -> output."""

    kind: Literal["repeat_vector"] = "repeat_vector"
    decoder_units: int = setting(
        50, "Units of the decoder", "How many numbers each layer that writes remembers.", ge=1, le=LIMITS.units
    )
    decoder_layers: int = setting(
        1, "Layers of the decoder", "How many recurrent layers write the answer.", ge=1, le=LIMITS.layers
    )

    title: ClassVar = "Repeat vector"

    def in_words(self) -> str:
        decoder = recurrent_in_words(self.cell, self.decoder_units, self.decoder_layers)
        return f"{self.encoder_in_words()} → repeat → {decoder}"

    def describe(self, signature: Signature) -> Sequence[LayerSummary]:
        shape = signature.output.steps, self.encoder_features()
        note = "The decoder gets the same numbers at every step: all it is ever told about the problem."
        return [
            *self.describe_encoder(signature.input, masking=self.masking),
            LayerSummary("repeat", "RepeatVector", shape, 0, note),
            *describe_decoder(self.cell, self.decoder_layers, self.decoder_units, shape, "Keeps an output a step."),
            describe_output(self.decoder_units, signature),
        ]

    def build(self, signature: Signature, seed: int = 0) -> Any:
        import keras

        seeds = seeds_from(seed)
        inputs = token_input("input", signature.input)
        values, _ = self.build_encoder(inputs, signature.input, seeds, masking=self.masking)
        values = keras.layers.RepeatVector(signature.output.steps, name="repeat")(values)
        for index in range(self.decoder_layers):
            values = recurrent(self.cell, f"decoder_{index + 1}", self.decoder_units, seeds)(values)
        outputs = dense("output", signature.output.features, signature.activation, seeds)(values)
        return keras.Model(inputs, outputs, name=self.kind)
