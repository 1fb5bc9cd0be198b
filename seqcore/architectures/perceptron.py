"""Multilayer perceptron: the sequence laid out flat, then dense layers. No recurrence, no notion of order.

The baseline of the tutorial "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com).
"""

from typing import ClassVar, Literal

from seqcore.architectures.base import CARRIES_NOTHING, HAS_NO_FEATURES, READS_NUMBERS, READS_PADDING, Architecture
from seqcore.architectures.layers.dense import activation, dense
from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.sequences import flatten, input_layer, reshape
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
        if signature.output.is_per_step and not signature.is_step_by_step:
            return HAS_NO_FEATURES
        return READS_PADDING if signature.input.padding is not None else ""

    def network(self, signature: Signature) -> tuple[Layer, ...]:
        output, head = signature.output, signature.activation
        found = [input_layer("input", signature.input, "One sequence, as the task gives it.")]
        found.append(flatten("flatten", found[-1], "All steps side by side: the time axis is gone."))
        for index, one in enumerate(self.dense):
            note = f"Sees all steps at once ({one.activation})."
            found.append(one.as_layer(f"dense_{index + 1}", found[-1], note))
        if not output.is_per_step:
            note = f"The task's output, once a sequence ({head})."
            return (*found, dense("output", found[-1], output.features, head, note=note))
        note = "The outputs of all steps side by side."
        found.append(dense("all_steps", found[-1], output.steps * output.features, note=note))
        found.append(reshape("reshape", found[-1], (output.steps, output.features), "One row for every step."))
        return (*found, activation("output", found[-1], head, f"The task's output ({head})."))
