"""A Keras model's outputs, its recurrent layers computed by `sequence` where that is the same thing.

The model stays as it is: a standard Keras model, whose variables are the ones that are read and that get gradients.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import keras
import tensorflow as tf

from seqcore.architectures.layers.keras_crf import CRF
from seqcore.training.hidden import mask_of
from seqcore.training.recurrence.cells import Cell, GRUCell, LSTMCell, SimpleRNNCell
from seqcore.training.recurrence.distributed import can_fold, folded
from seqcore.training.recurrence.field import chain_of
from seqcore.training.recurrence.sequence import outputs_of

_CELLS: dict[type, Callable[[Any], Cell]] = {
    keras.layers.SimpleRNN: lambda layer: SimpleRNNCell(layer.activation),
    keras.layers.LSTM: lambda layer: LSTMCell(layer.activation, layer.recurrent_activation),
    keras.layers.GRU: lambda layer: GRUCell(layer.activation, layer.recurrent_activation),
}
_MERGES: dict[str, Callable[[tf.Tensor, tf.Tensor], tf.Tensor]] = {
    "concat": lambda there, back: tf.concat((there, back), axis=-1),
    "sum": lambda there, back: there + back,
    "mul": lambda there, back: there * back,
    "ave": lambda there, back: (there + back) / 2,
}


Memory = dict[str, tuple[tf.Tensor, ...]]
"""The states (batch, units) of recurrent layers by the layers' names."""


Noted = Callable[[Any, Sequence[Any], dict[str, Any], Any], Any]
"""Gets an operation, what it was called with, by place and by name, and what it returned; returns what goes on."""


def fast_forward(
    model: keras.Model, inputs: Any, training: bool, memory: Memory | None = None, noted: Noted | None = None
) -> tf.Tensor:
    """What `model(inputs, training=training)` returns; quicker where the model is a graph of layers.

    With a `memory` the layers in it start from these states, and leave their last ones in it. `noted` is told of every
    operation.
    """
    if not hasattr(model, "_run_through_graph"):
        return model(inputs, training=training)

    def call(operation: Any, *given: Any, **more: Any) -> Any:
        result = _call(operation, training, memory, *given, **more)
        return noted(operation, given, more, result) if noted else result

    return model._run_through_graph(inputs, operation_fn=lambda operation: partial(call, operation))


def folds_steps(model: keras.Model) -> bool:
    """Whether `fast_forward` is quicker for it in looks, too, and not only in training."""
    return any(map(can_fold, model.layers))


def empty_memory(model: keras.Model, batch_size: int) -> Memory:
    """Zeros for every recurrent layer that reads from the start."""
    layers = [layer for layer in model.layers if _is_known(layer) and not layer.go_backwards]
    return {layer.name: (tf.zeros((batch_size, layer.units)),) * _CELLS[type(layer)](layer).states for layer in layers}


def _call(operation: Any, learning: bool, memory: Memory | None, *inputs: Any, **more: Any) -> Any:
    given = {name: value for name, value in more.items() if value is not None and name != "training"}
    if type(operation) is keras.layers.Dropout and learning and operation.rate and operation.noise_shape is None:
        return _hidden(operation, inputs[0])
    if can_fold(operation) and not given and getattr(inputs[0], "_keras_mask", None) is None:
        return folded(operation, inputs[0], learning)
    if given.keys() <= {"mask", "initial_state"} and tf.is_tensor(inputs[0]) and inputs[0].shape.is_fully_defined():
        # A mask is given, or the sequence carries it: Keras' own ways.
        mask = given.get("mask", getattr(inputs[0], "_keras_mask", None))
        first = given.get("initial_state", ())
        if type(operation) is CRF:
            return chain_of(operation, inputs[0], mask)
        if _is_known(operation):
            first = memory[operation.name] if memory and operation.name in memory else first
            outputs, states = _one_way(operation, inputs[0], learning, first, mask)
            if memory and operation.name in memory:
                memory[operation.name] = tuple(states)
            return _returned(operation, outputs, states, mask)
        if type(operation) is keras.layers.Bidirectional and operation.merge_mode in _MERGES and not first:
            layers = (operation.forward_layer, operation.backward_layer)
            if all(_is_known(layer) for layer in layers):
                (there, ends), (back, starts) = (_one_way(layer, inputs[0], learning, (), mask) for layer in layers)
                if operation.return_sequences:
                    back = tf.reverse(back, axis=[1])
                return _returned(operation, _MERGES[operation.merge_mode](there, back), (*ends, *starts), mask)
    if "training" in inspect.signature(operation.call).parameters:
        more["training"] = learning
    return operation(*inputs, **more)


def _returned(layer: Any, outputs: tf.Tensor, states: Sequence[tf.Tensor], mask: tf.Tensor | None) -> Any:
    """What a layer returns: outputs, which carry the mask on if they are a sequence, and states if it returns them."""
    if layer.return_sequences and mask is not None:
        outputs._keras_mask = mask
    return [outputs, *states] if layer.return_state else outputs


def _is_known(layer: Any) -> bool:
    """Whether `_one_way` computes all that the layer does."""
    return (
        type(layer) in _CELLS
        and layer.compute_dtype == "float32"
        and layer.use_bias
        and not layer.stateful
        and getattr(layer, "reset_after", True)
    )


def _hidden(layer: Any, values: tf.Tensor) -> tf.Tensor:
    """What a Dropout layer returns while learning; a mask of steps goes on."""
    outputs = values * mask_of(values.shape, layer.rate, layer.seed_generator)
    if (mask := getattr(values, "_keras_mask", None)) is not None:
        outputs._keras_mask = mask
    return outputs


def _masks(layer: Any, rate: float, width: int, batch: int) -> tf.Tensor | None:
    """A mask for each block of the cell: (blocks, batch, width)."""
    if not rate:
        return None
    blocks = range(_CELLS[type(layer)](layer).blocks)
    return tf.stack([mask_of((batch, width), rate, layer.cell.seed_generator) for _ in blocks])


def _one_way(
    layer: Any, inputs: tf.Tensor, training: bool, first: Sequence[tf.Tensor], mask: tf.Tensor | None
) -> tuple[tf.Tensor, Sequence[tf.Tensor]]:
    """Outputs (batch, time, units), or (batch, units) for the last step only, and the last states (batch, units).

    For inputs (batch, time, features), the states to start from if there are any, and a mask (batch, time).
    """
    of_inputs = of_states = None
    if training and layer.recurrent_dropout:
        # Keras then hides other features from every gate; the same ones at every step.
        of_inputs = _masks(layer, layer.dropout, inputs.shape[2], inputs.shape[0])
        of_states = _masks(layer, layer.recurrent_dropout, layer.units, inputs.shape[0])
    elif training and layer.dropout:
        inputs *= mask_of((inputs.shape[0], 1, inputs.shape[2]), layer.dropout, layer.cell.seed_generator)
    values = tf.transpose(inputs, (1, 0, 2))
    there = None if mask is None else tf.transpose(tf.cast(mask, inputs.dtype))[:, :, None]
    if layer.go_backwards:
        values = tf.reverse(values, axis=[0])
        there = None if there is None else tf.reverse(there, axis=[0])
    kernel, recurrent_kernel, bias = (
        tf.convert_to_tensor(weight) for weight in (layer.cell.kernel, layer.cell.recurrent_kernel, layer.cell.bias)
    )
    cell = _CELLS[type(layer)](layer)
    biases = tf.unstack(bias) if cell.sums > 1 else [bias]
    weights = (kernel, recurrent_kernel, biases)
    outputs, states = outputs_of(cell, values, *weights, tuple(first), there, (of_inputs, of_states))
    if not layer.return_sequences:
        return outputs[-1], states
    if there is not None and layer.zero_output_for_mask:
        outputs *= there
    return tf.transpose(outputs, (1, 0, 2)), states
