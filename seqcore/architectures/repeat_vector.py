"""Repeat vector: one part reads the whole problem into a list of numbers, the other sees that list at every step.

The encoder-decoder of the tutorial "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com) and
of Keras' addition example.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from seqcore.architectures.base import LayerSummary
from seqcore.architectures.encoder import (
    MaskedEncoder,
    answer_steps,
    describe_decoder,
    describe_input,
    describe_output,
    padding_symbol,
    recurrent,
    recurrent_in_words,
)
from seqcore.architectures.layers import dense, seeds_from
from seqcore.limits import LIMITS
from seqcore.settings import setting
from seqcore.tasks.base import Output


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

    def describe(self, input_shape: tuple[int, int], output: Output) -> Sequence[LayerSummary]:
        shape = answer_steps(input_shape, output), self.encoder_features()
        note = "The decoder gets the same numbers at every step: all it is ever told about the problem."
        return [
            describe_input(input_shape),
            *self.describe_encoder(input_shape, masking=self.masking),
            LayerSummary("repeat", "RepeatVector", shape, 0, note),
            *describe_decoder(self.cell, self.decoder_layers, self.decoder_units, shape, "Keeps an output a step."),
            describe_output(shape[0], self.decoder_units, output),
        ]

    def build(self, input_shape: tuple[int, int], output: Output, seed: int = 0) -> Any:
        import keras

        seeds = seeds_from(seed)
        inputs = keras.Input(input_shape, name="input")
        values, _ = self.build_encoder(inputs, seeds, padding=padding_symbol(output), masking=self.masking)
        values = keras.layers.RepeatVector(answer_steps(input_shape, output), name="repeat")(values)
        for index in range(self.decoder_layers):
            values = recurrent(self.cell, f"decoder_{index + 1}", self.decoder_units, seeds)(values)
        outputs = dense("output", output.units, output.activation, seeds)(values)
        return keras.Model(inputs, outputs, name=self.kind)
