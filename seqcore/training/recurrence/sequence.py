"""A cell over all steps of a sequence, with its own backpropagation through time (Werbos 1990).

TensorFlow would take a layer's loop apart and add to the gradient of every weight at every step. Here the loop back
only carries the gradient from step to step, and the weights get theirs from one product over all steps at the end.
"""

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from seqcore.training.recurrence.cells import Cell, Tensors
from seqcore.training.recurrence.one_step import one_step


def outputs_of(
    cell: Cell,
    inputs: tf.Tensor,
    kernel: tf.Tensor,
    recurrent_kernel: tf.Tensor,
    biases: Sequence[tf.Tensor],
    first: Tensors = (),
    mask: tf.Tensor | None = None,
    hidden: tuple[tf.Tensor | None, tf.Tensor | None] = (None, None),
) -> tuple[tf.Tensor, Tensors]:
    """Outputs (time, batch, units) and last states for inputs (time, batch, features), where these numbers are known.

    `kernel` is (features, blocks * units), `recurrent_kernel` (units, blocks * units); one bias for each of the cell's
    sums. `first` are the states to start from, zeros unless given. Where `mask` (time, batch, 1) is 0, states stay as
    they are; everywhere else it is 1. `hidden` are masks (blocks, batch, width) of what each block gets to see of the
    inputs and of the state, times what is seen; None for all of it.
    """
    steps, batch = inputs.shape[:2]
    if steps == 1 and not first and mask is None and hidden[0] is None:
        return one_step(cell, inputs, kernel, recurrent_kernel, biases)
    units = recurrent_kernel.shape[0]
    nothing = (tf.zeros((batch, units)),) * cell.states

    @tf.custom_gradient
    def run(inputs: tf.Tensor, kernel: tf.Tensor, recurrent_kernel: tf.Tensor, *rest: tf.Tensor) -> Any:
        biases, first = rest[: cell.sums], rest[cell.sums :]

        def forward(step: tf.Tensor, states: Tensors, outputs: Any, keeps: Any) -> Any:
            # One product with the inputs of all steps before the loop would be slower: too much for the cache.
            of_input = _product(inputs[step], kernel, hidden[0])
            sums = _sums(of_input, _product(states[0], recurrent_kernel, hidden[1]), biases)
            after, kept = cell.forward(sums, states)
            if mask is not None:
                after = tuple(mask[step] * new + (1 - mask[step]) * old for new, old in zip(after, states, strict=True))
            return step + 1, after, _write(outputs, step, after[:1]), _write(keeps, step, kept)

        start = (0, first, _arrays(steps, batch, units), _arrays(steps, batch, *(part * units for part in cell.kept)))
        loop = tf.while_loop(lambda step, *_: step < steps, forward, start, maximum_iterations=steps)
        last, outputs, keeps = loop[1], loop[2][0].stack(), [array.stack() for array in loop[3]]

        def gradients(of_outputs: tf.Tensor, *of_last: tf.Tensor) -> list[tf.Tensor]:
            turned = tf.transpose(recurrent_kernel)

            def backward(step: tf.Tensor, after: Tensors, found: Any) -> Any:
                after = (after[0] + of_outputs[step], *after[1:])
                changed = after if mask is None else tuple(mask[step] * part for part in after)
                of_sums, before = cell.backward(changed, tuple(keep[step] for keep in keeps))
                before = (before[0] + _back(of_sums[-1], turned, hidden[1]), *before[1:])
                if mask is not None:
                    before = tuple(part + (1 - mask[step]) * same for part, same in zip(before, after, strict=True))
                return step - 1, before, _write(found, step, of_sums)

            start = (steps - 1, (nothing[0], *of_last), _arrays(steps, batch, *[cell.blocks * units] * cell.sums))
            loop = tf.while_loop(lambda step, *_: step >= 0, backward, start, maximum_iterations=steps)
            of_sums = [_flat(array.stack()) for array in loop[2]]
            before = _flat(tf.concat((first[0][None], outputs[:-1]), axis=0))
            everywhere = [None if masks is None else tf.tile(masks, (1, steps, 1)) for masks in hidden]
            of_inputs = tf.reshape(_back(of_sums[0], tf.transpose(kernel), everywhere[0]), inputs.shape)
            return [of_inputs, *_of_weights(_flat(inputs), before, of_sums, everywhere), *loop[1]]

        return (outputs, *last[1:]), gradients

    outputs, *rest = run(inputs, kernel, recurrent_kernel, *biases, *(first or nothing))
    return outputs, (outputs[-1], *rest)


def _sums(from_input: tf.Tensor, from_state: tf.Tensor, biases: Tensors) -> Tensors:
    from_input += biases[0]
    return (from_input + from_state,) if len(biases) == 1 else (from_input, from_state + biases[1])


def _of_weights(
    inputs: tf.Tensor, before: tf.Tensor, of_sums: Sequence[tf.Tensor], hidden: Sequence[tf.Tensor | None]
) -> list[tf.Tensor]:
    """Gradients of kernel, recurrent kernel and biases, from all steps' inputs, states before, and gradients of sums.

    A bias is the weight of an input that is always 1.
    """
    ones = tf.ones((inputs.shape[0], 1))
    if len(of_sums) == 1 and hidden[0] is None and hidden[1] is None:
        of_kernel, of_recurrent, of_bias = _products((inputs, before, ones), of_sums[0])
        return [of_kernel, of_recurrent, of_bias[0]]
    of_kernel, *of_biases = _with_ones(inputs, ones, of_sums[0], hidden[0])
    if len(of_sums) == 1:
        return [of_kernel, _of_matrix(before, of_sums[0], hidden[1]), *of_biases]
    of_recurrent, of_second = _with_ones(before, ones, of_sums[1], hidden[1])
    return [of_kernel, of_recurrent, *of_biases, of_second]


def _with_ones(values: tf.Tensor, ones: tf.Tensor, of_sums: tf.Tensor, hidden: tf.Tensor | None) -> list[tf.Tensor]:
    """Gradients of a matrix and of the bias beside it."""
    if hidden is None:
        of_matrix, of_bias = _products((values, ones), of_sums)
        return [of_matrix, of_bias[0]]
    return [_of_matrix(values, of_sums, hidden), tf.reduce_sum(of_sums, axis=0)]


def _products(parts: Tensors, changes: tf.Tensor) -> list[tf.Tensor]:
    """The product of each part, turned, with `changes`; computed as one."""
    widths = [part.shape[1] for part in parts]
    return tf.split(tf.matmul(tf.concat(parts, axis=1), changes, transpose_a=True), widths)


def _product(values: tf.Tensor, matrix: tf.Tensor, hidden: tf.Tensor | None) -> tf.Tensor:
    """A matrix product; by a single column it is cheaper number by number. Each block sees what is not `hidden`."""
    if hidden is not None:
        seen = [values * mask for mask in tf.unstack(hidden)]
        blocks = tf.split(matrix, len(seen), axis=1)
        return tf.concat([_product(*pair, None) for pair in zip(seen, blocks, strict=True)], axis=1)
    return tf.matmul(values, matrix) if values.shape[1] > 1 else values * matrix


def _back(of_sums: tf.Tensor, turned: tf.Tensor, hidden: tf.Tensor | None) -> tf.Tensor:
    """The gradient of the values that a product was made of, by the `turned` matrix."""
    if hidden is None:
        return tf.matmul(of_sums, turned)
    masks = tf.unstack(hidden)
    blocks = zip(tf.split(of_sums, len(masks), axis=1), tf.split(turned, len(masks)), masks, strict=True)
    return tf.add_n([tf.matmul(of_block, block) * mask for of_block, block, mask in blocks])


def _of_matrix(values: tf.Tensor, of_sums: tf.Tensor, hidden: tf.Tensor | None) -> tf.Tensor:
    """The gradient of the matrix that a product was made with."""
    if hidden is None:
        return tf.matmul(values, of_sums, transpose_a=True)
    masks = tf.unstack(hidden)
    blocks = zip(tf.split(of_sums, len(masks), axis=1), masks, strict=True)
    return tf.concat([tf.matmul(values * mask, of_block, transpose_a=True) for of_block, mask in blocks], axis=1)


def _flat(values: tf.Tensor) -> tf.Tensor:
    """(time, batch, width) to (time * batch, width)."""
    return tf.reshape(values, (values.shape[0] * values.shape[1], values.shape[2]))


def _arrays(steps: int, batch: int, *widths: int) -> tuple[tf.TensorArray, ...]:
    return tuple(tf.TensorArray(tf.float32, steps, element_shape=(batch, width)) for width in widths)


def _write(arrays: tuple[tf.TensorArray, ...], step: tf.Tensor, values: Tensors) -> tuple[tf.TensorArray, ...]:
    return tuple(array.write(step, value) for array, value in zip(arrays, values, strict=True))
