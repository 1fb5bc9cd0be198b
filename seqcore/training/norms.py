"""How long the gradient of each layer is, and how far an update moves its weights.

Measured on the next update, which is made for it and taken back: nothing is added to the updates between, and what is
measured depends on the state alone. A norm is the root of the sum of all squares.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

Array = npt.NDArray[np.float32]


def sums_of_squares(values: Sequence[Any]) -> tf.Tensor:
    """One sum for each of the values (n,), inside a graph; 0 for a weight that has no gradient."""
    zero = tf.constant(0.0)
    return tf.stack(
        [zero if value is None else tf.reduce_sum(tf.square(tf.convert_to_tensor(value))) for value in values]
    )


def layers_of(model: keras.Model) -> list[str]:
    """For each trainable variable of the model, the name of the layer that it belongs to."""
    names = {id(variable): layer.name for layer in model.layers for variable in layer.trainable_variables}
    return [names[id(variable)] for variable in model.trainable_variables]


def by_layer(layers: Sequence[str], squares: Array) -> Mapping[str, float]:
    """The norm of each layer, from one sum of squares for each variable."""
    sums: dict[str, float] = {}
    for layer, square in zip(layers, squares.tolist(), strict=True):
        sums[layer] = sums.get(layer, 0.0) + square
    return {layer: float(np.sqrt(total)) for layer, total in sums.items()}
