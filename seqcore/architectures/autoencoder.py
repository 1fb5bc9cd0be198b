"""Autoencoder: a window is read into a few features, and rebuilt from nothing but these.

Asked for by readers of "Time Series Forecasting with the Long Short-Term Memory Network in Python"
(machinelearningmastery.com); the shape is Keras' own example of an LSTM autoencoder.
"""

from typing import Annotated, ClassVar, Literal

from seqcore.architectures.base import ANSWERS_LATER, READS_NUMBERS, Architecture
from seqcore.architectures.encoder import recurrent_in_words
from seqcore.architectures.layers.dense import dense
from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.recurrent import CELLS, recurrent
from seqcore.architectures.layers.sequences import input_layer, repeat_vector
from seqcore.limits import LIMITS
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import CODE, Signature

_LEARNED = "The features: all that the decoder is told about the window."


class Autoencoder(Architecture):
    """Encoder -> features -> repeated for every step -> decoder -> output."""

    kind: Literal["autoencoder"] = "autoencoder"
    cell: Annotated[str, OneOf(CELLS)] = setting(
        "lstm", "Cell", "How one step is computed in encoder and decoder. LSTM and GRU choose what to remember."
    )
    units: int = setting(16, "Units", "How many numbers encoder and decoder remember.", ge=1, le=LIMITS.units)
    features: int | None = setting(
        None,
        "Features",
        "How many numbers stand for a window; as many as units are the encoder's last output. Empty: as many as units.",
        ge=1,
        le=LIMITS.units,
    )

    title: ClassVar = "Autoencoder"

    def in_words(self) -> str:
        layer = recurrent_in_words(self.cell, self.units, 1)
        return f"{layer} → {self.features or self.units} features → {layer}"

    def accepts(self, signature: Signature) -> str:
        if signature.input.vocabulary is not None or len(signature.input.shape) != 2:
            return READS_NUMBERS
        return "" if signature.output.is_per_step and not signature.is_step_by_step else ANSWERS_LATER

    def network(self, signature: Signature) -> tuple[Layer, ...]:
        read = input_layer("input", signature.input)
        name, note = ("encoder", "Only the last step's output goes on.") if self.features else (CODE, _LEARNED)
        layers = [read, recurrent(name, (read,), self.cell, self.units, sequences=False, note=note)]
        if self.features:
            layers.append(dense(CODE, layers[-1], self.features, note=_LEARNED))
        layers.append(repeat_vector("repeat", layers[-1], signature.output.steps, "The same features at every step."))
        layers.append(recurrent("decoder", (layers[-1],), self.cell, self.units, note="Keeps an output a step."))
        note = "The window again, step by step."
        return (*layers, dense("output", layers[-1], signature.output.features, signature.activation, note=note))
