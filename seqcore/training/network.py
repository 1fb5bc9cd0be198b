"""A network as it is now: what it answers, and how good its answers are. Nothing here trains it.

Workers and the command line import this file; the server process never does.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

import seqcore.training.one_thread  # noqa: F401 (before TensorFlow computes anything)
from seqcore.architectures.base import Architecture
from seqcore.tasks.base.batch import Array, Batch
from seqcore.tasks.base.signature import Signature
from seqcore.training.recurrence import fast_forward, folds_steps
from seqcore.training.state import Variables

Tree = Mapping[str, Any]
"""A batch as nested tensors."""
MeasureOf = Callable[..., tf.Tensor]
"""Loss or metric of targets, predictions and weights."""

MOST_VALUES_PREDICTED_AT_ONCE = 100_000
MOST_VALUES_OF_A_LAYER = 10_000_000
"""In one look at held-out data: 40 MB. Where there are more, it looks at some examples at a time."""


class AskedNetwork:
    """The `Network` that examples use: a model with the weights that were written into it last.

    The first of `measures` is the loss.
    """

    def __init__(
        self, architecture: Architecture, signature: Signature, model: keras.Model, measures: Sequence[MeasureOf]
    ) -> None:
        self.architecture, self.signature = architecture, signature
        self.model, self.measures = model, measures
        self._whole = None if signature.carried == 1 else architecture.build(_in_one_piece(signature))
        self._folds = folds_steps(model)
        self._widest = max(math.prod(layer.shape) for layer in architecture.network(signature))
        self._evaluate = tf.function(self._evaluation, autograph=False, reduce_retracing=True)
        self._predict = tf.function(self._prediction, autograph=False, reduce_retracing=True)
        self._readers: dict[str, Any] = {}
        """What gives the outputs of a layer, by its name."""

    def evaluate(self, batch: Batch) -> tuple[npt.NDArray[np.float32], Array, Variables]:
        """Loss and metrics (1 + metrics,) on these examples, the predictions for them, the model's variables."""
        self._put_together()
        if len(batch) * self._widest > MOST_VALUES_OF_A_LAYER and not self.architecture.is_told_answers:
            return self._evaluate_in_parts(batch)
        row, predictions, *variables = self._evaluate(tf.nest.map_structure(tf.constant, batch.tree()))
        return row.numpy(), predictions.numpy(), tuple(variable.numpy() for variable in variables)

    def _evaluate_in_parts(self, batch: Batch) -> tuple[npt.NDArray[np.float32], Array, Variables]:
        """The same for a network whose insides would take too much memory for all examples at once."""
        predictions = self.predict(batch.input)
        targets, said = tf.constant(batch.targets), tf.constant(predictions)
        row = np.array([float(measure(targets, said, batch.weights)) for measure in self.measures], np.float32)
        return row, predictions, tuple(owned(variable) for variable in self.model.variables)

    def predict(self, inputs: npt.NDArray[Any]) -> Array:
        """Outputs for `inputs` (examples, …), however many."""
        self._put_together()
        return _some_at_a_time(self._predict, inputs, self.signature.carried)

    def predict_longer(self, inputs: npt.NDArray[Any], steps: int) -> Array:
        """Outputs of `steps` steps for inputs of another length, by a network of these lengths with the same weights.

        Step by step without a graph: it is asked once.
        """
        model = self.architecture.build(self.signature.with_steps(inputs.shape[1], steps))
        for variable, own in zip(model.variables, self.model.variables, strict=True):
            variable.assign(own)
        return np.asarray(self.architecture.answer(model, tf.constant(inputs)))

    def outputs(self, layer: str, inputs: npt.NDArray[Any]) -> Array:
        """What a layer, by its name, makes of `inputs` (examples, …)."""
        if layer not in self._readers:
            up_to_it = keras.Model(self.model.input, self.model.get_layer(layer).output)
            read = partial(fast_forward, up_to_it, training=False)
            self._readers[layer] = tf.function(read, autograph=False, reduce_retracing=True)
        return _some_at_a_time(self._readers[layer], inputs)

    def loss(self, batch: Batch) -> float:
        """The loss that is trained on."""
        return float(
            self.measures[0](tf.constant(batch.targets), tf.constant(self.predict(batch.input)), batch.weights)
        )

    def weights(self, layer: str) -> tuple[Array, ...]:
        """The weights of a layer, by its name."""
        return tuple(owned(weight) for weight in self.model.get_layer(layer).weights)

    def _put_together(self) -> None:
        """Give the network for whole sequences the weights as they are now."""
        if self._whole is not None:
            for variable, own in zip(self._whole.variables, self.model.variables, strict=True):
                variable.assign(own)

    def _evaluation(self, batch: Tree) -> list[tf.Tensor]:
        inputs, targets, weights = called_with(batch["inputs"]), batch["targets"], batch.get("weights")
        variables = [tf.identity(variable.value) for variable in self.model.variables]
        answered = self._prediction(inputs)
        if self.architecture.is_told_answers:
            predicted = self.model(self.architecture.feed(inputs, targets), training=False)
        else:
            predicted = answered
        row = tf.stack([measure(targets, predicted, weights) for measure in self.measures])
        return [row, answered, *variables]

    def _prediction(self, inputs: tf.Tensor) -> tf.Tensor:
        states = [variable for variable in self.model.variables if not variable.value.dtype.is_floating]
        values = [tf.identity(state.value) for state in states]
        predicted = self._answer(inputs)
        # Keras moves the random states of recurrent layers here, too: looking must not change later updates.
        for state, value in zip(states, values, strict=True):
            state.value.assign(value)
        return predicted

    def _answer(self, inputs: tf.Tensor) -> tf.Tensor:
        """Of a network that carries its state on, the `inputs` are pieces, those of a sequence one after the other."""
        if self._folds and not self.architecture.is_told_answers:
            return fast_forward(self.model, inputs, training=False)
        if self._whole is None:
            return self.architecture.answer(self.model, inputs)
        read, said, pieces = self.signature.input, self.signature.output, self.signature.carried
        sequences = tf.reshape(inputs, (-1, pieces * read.steps, *read.shape[1:]))
        return tf.reshape(self.architecture.answer(self._whole, sequences), (-1, *said.shape))


def owned(variable: Any) -> npt.NDArray[Any]:
    """The variable's value in memory of its own: `numpy()` may be a window on the variable."""
    return np.array(variable.numpy(), copy=True)


def called_with(inputs: Mapping[str, tf.Tensor]) -> Any:
    """What a model is called with: tensors by name, or the only one."""
    return next(iter(inputs.values())) if len(inputs) == 1 else inputs


def _in_one_piece(signature: Signature) -> Signature:
    """That of the same network for sequences that do not come in pieces."""
    steps = signature.carried * signature.input.steps
    return signature.with_steps(steps, steps)


def _some_at_a_time(ask: Callable[[tf.Tensor], tf.Tensor], inputs: npt.NDArray[Any], together: int = 1) -> Array:
    """The answers to `inputs` (examples, …), asked in portions; so many examples in a row stay `together`."""
    at_once = max(1, MOST_VALUES_PREDICTED_AT_ONCE // max(1, inputs[:together].size)) * together
    starts = range(0, max(1, len(inputs)), at_once)
    return np.concatenate([ask(tf.constant(inputs[i : i + at_once])).numpy() for i in starts])
