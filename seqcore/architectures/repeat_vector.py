"""Repeat vector: one part reads the whole problem into a list of numbers, the other sees that list at every step.

The encoder-decoder of the tutorial "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com) and
of Keras' addition example.
"""

from typing import ClassVar, Literal

from seqcore.architectures.encoder import MaskedEncoder, output_layer, recurrent_in_words
from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.sequences import repeat_vector
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

    def network(self, signature: Signature) -> tuple[Layer, ...]:
        encoder = self.encoder(self.characters(signature.input))
        note = "The decoder gets the same numbers at every step: all it is ever told about the problem."
        repeat = repeat_vector("repeat", encoder.output, signature.output.steps, note)
        decoder = self.decoder(repeat, self.decoder_layers, self.decoder_units, note="Keeps an output a step.")
        return (*encoder.layers, repeat, *decoder, output_layer(decoder[-1], signature))
