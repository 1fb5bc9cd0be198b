"""A cell on a single step, from a state of zeros: nothing is remembered, and much of the layer never acts.

The state is 0, so the recurrent kernel is multiplied by zeros, and so is whatever says how much of the state to keep
(the LSTM's forget gate). What is left is a dense layer with gates, and costs what a dense layer costs.
"""

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from seqcore.training.recurrence.cells import Cell, Tensors


def one_step(
    cell: Cell, inputs: tf.Tensor, kernel: tf.Tensor, recurrent_kernel: tf.Tensor, biases: Sequence[tf.Tensor]
) -> tuple[tf.Tensor, Tensors]:
    """Outputs (1, batch, units) and last states for inputs (1, batch, features): as `sequence.outputs_of`.

    Weights that never act have a gradient of zeros, and not None, which optimizers would warn of.
    """
    kernel, biases = _acting(cell, kernel), [_acting(cell, bias) for bias in biases]
    sums = inputs[0] * kernel if inputs.shape[-1] == 1 else tf.matmul(inputs[0], kernel)
    output, *rest = cell.begin((sums + biases[0], *(bias[None] for bias in biases[1:])))
    output = _beside(output, recurrent_kernel)
    return output[None], (output, *rest)


def _acting(cell: Cell, weights: tf.Tensor) -> tf.Tensor:
    """The blocks (…, acting * units) of `weights` (…, blocks * units) that have a say on a first step."""
    if len(cell.acting) == cell.blocks:
        return weights
    blocks = tf.split(weights, cell.blocks, axis=-1)
    return tf.concat([blocks[place] for place in cell.acting], axis=-1)


@tf.custom_gradient
def _beside(output: tf.Tensor, idle: tf.Tensor) -> Any:
    """The output, which does not depend on the `idle` weights."""
    return output, lambda of_output: (of_output, tf.zeros_like(idle))
