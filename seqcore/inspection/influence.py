"""How much each output changes with each input: gradients of a run's network, averaged over examples. Workers only.

Outputs count before their last activation (sigmoid, softmax, CRF): a network that is sure would seem to depend on
nothing.
For an output of several numbers the norm is that of the whole Jacobian: the mean square of the gradient of a sum with
random signs is the sum of all squares (Hutchinson's estimate), and each example has signs of its own.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from seqcore.experiment import Experiment
from seqcore.inspection.reading import fed, model_for
from seqcore.tasks.base.batch import Array, Inputs
from seqcore.training.program import tf
from seqcore.training.recurrence import fast_forward
from seqcore.training.state import Variables
from seqcore.training.use import MODELS_PER_WORKER, assign

SIGNS_SEED = 11


def influence(
    experiment: Experiment,
    checkpoints: Sequence[Variables],
    inputs: Inputs,
    outputs: Sequence[int],
    counts: Array | None = None,
) -> npt.NDArray[np.float32]:
    """The root mean square over examples of |d output_t / d input_s|: (checkpoints, outputs, steps).

    For `inputs` (examples, steps, …) and the steps t in `outputs`, one for networks that answer once. `counts`
    (examples, steps) is 0 where an output does not count. Of tokens it is the gradient by the numbers that stand for
    them; inputs that are padding are left out.
    """
    asked = experiment.model_dump_json(include={"version", "task", "architecture"})
    model, squares = _squares(asked, inputs.shape[1], tuple(outputs))
    width = model.output_shape[-1]
    signs = np.random.default_rng(SIGNS_SEED).choice([-1.0, 1.0], (len(inputs) * len(outputs), width))
    weights = np.ones((len(inputs), len(outputs)), np.float32) if counts is None else counts[:, list(outputs)]
    padding = experiment.task.signature().input.padding
    pairs = np.repeat(weights[:, :, None], inputs.shape[1], axis=2)
    if padding is not None and inputs.ndim == 3:
        pairs = pairs * (inputs != padding).any(axis=-1)[:, None]
    total = np.maximum(pairs.sum(axis=0), 1e-9)
    found = []
    for checkpoint in checkpoints:
        assign(model, checkpoint)
        square = squares(tf.constant(inputs), tf.constant(signs, tf.float32)).numpy()
        by_pair = square.reshape(len(inputs), len(outputs), inputs.shape[1])
        found.append(np.sqrt((by_pair * pairs).sum(axis=0) / total))
    return np.stack(found).astype(np.float32)


@lru_cache(maxsize=MODELS_PER_WORKER)
def _squares(json: str, steps: int, outputs: tuple[int, ...]) -> tuple[Any, Any]:
    """A model, and a graph of the squared gradients (examples * outputs, steps) of one signed sum for each copy."""
    experiment, model = model_for(json, steps)

    def squares(inputs: tf.Tensor, signs: tf.Tensor) -> tf.Tensor:
        copies = tf.repeat(inputs, len(outputs), axis=0)
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            read, kept = _Read(copies, tape), []

            def note(operation: Any, given: Sequence[Any], more: dict[str, Any], result: Any) -> Any:
                read.note(given, result)
                if operation.name == "output":
                    kept.append(_before_activation(operation, given[0]))
                return result

            fast_forward(model, fed(experiment, model, copies), training=False, noted=note)
            said = kept[-1]
            if len(said.shape) > 2:
                places = tf.tile(tf.constant(outputs), [inputs.shape[0]])
                said = tf.gather(said, places, axis=1, batch_dims=1)
            total = tf.reduce_sum(said * signs)
        gradient = tape.gradient(total, read.numbers, unconnected_gradients="zero")
        return tf.reduce_sum(tf.reshape(tf.square(gradient), (copies.shape[0], steps, -1)), axis=-1)

    return model, tf.function(squares, autograph=False)


def _before_activation(last: Any, inputs: tf.Tensor) -> tf.Tensor:
    """What the last layer makes of its inputs before its activation; for a CRF the scores that it gets."""
    return tf.matmul(inputs, last.kernel) + last.bias if hasattr(last, "kernel") else inputs


class _Read:
    """Finds the first numbers that are made of the input: itself, or what an embedding or one-hot makes of tokens."""

    def __init__(self, inputs: tf.Tensor, tape: tf.GradientTape) -> None:
        self._tape, self._tokens = tape, [inputs]
        self.numbers: tf.Tensor | None = None
        if inputs.dtype.is_floating:
            self._found(inputs)

    def note(self, given: Sequence[Any], result: Any) -> None:
        """An operation made `result`."""
        read = tf.nest.flatten(given)
        if self.numbers is not None or not any(one is token for one in read for token in self._tokens):
            return
        if result.dtype.is_floating:
            self._found(result)
        else:
            self._tokens.append(result)

    def _found(self, numbers: tf.Tensor) -> None:
        self._tape.watch(numbers)
        self.numbers = numbers
