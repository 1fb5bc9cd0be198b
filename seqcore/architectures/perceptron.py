"""Multilayer perceptron: the sequence laid out flat, then dense layers. No recurrence, no notion of order.

The baseline of the tutorial "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com).
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from seqcore.architectures.base import Architecture, LayerSummary
from seqcore.architectures.encoder import answer_steps
from seqcore.architectures.layers import dense, seeds_from
from seqcore.architectures.recurrent_stack import DenseLayer
from seqcore.limits import LIMITS
from seqcore.settings import setting
from seqcore.tasks.base import Output


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

    def describe(self, input_shape: tuple[int, int], output: Output) -> Sequence[LayerSummary]:
        features = input_shape[0] * input_shape[1]
        rows = [
            LayerSummary("input", "Input", input_shape, 0, "One sequence, as the task gives it."),
            LayerSummary("flatten", "Flatten", (features,), 0, "All steps side by side: the time axis is gone."),
        ]
        for index, layer in enumerate(self.dense):
            parameters, features = (features + 1) * layer.units, layer.units
            note = f"Sees all steps at once ({layer.activation})."
            rows.append(LayerSummary(f"dense_{index + 1}", "Dense", (features,), parameters, note))
        if not output.per_step:
            note = f"The task's output, once a sequence ({output.activation})."
            return [*rows, LayerSummary("output", "Dense", (output.units,), (features + 1) * output.units, note)]
        steps = answer_steps(input_shape, output)
        width = steps * output.units
        note = "The outputs of all steps side by side."
        return [
            *rows,
            LayerSummary("all_steps", "Dense", (width,), (features + 1) * width, note),
            LayerSummary("reshape", "Reshape", (steps, output.units), 0, "One row for every step."),
            LayerSummary("output", "Activation", (steps, output.units), 0, f"The task's output ({output.activation})."),
        ]

    def build(self, input_shape: tuple[int, int], output: Output, seed: int = 0) -> Any:
        import keras

        seeds = seeds_from(seed)
        inputs = keras.Input(input_shape, name="input")
        values = keras.layers.Flatten(name="flatten")(inputs)
        for index, layer in enumerate(self.dense):
            values = dense(f"dense_{index + 1}", layer.units, layer.activation, seeds)(values)
        if output.per_step:
            steps = answer_steps(input_shape, output)
            values = dense("all_steps", steps * output.units, "linear", seeds)(values)
            values = keras.layers.Reshape((steps, output.units), name="reshape")(values)
            outputs = keras.layers.Activation(output.activation, name="output")(values)
        else:
            outputs = dense("output", output.units, output.activation, seeds)(values)
        return keras.Model(inputs, outputs, name=self.kind)
