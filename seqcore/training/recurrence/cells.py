"""What one step of each recurrent cell computes, and its derivative. The matrix products are in `sequence`.

Each is the cell of the Keras layer with the same name. A state is (batch, units), a sum (batch, blocks * units): the
weighted inputs and states that the activations get.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

import tensorflow as tf

Tensors = tuple[tf.Tensor, ...]
Activation = Callable[[tf.Tensor], tf.Tensor]


class Cell(Protocol):
    """A step forward that keeps its own derivatives, and the step back that uses them.

    `sums` is 1 where input and state count only together, 2 where the cell wants them apart. `kept` has the widths, in
    units, of what the step forward keeps for the step back.
    `acting` are the blocks that have a say when the state before is 0, which are all that `begin` gets.
    """

    blocks: ClassVar[int]
    acting: ClassVar[tuple[int, ...]]
    sums: ClassVar[int]
    states: ClassVar[int]
    kept: ClassVar[tuple[int, ...]]

    def forward(self, sums: Tensors, before: Tensors) -> tuple[Tensors, Tensors]:
        """From the sums and the states before, the states after (the first is the output) and what to keep."""

    def backward(self, after: Tensors, kept: Tensors) -> tuple[Tensors, Tensors]:
        """From gradients of the states after, those of the sums and of the states before; the latter without sums."""

    def begin(self, sums: Tensors) -> Tensors:
        """The states after a first step: those of `forward` where all states before are 0."""


@dataclass(frozen=True)
class SimpleRNNCell:
    """Elman's cell. Kept: the derivative of the output by the sum."""

    activation: Activation
    blocks: ClassVar = 1
    acting: ClassVar[tuple[int, ...]] = (0,)
    sums: ClassVar = 1
    states: ClassVar = 1
    kept: ClassVar[tuple[int, ...]] = (1,)

    def forward(self, sums: Tensors, before: Tensors) -> tuple[Tensors, Tensors]:
        output, slope = _with_slope(self.activation, sums[0])
        return (output,), (slope,)

    def backward(self, after: Tensors, kept: Tensors) -> tuple[Tensors, Tensors]:
        return (after[0] * kept[0],), (tf.zeros_like(after[0]),)

    def begin(self, sums: Tensors) -> Tensors:
        return (self.activation(sums[0]),)


@dataclass(frozen=True)
class LSTMCell:
    """Long short-term memory with a forget gate. Blocks: enter, forget, candidate, leave; states: output, carry.

    Kept: the derivatives of the carry by the first three blocks and of the output by the last; the derivative of the
    output by the carry; the forget gate.
    """

    activation: Activation
    gate: Activation
    blocks: ClassVar = 4
    acting: ClassVar[tuple[int, ...]] = (0, 2, 3)
    sums: ClassVar = 1
    states: ClassVar = 2
    kept: ClassVar[tuple[int, ...]] = (4, 1, 1)

    def forward(self, sums: Tensors, before: Tensors) -> tuple[Tensors, Tensors]:
        blocks = tf.split(sums[0], 4, axis=1)
        enter, enter_slope = _with_slope(self.gate, blocks[0])
        forget, forget_slope = _with_slope(self.gate, blocks[1])
        candidate, candidate_slope = _with_slope(self.activation, blocks[2])
        leave, leave_slope = _with_slope(self.gate, blocks[3])
        carry = forget * before[1] + enter * candidate
        shown, shown_slope = _with_slope(self.activation, carry)
        slopes = (candidate * enter_slope, before[1] * forget_slope, enter * candidate_slope, shown * leave_slope)
        return (leave * shown, carry), (tf.concat(slopes, axis=1), leave * shown_slope, forget)

    def backward(self, after: Tensors, kept: Tensors) -> tuple[Tensors, Tensors]:
        output, carry = after
        slopes, shown_slope, forget = kept
        carry += output * shown_slope
        return (slopes * tf.concat((carry, carry, carry, output), axis=1),), (tf.zeros_like(output), carry * forget)

    def begin(self, sums: Tensors) -> Tensors:
        enter, candidate, leave = tf.split(sums[0], 3, axis=1)
        carry = self.gate(enter) * self.activation(candidate)
        return self.gate(leave) * self.activation(carry), carry


@dataclass(frozen=True)
class GRUCell:
    """Gated recurrent unit that resets after the product, as cuDNN does. Blocks: update, reset, candidate.

    Kept: the derivatives of the output by the blocks of the state's sum; by the candidate's block of the input's sum
    (the other two are the same); the update gate.
    """

    activation: Activation
    gate: Activation
    blocks: ClassVar = 3
    acting: ClassVar[tuple[int, ...]] = (0, 1, 2)
    sums: ClassVar = 2
    states: ClassVar = 1
    kept: ClassVar[tuple[int, ...]] = (3, 1, 1)

    def forward(self, sums: Tensors, before: Tensors) -> tuple[Tensors, Tensors]:
        inputs, states = (tf.split(part, 3, axis=1) for part in sums)
        update, update_slope = _with_slope(self.gate, inputs[0] + states[0])
        reset, reset_slope = _with_slope(self.gate, inputs[1] + states[1])
        candidate, slope = _with_slope(self.activation, inputs[2] + reset * states[2])
        slope *= 1 - update
        slopes = ((before[0] - candidate) * update_slope, slope * states[2] * reset_slope, slope * reset)
        return (update * before[0] + (1 - update) * candidate,), (tf.concat(slopes, axis=1), slope, update)

    def backward(self, after: Tensors, kept: Tensors) -> tuple[Tensors, Tensors]:
        (output,) = after
        slopes, slope, update = kept
        of_state = slopes * tf.concat((output, output, output), axis=1)
        of_input = tf.concat((of_state[:, : 2 * output.shape[1]], output * slope), axis=1)
        return (of_input, of_state), (output * update,)

    def begin(self, sums: Tensors) -> Tensors:
        inputs, states = (tf.split(part, 3, axis=1) for part in sums)
        update, reset = (self.gate(one + other) for one, other in zip(inputs[:2], states[:2], strict=True))
        return ((1 - update) * self.activation(inputs[2] + reset * states[2]),)


def _with_slope(activation: Activation, values: tf.Tensor) -> Tensors:
    """The activation of each value, and its derivative there."""
    with tf.GradientTape() as tape:
        tape.watch(values)
        result = activation(values)
    return result, tape.gradient(result, values)
