"""Recurrent stack: one to four recurrent layers, optional dense layers, then the task's output layer.

Everything is a standard Keras layer or operation, so the model can be saved, opened and exported anywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from seqcore.architectures.base import ANSWERS_AT_ONCE, CARRIES_FORWARD, READS_NUMBERS, Architecture, LayerSummary
from seqcore.architectures.layers import dense, seeds_from
from seqcore.limits import LIMITS
from seqcore.settings import OneOf, Settings, setting
from seqcore.tasks.base.signature import Signature, Spec


@dataclass(frozen=True)
class Cell:
    """A kind of recurrent cell: its name here, in Keras, and how many gates (weight blocks) it has."""

    title: str
    keras: str
    gates: int
    biases: int = 1

    def parameters(self, features: int, units: int) -> int:
        """Weights of one layer: input kernel, recurrent kernel and biases for each gate."""
        return self.gates * units * (features + units + self.biases)


# Keras' GRU keeps separate biases for input and recurrent part (reset_after, as cuDNN does).
CELLS = {
    "simple_rnn": Cell("SimpleRNN", "SimpleRNN", 1),
    "lstm": Cell("LSTM", "LSTM", 4),
    "gru": Cell("GRU", "GRU", 3, biases=2),
}
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

    def features(self) -> int:
        """Features of this layer's output."""
        return self.units * (2 if self.direction == "bidirectional" and self.merge == "concat" else 1)

    def can_carry(self) -> bool:
        """Whether what it remembers at the end of a piece is of use in the next one."""
        return self.direction == "forward" and not self.recurrent_dropout

    def in_words(self) -> str:
        title = CELLS[self.cell].title
        suffix = {"bidirectional": f" ({self.merge})"}.get(self.direction, "")
        prefix = {"bidirectional": "Bi", "backward": "backward "}.get(self.direction, "")
        return f"{prefix}{title} {self.units}{suffix}"


class DenseLayer(Settings):
    """One dense layer, applied at every step."""

    units: int = setting(10, "Units", "How many outputs the dense layer has.", ge=1, le=LIMITS.units)
    activation: Annotated[str, OneOf(ACTIVATIONS)] = setting(
        "relu", "Activation", "The function applied to each output."
    )


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

    def in_words(self) -> str:
        return " → ".join(layer.in_words() for layer in self.layers)

    def accepts(self, signature: Signature) -> str:
        if signature.output.is_per_step and not signature.is_step_by_step:
            return ANSWERS_AT_ONCE
        if signature.carried > 1 and not all(layer.can_carry() for layer in self.layers):
            return CARRIES_FORWARD
        return self.reads(signature.input)

    def reads(self, read: Spec) -> str:
        """Why it cannot read this; empty where it can."""
        return READS_NUMBERS if read.vocabulary is not None else ""

    def describe(self, signature: Signature) -> Sequence[LayerSummary]:
        read, output = signature.input, signature.output
        rows = self.describe_input(read)
        steps, features = rows[-1].shape
        for index, layer in enumerate(self.layers):
            sequences = self._returns_sequences(index, output)
            both = 2 if layer.direction == "bidirectional" else 1
            parameters = both * CELLS[layer.cell].parameters(features, layer.units)
            features = layer.features()
            shape = (steps, features) if sequences else (features,)
            note = _note(layer, sequences, signature.carried)
            rows.append(LayerSummary(f"recurrent_{index + 1}", _title(layer), shape, parameters, note))
        lead = (steps,) if output.is_per_step else ()
        where = "at every step" if output.is_per_step else "once a sequence"
        for index, ordinary in enumerate(self.dense):
            parameters, features = (features + 1) * ordinary.units, ordinary.units
            note = f"The same weights {where}."
            rows.append(LayerSummary(f"dense_{index + 1}", "Dense", (*lead, features), parameters, note))
        if self.batch_normalization:
            rows.append(LayerSummary("normalization", "BatchNormalization", (*lead, features), 4 * features))
        if self.dropout:
            rows.append(LayerSummary("dropout", "Dropout", (*lead, features), 0))
        parameters = (features + 1) * output.features
        note = f"The task's output, {where} ({signature.activation})."
        return [*rows, LayerSummary("output", "Dense", (*lead, output.features), parameters, note)]

    def describe_input(self, read: Spec) -> list[LayerSummary]:
        """The rows before the first recurrent layer."""
        rows = [LayerSummary("input", "Input", read.shape, 0, "One sequence, as the task gives it.")]
        if read.padding is None:
            return rows
        note = f"Steps that are {read.padding:g} in every feature are masked: the recurrent layers skip them."
        return [*rows, LayerSummary("masking", "Masking", read.shape, 0, note)]

    def represent(self, inputs: Any, read: Spec, seeds: Iterator[int]) -> Any:
        """What the first recurrent layer gets (batch, time, features)."""
        from keras import layers

        return inputs if read.padding is None else layers.Masking(read.padding, name="masking")(inputs)

    def build(self, signature: Signature, seed: int = 0) -> Any:
        import keras

        seeds, read, output = seeds_from(seed), signature.input, signature.output
        inputs = keras.Input(read.shape, dtype=read.dtype, name="input")
        values = self.represent(inputs, read, seeds)
        for index, layer in enumerate(self.layers):
            sequences = self._returns_sequences(index, output)
            values = _build_recurrent(layer, f"recurrent_{index + 1}", sequences, seeds, values)
        for index, ordinary in enumerate(self.dense):
            values = dense(f"dense_{index + 1}", ordinary.units, ordinary.activation, seeds)(values)
        if self.batch_normalization:
            values = keras.layers.BatchNormalization(name="normalization")(values)
        if self.dropout:
            values = keras.layers.Dropout(self.dropout, seed=next(seeds), name="dropout")(values)
        outputs = dense("output", output.features, signature.activation, seeds)(values)
        return keras.Model(inputs, outputs, name=self.kind)

    def _returns_sequences(self, index: int, output: Spec) -> bool:
        return output.is_per_step or index < len(self.layers) - 1


def _build_recurrent(layer: RecurrentLayer, name: str, sequences: bool, seeds: Iterator[int], values: Any) -> Any:
    from keras import initializers, layers, ops

    def one_way(name: str, backward: bool) -> Any:
        return getattr(layers, CELLS[layer.cell].keras)(
            layer.units,
            activation=layer.activation,
            kernel_initializer=initializers.GlorotUniform(next(seeds)),
            recurrent_initializer=initializers.Orthogonal(seed=next(seeds)),
            dropout=layer.dropout,
            recurrent_dropout=layer.recurrent_dropout,
            return_sequences=sequences,
            go_backwards=backward,
            seed=next(seeds),
            name=name,
        )

    if layer.direction == "bidirectional":
        there, back = one_way(name, False), one_way(f"backward_{name}", True)  # Keras adds "forward_" itself
        both = layers.Bidirectional(there, layer.merge, backward_layer=back, name=name)
        # Its forward layer is a copy of `there`, and a SimpleRNN forgets its seed when it is copied.
        both.forward_layer.cell.seed_generator.state.assign(there.cell.seed_generator.state)
        return both(values)
    backward = layer.direction == "backward"
    values = one_way(name, backward)(values)
    if backward and sequences and layer.backward_outputs == "aligned":
        values = ops.flip(values, axis=1)
    return values


def _title(layer: RecurrentLayer) -> str:
    title = CELLS[layer.cell].title
    return f"Bidirectional({title})" if layer.direction == "bidirectional" else title


def _note(layer: RecurrentLayer, sequences: bool, carried: int) -> str:
    if not sequences:
        words = ["return_sequences=False keeps only the last step's output: the time axis is gone."]
    else:
        words = ["return_sequences=True keeps an output for every step."]
    if layer.direction == "bidirectional":
        if layer.merge == "concat":
            words.append(f"concat puts both directions side by side: 2 × {layer.units} features.")
        else:
            words.append(f"{layer.merge} combines both directions number by number: still {layer.units} features.")
    elif layer.direction == "backward" and sequences:
        if layer.backward_outputs == "aligned":
            words.append("Read from the end, then turned round so that outputs and steps line up.")
        else:
            words.append("Read from the end and left in reversed order: output 1 belongs to the last step.")
    if carried > 1:
        words.append("Goes on from the state in which the piece before has ended (stateful).")
    return " ".join(words)
