"""Losses and metrics: what they are called, and how they are computed inside the graph.

`values` takes target and prediction tensors (batch, …) and gives a number for each step (batch, steps, …), or for each
sequence (batch, …). Keras is imported when one is called, which happens in workers only.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from seqcore.evaluation.measure import Measure


@dataclass(frozen=True, kw_only=True)
class Metric(Measure):
    """A loss or a metric: a measure that is computed inside the graph.

    `whole` means that a sequence counts as one: by its worst step; `everywhere` that steps count which have no weight.
    """

    values: Callable[[Any, Any], Any]
    whole: bool = False
    everywhere: bool = False

    is_trained_on: ClassVar[bool] = True

    def compute(self, target: Any, predicted: Any, weights: Any = None) -> Any:
        """The mean over the batch; `weights` (batch, steps) are 0 where a step does not count."""
        from keras import ops

        values = self.values(target, predicted)
        weights = None if self.everywhere else weights
        if weights is not None:
            # Several numbers for a step are one.
            values = ops.mean(values, axis=tuple(range(2, len(values.shape)))) if len(values.shape) > 2 else values
        if self.whole:
            worst = values if weights is None else ops.where(weights > 0, values, 1.0)
            return ops.mean(ops.min(worst, axis=tuple(range(1, len(worst.shape)))))
        if weights is None:
            return ops.mean(values)
        return ops.sum(values * weights) / ops.maximum(ops.sum(weights), 1.0)


def _binary_crossentropy(target: Any, predicted: Any) -> Any:
    import keras

    return keras.losses.binary_crossentropy(target, predicted)


def _right(target: Any, predicted: Any) -> Any:
    """Yes or no, or tokens (batch, …) beside probabilities (batch, …, symbols), or beside a chain."""
    import keras

    if len(target.shape) + 1 < len(predicted.shape):
        return _character_right(target, _of_chain(predicted))
    if len(target.shape) < len(predicted.shape):
        return _character_right(target, predicted)
    return keras.ops.cast(keras.ops.equal(target >= 0.5, predicted >= 0.5), "float32")


def _squared_error(target: Any, predicted: Any) -> Any:
    import keras

    return keras.ops.square(target - predicted)


def _absolute_error(target: Any, predicted: Any) -> Any:
    import keras

    return keras.ops.abs(target - predicted)


def _huber(target: Any, predicted: Any) -> Any:
    import keras

    return keras.losses.huber(target, predicted)


def _log_cosh(target: Any, predicted: Any) -> Any:
    import keras

    return keras.losses.log_cosh(target, predicted)


def _sparse_categorical_crossentropy(target: Any, predicted: Any) -> Any:
    import keras

    return keras.losses.sparse_categorical_crossentropy(target, predicted)


def _bits(target: Any, predicted: Any) -> Any:
    return _sparse_categorical_crossentropy(target, predicted) / math.log(2)


def _character_right(target: Any, predicted: Any) -> Any:
    """Targets are tokens (batch, …), predictions probabilities (batch, …, symbols)."""
    import keras

    said = keras.ops.argmax(predicted, axis=-1)
    return keras.ops.cast(keras.ops.equal(keras.ops.cast(target, said.dtype), said), "float32")


def _path_crossentropy(target: Any, predicted: Any) -> Any:
    """−log p of each tag, given the true one before it; together that of the whole path.

    Targets are (batch, steps), the chain (batch, steps, before, tag) logarithms; before the first step stands tag 0.
    """
    from keras import ops

    tags = predicted.shape[-1]
    true = ops.one_hot(target, tags)
    before = ops.one_hot(ops.pad(target[:, :-1], ((0, 0), (1, 0))), tags)
    return -ops.sum(before[..., None] * true[..., None, :] * predicted, axis=(-2, -1))


def _of_chain(chain: Any) -> Any:
    """The probability of each tag (batch, steps, tags), whatever the others are."""
    from keras import ops

    def step(before: Any, given: Any) -> tuple[Any, Any]:
        now = ops.sum(before[..., None] * given, axis=1)
        return now, now

    _, steps, _, tags = chain.shape
    start = ops.one_hot(ops.zeros_like(chain[:, 0, 0, 0], dtype="int32"), tags)
    _, found = ops.scan(step, start, ops.moveaxis(ops.exp(chain), 1, 0), length=steps)
    return ops.moveaxis(found, 0, 1)


FORECAST_LOSSES = {
    "mean_squared_error": Metric(title="Mean squared error", values=_squared_error),
    "mean_absolute_error": Metric(title="Mean absolute error", values=_absolute_error),
    "huber": Metric(
        title="Huber", values=_huber, explanation="Half the square of an error up to 1, and beyond it the error − 0.5."
    ),
    "log_cosh": Metric(
        title="Log-cosh",
        values=_log_cosh,
        explanation="The logarithm of cosh(error): near half the square where it is small, near the error − 0.69 where "
        "it is large.",
    ),
}
LOSSES = {
    "binary_crossentropy": Metric(title="Binary cross-entropy", values=_binary_crossentropy),
    "sparse_categorical_crossentropy": Metric(
        title="Categorical cross-entropy", values=_sparse_categorical_crossentropy
    ),
    "path_crossentropy": Metric(
        title="Negative log-likelihood",
        values=_path_crossentropy,
        explanation="−log of the probability of the right tags of a sentence, all together, for each word.",
    ),
    **FORECAST_LOSSES,
    "mean_absolute_error_everywhere": Metric(
        title="Mean absolute error, padding too", values=_absolute_error, everywhere=True
    ),
}
METRICS = {
    "mae_true_steps": Metric(
        title="Error on true steps", values=_absolute_error, explanation="The mean absolute error, without the padding."
    ),
    "mae_all_steps": Metric(
        title="Error on all steps",
        values=_absolute_error,
        everywhere=True,
        explanation="The mean absolute error with the padding among the steps, as Keras prints it without a mask.",
    ),
    "bits_per_character": Metric(
        title="Bits per character",
        values=_bits,
        explanation="How surprised it is by the character that comes, on average: 1 bit is a coin, 3 bits a choice of "
        "8. It is the cross-entropy (in nats) ÷ 0.693.",
    ),
    "character_accuracy": Metric(
        title="Characters right",
        values=_character_right,
        share=True,
        explanation="As training sees it: a network with teacher forcing is told the right characters before each one. "
        "Spaces count, too.",
    ),
    "absolute_error": Metric(title="Mean absolute error, scaled", values=_absolute_error),
    "mse": Metric(
        title="Squared error",
        values=_squared_error,
        explanation="The mean squared error (MSE), whatever loss is trained on.",
    ),
    "accuracy": Metric(title="Accuracy per step", values=_right, share=True),
    "whole_sequence_accuracy": Metric(title="Whole sequences right", values=_right, share=True, whole=True),
}
