"""What each recurrent cell does at every step, with all numbers on the way: sums, gates, states.

The formulas are those of Keras' cells (the GRU's with `reset_after`), written in NumPy so that any number can be shown.
Arrays are (checkpoints, steps, units): one sequence as several sets of weights read it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Activation = Callable[[Array], Array]

HIDDEN, CELL = "hidden state", "cell state"
SKIPPED = "skipped"
"""1 at steps that the mask skips: the states stay as they were."""
UNIT = "unit"
"""The numbers of the units, where a question leaves it to the worker which ones they are."""
BEFORE = " before"
"""Behind the name of a state: what it was before a step."""
OF_A_SUM = ("sum", "from the input", "from the state", "input bias", "state bias")
"""What is known of each block beside its activation: the sum, and what it is made of."""


@dataclass(frozen=True)
class Sums:
    """What the blocks get at one step, without biases, and the biases: each (checkpoints, blocks, units)."""

    of_input: Array
    of_state: Array
    input_bias: Array
    state_bias: Array

    def together(self) -> Array:
        return self.of_input + self.input_bias + self.of_state + self.state_bias


@dataclass(frozen=True)
class Weights:
    """Of one layer in one direction, for each checkpoint: as Keras keeps them, with an axis of checkpoints before."""

    kernel: Array
    recurrent: Array
    bias: Array


class Cell(ABC):
    """Base of the three cells. `blocks` have the order of Keras' weights; `states` begin with the output."""

    blocks: ClassVar[tuple[str, ...]]
    gates: ClassVar[tuple[str, ...]] = ()
    """The blocks that say how much, between 0 and 1."""
    states: ClassVar[tuple[str, ...]] = (HIDDEN,)

    @abstractmethod
    def step(
        self, sums: Sums, before: Sequence[Array], activation: Activation, gate: Activation
    ) -> tuple[Array, Array, list[Array]]:
        """The sums and the activations of the blocks, (checkpoints, blocks, units) each, and the states after."""

    @property
    def activity(self) -> tuple[str, ...]:
        """The rows that say what it does: states and activations."""
        return (*self.states, *(block for block in self.blocks if block not in self.states))

    @property
    def rows(self) -> tuple[str, ...]:
        """The names of all rows of `trace`."""
        before = (state + BEFORE for state in self.states)
        return (*self.activity, SKIPPED, *before, *(f"{block}, {part}" for block in self.blocks for part in OF_A_SUM))


class SimpleRNN(Cell):
    """Elman's cell: its only block is its state."""

    blocks = (HIDDEN,)

    def step(
        self, sums: Sums, before: Sequence[Array], activation: Activation, gate: Activation
    ) -> tuple[Array, Array, list[Array]]:
        total = sums.together()
        active = activation(total)
        return total, active, [active[:, 0]]


class LSTM(Cell):
    """Long short-term memory with a forget gate."""

    blocks = ("input gate", "forget gate", "candidate", "output gate")
    gates = ("input gate", "forget gate", "output gate")
    states = (HIDDEN, CELL)

    def step(
        self, sums: Sums, before: Sequence[Array], activation: Activation, gate: Activation
    ) -> tuple[Array, Array, list[Array]]:
        total = sums.together()
        active = np.stack([(activation if at == 2 else gate)(total[:, at]) for at in range(4)], axis=1)
        carry = active[:, 1] * before[1] + active[:, 0] * active[:, 2]
        return total, active, [active[:, 3] * activation(carry), carry]


class GRU(Cell):
    """Gated recurrent unit that resets after the product with the recurrent weights."""

    blocks = ("update gate", "reset gate", "candidate")
    gates = ("update gate", "reset gate")

    def step(
        self, sums: Sums, before: Sequence[Array], activation: Activation, gate: Activation
    ) -> tuple[Array, Array, list[Array]]:
        total = sums.together()
        update, reset = gate(total[:, 0]), gate(total[:, 1])
        of_state = sums.of_state[:, 2] + sums.state_bias[:, 2]
        total[:, 2] = sums.of_input[:, 2] + sums.input_bias[:, 2] + reset * of_state
        candidate = activation(total[:, 2])
        after = update * before[0] + (1 - update) * candidate
        return total, np.stack([update, reset, candidate], axis=1), [after]


CELLS: Mapping[str, Cell] = {cell.__class__.__name__: cell for cell in (SimpleRNN(), LSTM(), GRU())}
"""By the name of the Keras layer."""


def trace(
    cell: Cell,
    inputs: Array,
    weights: Weights,
    activation: Activation,
    gate: Activation,
    *,
    first: Sequence[Array] = (),
    mask: npt.NDArray[np.bool_] | None = None,
    backward: bool = False,
    units: Sequence[int] | None = None,
    in_full: bool = True,
) -> Array:
    """The rows of a layer that reads `inputs` (checkpoints, steps, features): (checkpoints, rows, steps, units).

    `first` are the states before (checkpoints, units), zeros unless given; `mask` (checkpoints, steps) is False where a
    step is skipped. Rows stand at the step of the input that they belong to, also of a layer that reads `backward`.
    Of all units, or of these; all `rows` of the cell, or its `activity` only.
    """
    checkpoints, steps, _ = inputs.shape
    width, blocks, num_active = weights.recurrent.shape[1], len(cell.blocks), len(cell.activity)
    chosen = list(range(width) if units is None else units)
    of_inputs = np.matmul(inputs, weights.kernel).reshape(checkpoints, steps, blocks, width)
    biases = weights.bias.reshape(checkpoints, -1, blocks, width)
    input_bias = biases[:, 0]
    state_bias = biases[:, 1] if biases.shape[1] > 1 else np.zeros_like(input_bias)
    states = list(first) or [np.zeros((checkpoints, width), np.float32) for _ in cell.states]
    num_rows = len(cell.rows) if in_full else num_active
    found = np.zeros((checkpoints, num_rows, steps, len(chosen)), np.float32)
    places = [cell.activity.index(block) for block in cell.blocks]
    for step in reversed(range(steps)) if backward else range(steps):
        of_state = np.matmul(states[0][:, None], weights.recurrent).reshape(checkpoints, blocks, width)
        sums = Sums(of_inputs[:, step], of_state, input_bias, state_bias)
        total, active, after = cell.step(sums, states, activation, gate)
        if mask is not None:
            read = mask[:, step, None]
            after = [np.where(read, new, old) for new, old in zip(after, states, strict=True)]
        before, states = states, after
        found[:, places, step] = active[..., chosen]
        for place, state in enumerate(states):
            found[:, place, step] = state[:, chosen]
        if in_full:
            found[:, num_active, step] = 0 if mask is None else ~mask[:, step, None]
            for place, state in enumerate(before):
                found[:, num_active + 1 + place, step] = state[:, chosen]
            parts = np.stack([total, sums.of_input, sums.of_state, input_bias, state_bias], axis=2)
            found[:, num_active + 1 + len(states) :, step] = parts[..., chosen].reshape(checkpoints, -1, len(chosen))
    return found
