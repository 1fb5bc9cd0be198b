"""TimeDistributed layers, the same numbers for less: the steps are folded into the batch.

Keras calls the inner layer once for every step. Convolutions in training are computed as products of matrices besides,
and max pooling as the larger of neighbours: XLA takes a tenth of the time for these.
"""

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf


def folded(layer: Any, inputs: tf.Tensor, training: bool) -> tf.Tensor:
    """What a TimeDistributed `layer` for which `can_fold` makes of (batch, time, …)."""
    inner, steps = layer.layer, inputs.shape[1]
    together = tf.reshape(inputs, (-1, *inputs.shape[2:]))
    quick = _QUICK.get(type(inner)) if training else None
    made = quick(inner, together) if quick else inner(together)
    return tf.reshape(made, (-1, steps, *made.shape[1:]))


def can_fold(operation: Any) -> bool:
    """Whether it is a TimeDistributed layer whose inner one treats every example by itself, without chance or mask."""
    return type(operation) is keras.layers.TimeDistributed and type(operation.layer) in _BY_ITSELF


def _convolved(layer: Any, images: tf.Tensor) -> tf.Tensor:
    """A Conv2D: the window around every pixel as a row, times the kernel."""
    rows, columns = layer.kernel_size
    if layer.strides != (1, 1) or layer.dilation_rate != (1, 1) or layer.groups != 1:
        return layer(images)
    if layer.padding == "same":
        around = [[(size - 1) // 2, size // 2] for size in (rows, columns)]
        images = tf.pad(images, [[0, 0], *around, [0, 0]])
    height, width = images.shape[1] - rows + 1, images.shape[2] - columns + 1
    windows = [
        images[:, row : row + height, column : column + width] for row in range(rows) for column in range(columns)
    ]
    features = rows * columns * images.shape[3]
    seen = tf.reshape(tf.concat(windows, axis=-1), (-1, features))
    kernel = tf.reshape(tf.convert_to_tensor(layer.kernel), (features, layer.filters))
    made = tf.matmul(seen, kernel) + tf.convert_to_tensor(layer.bias)
    return layer.activation(tf.reshape(made, (-1, height, width, layer.filters)))


def _pooled(layer: Any, images: tf.Tensor) -> tf.Tensor:
    """A MaxPooling2D. Of neighbours that are equal the first gets the gradient, as in Keras."""
    rows, columns = layer.pool_size
    if layer.strides != layer.pool_size or layer.padding != "valid":
        return layer(images)
    _, height, width, channels = images.shape
    down, across = height // rows, width // columns
    cut = images[:, : down * rows, : across * columns]
    squares = tf.reshape(cut, (-1, down, rows, across, columns, channels))
    largest = squares[:, :, 0, :, 0]
    for place in range(1, rows * columns):
        largest = tf.maximum(largest, squares[:, :, place // columns, :, place % columns])
    return largest


_BY_ITSELF = (
    keras.layers.Conv2D,
    keras.layers.MaxPooling2D,
    keras.layers.AveragePooling2D,
    keras.layers.Flatten,
    keras.layers.Dense,
)
_QUICK: dict[type, Callable[[Any, tf.Tensor], tf.Tensor]] = {
    keras.layers.Conv2D: _convolved,
    keras.layers.MaxPooling2D: _pooled,
}
