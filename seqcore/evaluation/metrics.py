"""Losses and metrics: what they are called, and how they are computed inside the graph.

Each `compute` takes target and prediction tensors of shape (batch, …) and returns one number, the mean over the
batch. Keras is imported when one is called, which happens in workers only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    """A loss or a metric. `share` means that it runs from 0 to 1 and reads well as a percentage."""

    title: str
    compute: Callable[[Any, Any], Any]
    share: bool = False
    explanation: str = ""


def _binary_crossentropy(target: Any, predicted: Any) -> Any:
    import keras

    return keras.ops.mean(keras.losses.binary_crossentropy(target, predicted))


def _right(target: Any, predicted: Any) -> Any:
    import keras

    return keras.ops.equal(target >= 0.5, predicted >= 0.5)


def _accuracy(target: Any, predicted: Any) -> Any:
    import keras

    return keras.ops.mean(keras.ops.cast(_right(target, predicted), "float32"))


def _whole_sequence_accuracy(target: Any, predicted: Any) -> Any:
    import keras

    right = keras.ops.all(_right(target, predicted), axis=tuple(range(1, len(target.shape))))
    return keras.ops.mean(keras.ops.cast(right, "float32"))


def _mean_squared_error(target: Any, predicted: Any) -> Any:
    import keras

    return keras.ops.mean(keras.ops.square(target - predicted))


def _mean_absolute_error(target: Any, predicted: Any) -> Any:
    import keras

    return keras.ops.mean(keras.ops.abs(target - predicted))


def _huber(target: Any, predicted: Any) -> Any:
    import keras

    return keras.ops.mean(keras.losses.huber(target, predicted))


def _categorical_crossentropy(target: Any, predicted: Any) -> Any:
    import keras

    return keras.ops.mean(keras.losses.categorical_crossentropy(target, predicted))


def _character_accuracy(target: Any, predicted: Any) -> Any:
    import keras

    right = keras.ops.equal(keras.ops.argmax(target, axis=-1), keras.ops.argmax(predicted, axis=-1))
    return keras.ops.mean(keras.ops.cast(right, "float32"))


FORECAST_LOSSES = {
    "mean_squared_error": Measure("Mean squared error", _mean_squared_error),
    "mean_absolute_error": Measure("Mean absolute error", _mean_absolute_error),
    "huber": Measure("Huber", _huber),
}
LOSSES = {
    "binary_crossentropy": Measure("Binary cross-entropy", _binary_crossentropy),
    "categorical_crossentropy": Measure("Categorical cross-entropy", _categorical_crossentropy),
    **FORECAST_LOSSES,
}
METRICS = {
    "character_accuracy": Measure(
        "Characters right",
        _character_accuracy,
        share=True,
        explanation="As training sees it: a network with teacher forcing is told the right characters before each one. "
        "Spaces count, too.",
    ),
    "absolute_error": Measure("Mean absolute error, scaled", _mean_absolute_error),
    "accuracy": Measure("Accuracy per step", _accuracy, share=True),
    "whole_sequence_accuracy": Measure("Whole sequences right", _whole_sequence_accuracy, share=True),
}
