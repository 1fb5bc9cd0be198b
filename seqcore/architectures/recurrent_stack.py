"""Recurrent stack: one to four recurrent layers, optional dense layers, then the task's output layer.

Everything is a standard Keras layer or operation, so the model can be saved, opened and exported anywhere.
"""

from math import prod
from typing import Annotated, ClassVar, Literal

from seqcore.architectures.base import ANSWERS_AT_ONCE, CARRIES_FORWARD, READS_NUMBERS, Architecture
from seqcore.architectures.layers.crf import crf
from seqcore.architectures.layers.dense import batch_normalization, dense, dropout
from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.recurrent import CELLS, bidirectional, recurrent
from seqcore.architectures.layers.sequences import input_layer, masking, reshape
from seqcore.limits import LIMITS
from seqcore.settings import OneOf, Settings, setting
from seqcore.tasks.base.signature import Signature, Spec

DIRECTIONS = {"forward": "Forward", "backward": "Backward", "bidirectional": "Both ways"}
MERGES = {"concat": "concat (side by side)", "sum": "sum", "mul": "mul (product)", "ave": "ave (mean)"}
ACTIVATIONS = {
    name: name
    for name in ("tanh", "relu", "sigmoid", "linear", "elu", "gelu", "hard_sigmoid", "selu", "softplus", "softsign")
}
BACKWARD_OUTPUTS = {"aligned": "Aligned with the steps", "unaligned": "Unaligned, as many tutorials do"}


class RecurrentLayer(Settings):
    """One recurrent layer."""

    cell: Annotated[str, OneOf(CELLS)] = setting(
        "lstm", "Cell", "How one step is computed: SimpleRNN has one weight block, GRU three, LSTM four."
    )
    units: int = setting(20, "Units", "How many numbers the layer remembers from step to step.", ge=1, le=LIMITS.units)
    direction: Annotated[str, OneOf(DIRECTIONS)] = setting(
        "forward", "Direction", "Read the sequence from its start, from its end, or both with two sets of weights."
    )
    merge: Annotated[str, OneOf(MERGES)] = setting(
        "concat",
        "Merge mode",
        "How the two directions become one output. Only concat doubles the features.",
        only_if={"direction": ("bidirectional",)},
    )
    backward_outputs: Annotated[str, OneOf(BACKWARD_OUTPUTS)] = setting(
        "aligned",
        "Backward outputs",
        "Keras returns a backward layer's outputs in reversed order. Aligned turns them round so that each one stands "
        "at its own step; unaligned leaves them reversed, and shows how much that hurts.",
        only_if={"direction": ("backward",)},
    )
    activation: Annotated[str, OneOf(ACTIVATIONS)] = setting(
        "tanh", "Activation", "The function applied to a step's result.", advanced=True
    )
    dropout: float = setting(
        0.0, "Dropout", "Share of the inputs that is hidden at random while training.", ge=0, le=0.9, advanced=True
    )
    recurrent_dropout: float = setting(
        0.0,
        "Recurrent dropout",
        "Share of the remembered numbers that is hidden at random while training.",
        ge=0,
        le=0.9,
        advanced=True,
    )

    def can_carry(self) -> bool:
        """Whether what it remembers at the end of a piece is of use in the next one."""
        return self.direction == "forward" and not self.recurrent_dropout

    def in_words(self) -> str:
        title = CELLS[self.cell].title
        suffix = {"bidirectional": f" ({self.merge})"}.get(self.direction, "")
        prefix = {"bidirectional": "Bi", "backward": "backward "}.get(self.direction, "")
        return f"{prefix}{title} {self.units}{suffix}"

    def as_layer(self, name: str, values: Layer, sequences: bool, carried: int) -> Layer:
        """The layer that reads `values`, for sequences in so many pieces; it keeps all outputs, or the last one."""
        one_way = recurrent(
            name,
            (values,),
            self.cell,
            self.units,
            sequences=sequences,
            backward=self.direction == "backward",
            aligned=self.backward_outputs == "aligned",
            activation=self.activation,
            dropout=self.dropout,
            recurrent_dropout=self.recurrent_dropout,
            note=self._note(sequences, carried),
        )
        return bidirectional(one_way, self.merge) if self.direction == "bidirectional" else one_way

    def _note(self, sequences: bool, carried: int) -> str:
        if not sequences:
            words = ["return_sequences=False keeps only the last step's output: the time axis is gone."]
        else:
            words = ["return_sequences=True keeps an output for every step."]
        if self.direction == "bidirectional":
            if self.merge == "concat":
                words.append(f"concat puts both directions side by side: 2 × {self.units} features.")
            else:
                words.append(f"{self.merge} combines both directions number by number: still {self.units} features.")
        elif self.direction == "backward" and sequences:
            if self.backward_outputs == "aligned":
                words.append("Read from the end, then turned round so that outputs and steps line up.")
            else:
                words.append("Read from the end and left in reversed order: output 1 belongs to the last step.")
        if carried > 1:
            words.append("Goes on from the state in which the piece before has ended (stateful).")
        return " ".join(words)


class DenseLayer(Settings):
    """One dense layer, applied at every step."""

    units: int = setting(10, "Units", "How many outputs the dense layer has.", ge=1, le=LIMITS.units)
    activation: Annotated[str, OneOf(ACTIVATIONS)] = setting(
        "relu", "Activation", "The function applied to each output."
    )

    def as_layer(self, name: str, values: Layer, note: str) -> Layer:
        """The layer that reads `values`."""
        return dense(name, values, self.units, self.activation, note=note)


class RecurrentStack(Architecture):
    """Recurrent layers -> dense layers -> batch normalisation -> dropout -> output."""

    kind: Literal["recurrent_stack"] = "recurrent_stack"
    layers: tuple[RecurrentLayer, ...] = setting(
        lambda: (RecurrentLayer(),),
        "Recurrent layers",
        "Each layer reads the sequence that the one before it wrote.",
        min_length=1,
        max_length=LIMITS.layers,
    )
    dense: tuple[DenseLayer, ...] = setting(
        (), "Dense layers", "Ordinary layers between the recurrent ones and the output.", max_length=LIMITS.layers
    )
    batch_normalization: bool = setting(
        False, "Batch normalization", "Rescale the features to mean 0 and variance 1 before the output.", advanced=True
    )
    dropout: float = setting(
        0.0, "Dropout before the output", "Share of the features hidden while training.", ge=0, le=0.9, advanced=True
    )

    title: ClassVar = "Recurrent stack"
    reads_any_length: ClassVar = True

    def in_words(self) -> str:
        return " → ".join([*(layer.in_words() for layer in self.layers), *(f"Dense {one.units}" for one in self.dense)])

    def accepts(self, signature: Signature) -> str:
        if signature.output.is_per_step and not signature.is_step_by_step:
            return ANSWERS_AT_ONCE
        if signature.carried > 1 and not all(layer.can_carry() for layer in self.layers):
            return CARRIES_FORWARD
        return self.reads(signature.input)

    def reads(self, read: Spec) -> str:
        """Why it cannot read this; empty where it can."""
        return READS_NUMBERS if read.vocabulary is not None else ""

    def network(self, signature: Signature) -> tuple[Layer, ...]:
        output = signature.output
        found = self.first_layers(signature.input)
        for index, layer in enumerate(self.layers):
            sequences = output.is_per_step or index < len(self.layers) - 1
            found.append(layer.as_layer(f"recurrent_{index + 1}", found[-1], sequences, signature.carried))
        where = "at every step" if output.is_per_step else "once a sequence"
        for index, ordinary in enumerate(self.dense):
            found.append(ordinary.as_layer(f"dense_{index + 1}", found[-1], f"The same weights {where}."))
        if self.batch_normalization:
            found.append(batch_normalization("normalization", found[-1]))
        if self.dropout:
            found.append(dropout("dropout", found[-1], self.dropout))
        note = f"The task's output, {where} ({signature.activation})."
        if not signature.head_is_chain:
            return (*found, dense("output", found[-1], output.features, signature.activation, note=note))
        scores = dense("scores", found[-1], output.features, signature.activation, note="A score for each tag.")
        return (*found, scores, crf("output", scores))

    def first_layers(self, read: Spec) -> list[Layer]:
        """The layers before the first recurrent one."""
        numbers = input_layer("input", read, "One sequence, as the task gives it.")
        steps, *of_step = read.shape
        if len(of_step) > 1:
            row = (steps, prod(of_step))
            return [numbers, reshape("rows", numbers, row, "Each step's image as a row of numbers.")]
        if read.padding is None:
            return [numbers]
        note = f"Steps that are {read.padding:g} in every feature are masked: the recurrent layers skip them."
        return [numbers, masking("masking", numbers, read.padding, note)]
