"""A Keras model's outputs, its recurrent layers computed by `sequence` where that is the same thing.

The model stays as it is: a standard Keras model, whose variables are the ones that are read and that get gradients.
"""

import inspect
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from seqcore.training.recurrence.cells import Cell, GRUCell, LSTMCell, SimpleRNNCell
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


def fast_forward(model: keras.Model, inputs: Any, training: bool) -> tf.Tensor:
    """What `model(inputs, training=training)` returns; quicker where every operation has one input and one output."""
    if not _is_chain(model):
        return model(inputs, training=training)
    values = {id(model.inputs[0]): inputs}
    for operation in model.operations:
        if not isinstance(operation, keras.layers.InputLayer):
            values[id(operation.output)] = _call(operation, values[id(operation.input)], training)
    return values[id(model.outputs[0])]


def _is_chain(model: keras.Model) -> bool:
    operations = [one for one in model.operations if not isinstance(one, keras.layers.InputLayer)]
    ends = [end for one in operations for end in (one.input, one.output)]
    return len(model.inputs) == 1 and not any(isinstance(end, list | tuple | dict) for end in ends)


def _call(operation: Any, inputs: tf.Tensor, training: bool) -> tf.Tensor:
    if inputs.shape.is_fully_defined():
        if _is_known(operation):
            return _one_way(operation, inputs, training)
        if type(operation) is keras.layers.Bidirectional and operation.merge_mode in _MERGES:
            layers = (operation.forward_layer, operation.backward_layer)
            if all(_is_known(layer) for layer in layers):
                there, back = (_one_way(layer, inputs, training) for layer in layers)
                if operation.return_sequences:
                    back = tf.reverse(back, axis=[1])
                return _MERGES[operation.merge_mode](there, back)
    knows_training = "training" in inspect.signature(operation.call).parameters
    return operation(inputs, training=training) if knows_training else operation(inputs)


def _is_known(layer: Any) -> bool:
    """Whether `_one_way` computes all that the layer does."""
    return (
        type(layer) in _CELLS
        and layer.compute_dtype == "float32"
        and layer.use_bias
        and not (layer.recurrent_dropout or layer.stateful or layer.return_state)
        and getattr(layer, "reset_after", True)
    )


def _one_way(layer: Any, inputs: tf.Tensor, training: bool) -> tf.Tensor:
    """Outputs (batch, time, units), or (batch, units) for the last step only, for inputs (batch, time, features)."""
    if layer.dropout and training:
        # Keras hides the same features at every step.
        inputs *= layer.cell.get_dropout_mask(inputs[:, 0])[:, None]
        layer.cell.reset_dropout_mask()
    values = tf.transpose(inputs, (1, 0, 2))
    if layer.go_backwards:
        values = tf.reverse(values, axis=[0])
    kernel, recurrent_kernel, bias = (
        tf.convert_to_tensor(weight) for weight in (layer.cell.kernel, layer.cell.recurrent_kernel, layer.cell.bias)
    )
    cell = _CELLS[type(layer)](layer)
    outputs = outputs_of(cell, values, kernel, recurrent_kernel, tf.unstack(bias) if cell.sums > 1 else [bias])
    return tf.transpose(outputs, (1, 0, 2)) if layer.return_sequences else outputs[-1]
