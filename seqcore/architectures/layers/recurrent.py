"""Recurrent layers: a cell that is computed at every step, from the start, from the end, or from both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from seqcore.architectures.layers.layer import Drawn, Layer, Output, Source


@dataclass(frozen=True)
class Cell:
    """A kind of recurrent cell: its name here and in Keras, and how many gates (weight blocks) it has.

    `states` are what it remembers from step to step.
    """

    title: str
    gates: int
    biases: int = 1
    states: tuple[str, ...] = ("output",)

    def parameters(self, features: int, units: int) -> int:
        """Weights of one layer: input kernel, recurrent kernel and biases for each gate."""
        return self.gates * units * (features + units + self.biases)


# Keras' GRU keeps separate biases for input and recurrent part (reset_after, as cuDNN does).
CELLS = {
    "simple_rnn": Cell("SimpleRNN", 1),
    "lstm": Cell("LSTM", 4, states=("output", "carry")),
    "gru": Cell("GRU", 3, biases=2),
}


@dataclass(frozen=True)
class Recurrent(Layer):
    """A layer that reads a sequence, and the states that it starts from, if there are any."""

    turns_round: bool = False
    """Outputs of a layer that reads from the end: Keras returns them in reversed order."""

    def connect(self, tensors: Sequence[Any], seeds: Iterator[int]) -> Any:
        from keras import ops

        sequence, *first = tensors
        outputs = self.make(seeds)(sequence, **({"initial_state": first} if first else {}))
        return ops.flip(outputs, axis=1) if self.turns_round else outputs


def recurrent(
    name: str,
    reads: tuple[Source, ...],
    cell: str,
    units: int,
    *,
    sequences: bool = True,
    states: bool = False,
    backward: bool = False,
    aligned: bool = True,
    activation: str = "tanh",
    dropout: float = 0.0,
    recurrent_dropout: float = 0.0,
    note: str = "",
) -> Layer:
    """(time, features) -> (time, units), or (units,) without `sequences`: the last step's output.

    With `states` its last states are outputs, too. What it reads after the sequence are states to start from.
    `aligned` says whether outputs of a `backward` layer are turned round, so that each stands at its own step.
    """
    steps, features = reads[0].shape
    arguments = {
        "units": units,
        "activation": activation,
        "kernel_initializer": Drawn("GlorotUniform"),
        "recurrent_initializer": Drawn("Orthogonal"),
        "dropout": dropout,
        "recurrent_dropout": recurrent_dropout,
        "return_sequences": sequences,
        "return_state": states,
        "go_backwards": backward,
        "seed": Drawn(),
    }
    shape, parameters = (steps, units) if sequences else (units,), CELLS[cell].parameters(features, units)
    turns_round = backward and sequences and aligned
    return Recurrent(name, CELLS[cell].title, reads, shape, arguments, parameters, note, turns_round)


class Bidirectional(Layer):
    """A layer made of two recurrent ones."""

    def made_with(self, arguments: Mapping[str, Any]) -> Any:
        both = super().made_with(arguments)
        # Its forward layer is a copy, and a SimpleRNN forgets its seed when it is copied.
        both.forward_layer.cell.seed_generator.state.assign(arguments["layer"].cell.seed_generator.state)
        return both


def bidirectional(layer: Layer, merge: str = "concat") -> Layer:
    """A recurrent layer and its like that reads backward; their outputs stand side by side (concat) or are combined."""
    *steps, features = layer.shape
    shape = (*steps, features * (2 if merge == "concat" else 1))
    back = replace(layer, name=f"backward_{layer.name}", arguments={**layer.arguments, "go_backwards": True})
    arguments = {"layer": layer, "merge_mode": merge, "backward_layer": back}
    return Bidirectional(layer.name, "Bidirectional", layer.reads, shape, arguments, 2 * layer.parameters, layer.note)


def last_states(layer: Layer, cell: str, units: int, start: int = 0) -> tuple[Output, ...]:
    """What a layer with `states` remembers at its end, after `start` other states."""
    return tuple(Output(layer, 1 + start + index, (units,)) for index, _ in enumerate(CELLS[cell].states))
