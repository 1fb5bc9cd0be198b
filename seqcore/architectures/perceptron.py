"""Multilayer perceptron: the sequence laid out flat, then dense layers. No recurrence, no notion of order.

The baseline of the tutorial "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com).
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from seqcore.architectures.base import CARRIES_NOTHING, READS_NUMBERS, READS_PADDING, Architecture, LayerSummary
from seqcore.architectures.layers import dense, seeds_from
from seqcore.architectures.recurrent_stack import DenseLayer
from seqcore.limits import LIMITS
from seqcore.settings import setting
from seqcore.tasks.base.signature import Signature


class Perceptron(Architecture):
    """Flatten -> dense layers -> output, which is reshaped where the task wants one for every step."""

    kind: Literal["perceptron"] = "perceptron"
    dense: tuple[DenseLayer, ...] = setting(
        lambda: (DenseLayer(units=4, activation="linear"), DenseLayer(units=2, activation="linear")),
        "Dense layers",
        "Each layer computes its numbers from all numbers of the one before it.",
        max_length=LIMITS.layers,
    )

    title: ClassVar = "Multilayer perceptron"

    def in_words(self) -> str:
        return " → ".join(["Dense", *(str(layer.units) for layer in self.dense)]) if self.dense else "Dense output only"

    def accepts(self, signature: Signature) -> str:
        if signature.input.vocabulary is not None:
            return READS_NUMBERS
        if signature.carried > 1:
            return CARRIES_NOTHING
        return READS_PADDING if signature.input.padding is not None else ""

    def describe(self, signature: Signature) -> Sequence[LayerSummary]:
        read, output = signature.input, signature.output
        features = read.steps * read.features
        rows = [
            LayerSummary("input", "Input", read.shape, 0, "One sequence, as the task gives it."),
            LayerSummary("flatten", "Flatten", (features,), 0, "All steps side by side: the time axis is gone."),
        ]
        for index, layer in enumerate(self.dense):
            parameters, features = (features + 1) * layer.units, layer.units
            note = f"Sees all steps at once ({layer.activation})."
            rows.append(LayerSummary(f"dense_{index + 1}", "Dense", (features,), parameters, note))
        units = output.features
        if not output.is_per_step:
            note = f"The task's output, once a sequence ({signature.activation})."
            return [*rows, LayerSummary("output", "Dense", (units,), (features + 1) * units, note)]
        steps = output.steps
        width = steps * units
        note = "The outputs of all steps side by side."
        return [
            *rows,
            LayerSummary("all_steps", "Dense", (width,), (features + 1) * width, note),
            LayerSummary("reshape", "Reshape", (steps, units), 0, "One row for every step."),
            LayerSummary("output", "Activation", (steps, units), 0, f"The task's output ({signature.activation})."),
        ]

    def build(self, signature: Signature, seed: int = 0) -> Any:
        import keras

        seeds, output = seeds_from(seed), signature.output
        inputs = keras.Input(signature.input.shape, name="input")
        values = keras.layers.Flatten(name="flatten")(inputs)
        for index, layer in enumerate(self.dense):
            values = dense(f"dense_{index + 1}", layer.units, layer.activation, seeds)(values)
        if output.is_per_step:
            values = dense("all_steps", output.steps * output.features, "linear", seeds)(values)
            values = keras.layers.Reshape((output.steps, output.features), name="reshape")(values)
            outputs = keras.layers.Activation(signature.activation, name="output")(values)
        else:
            outputs = dense("output", output.features, signature.activation, seeds)(values)
        return keras.Model(inputs, outputs, name=self.kind)
