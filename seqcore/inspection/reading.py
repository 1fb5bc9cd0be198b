"""What the recurrent layers of a run's network read and do, from its weights. Workers only.

Models and graphs are kept: a question costs the writing of the weights, one pass, and the arithmetic of `cells`.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from seqcore.experiment import Experiment
from seqcore.inspection.activations import ACTIVATIONS
from seqcore.inspection.cells import CELLS, Weights, trace
from seqcore.tasks.base.batch import Inputs
from seqcore.training.program import tf
from seqcore.training.recurrence import fast_forward
from seqcore.training.state import Variables
from seqcore.training.use import MODELS_PER_WORKER, assign, untrained

Array = npt.NDArray[np.float32]


def inspect(
    experiment: Experiment,
    checkpoints: Sequence[Variables],
    inputs: Inputs,
    layer: str,
    *,
    backward: bool = False,
    units: Sequence[int] | None = None,
    most_active: int | None = None,
    in_full: bool = True,
) -> npt.NDArray[Any]:
    """What `layer` does in one direction when the network reads `inputs` (1, steps, …).

    (checkpoints, rows, steps, units), the rows those of the cell: all of them, or its activity only in half precision.
    With `most_active` it is about that many units, and a last row has their numbers, from 0: first the one whose hidden
    state has the largest standard deviation over the steps, with the last checkpoint.
    """
    asked = experiment.model_dump_json(include={"version", "task", "architecture"})
    model, read = _reader(asked, inputs.shape[1])
    reads = one_way(model.get_layer(layer), backward)
    given, variables = [], []
    for checkpoint in checkpoints:
        assign(model, checkpoint)
        given.append([part.numpy() for part in read(tf.constant(inputs))[layer]])
        of_cell = (reads.cell.kernel, reads.cell.recurrent_kernel, reads.cell.bias)
        variables.append([variable.numpy() for variable in of_cell])
    sequence, mask, *first = (np.stack(parts)[:, 0] for parts in zip(*given, strict=True))
    weights = [np.stack(parts) for parts in zip(*variables, strict=True)]
    gate = getattr(reads, "recurrent_activation", reads.activation)

    def traced(which: slice, chosen: Sequence[int] | None) -> npt.NDArray[Any]:
        return trace(
            CELLS[type(reads).__name__],
            sequence[which],
            Weights(*(part[which] for part in weights)),
            ACTIVATIONS[reads.activation.__name__],
            ACTIVATIONS[gate.__name__],
            first=[state[which] for state in first],
            mask=None if mask.all() else mask[which],
            backward=reads.go_backwards,
            units=chosen,
            in_full=in_full,
        )

    if most_active is None:
        found = traced(slice(None), units)
    else:
        activity = traced(slice(-1, None), None)[0, 0].std(axis=0)
        busy = np.argsort(-activity, kind="stable")[:most_active]
        found = traced(slice(None), busy.tolist())
        numbers = np.broadcast_to(busy.astype(np.float32), (len(found), 1, *found.shape[2:]))
        found = np.concatenate([found, numbers], axis=1)
    return found if in_full else found.astype(np.float16)


@lru_cache(maxsize=MODELS_PER_WORKER)
def model_for(json: str, steps: int) -> tuple[Experiment, Any]:
    """The model of an experiment, for inputs of so many steps."""
    experiment = untrained(json)
    signature = experiment.task.signature()
    if steps != signature.input.steps:
        read = {name: spec.with_steps(steps) for name, spec in signature.inputs.items()}
        follows = signature.output.is_per_step and signature.is_step_by_step
        written = signature.output.with_steps(steps) if follows else signature.output
        signature = replace(signature, inputs=read, output=written)
    return experiment, experiment.architecture.build(signature)


def fed(experiment: Experiment, model: Any, inputs: Any) -> Any:
    """What the model is called with; one that is told the answer so far is told its own."""
    if not experiment.architecture.is_told_answers:
        return inputs
    said = tf.argmax(experiment.architecture.answer(model, inputs), axis=-1, output_type=inputs.dtype)
    return experiment.architecture.feed(inputs, said)


@lru_cache(maxsize=MODELS_PER_WORKER)
def _reader(json: str, steps: int) -> tuple[Any, Any]:
    """A model, and a graph that gives what each recurrent layer reads: the sequence, its mask, states to start from."""
    experiment, model = model_for(json, steps)

    def read(inputs: tf.Tensor) -> dict[str, list[tf.Tensor]]:
        found = {}

        def note(operation: Any, given: Sequence[Any], more: dict[str, Any], result: Any) -> Any:
            if isinstance(operation, keras.layers.RNN | keras.layers.Bidirectional):
                mask = more.get("mask")
                mask = getattr(given[0], "_keras_mask", None) if mask is None else mask
                mask = tf.ones(given[0].shape[:2], tf.bool) if mask is None else tf.cast(mask, tf.bool)
                found[operation.name] = [given[0], mask, *more.get("initial_state", ())]
            return result

        fast_forward(model, fed(experiment, model, inputs), training=False, noted=note)
        return found

    return model, tf.function(read, autograph=False)


def one_way(layer: Any, backward: bool) -> Any:
    """A recurrent layer of Keras, or the one of the two in it that reads this way."""
    if isinstance(layer, keras.layers.Bidirectional):
        return layer.backward_layer if backward else layer.forward_layer
    return layer
