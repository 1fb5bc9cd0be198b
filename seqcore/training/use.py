"""Using trained weights: predictions for inputs of one's own, and the model as a .keras file. Workers only."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from seqcore.experiment import Experiment, from_json
from seqcore.tasks.base.batch import Inputs
from seqcore.training.program import build_model, tf
from seqcore.training.state import Variables

MODELS_PER_WORKER = 8


def replay(experiment: Experiment, checkpoints: Sequence[Variables], inputs: Inputs) -> npt.NDArray[np.float32]:
    """Predictions for `inputs` (sequences, time, features) with each checkpoint: (checkpoints, sequences, …)."""
    return _with_each("answer", experiment, checkpoints, inputs)


def early(experiment: Experiment, checkpoints: Sequence[Variables], inputs: Inputs) -> npt.NDArray[np.float32]:
    """What each checkpoint would say to `inputs` (sequences, time, …) if they ended after each step.

    (checkpoints, sequences, time, …), for outputs that come once a sequence; NaN before the last step where the
    architecture's weights are for one length only.
    """
    steps, json = inputs.shape[1], experiment.model_dump_json(include={"version", "task", "architecture"})
    first = 1 if experiment.architecture.reads_any_length else steps
    said = {
        read: _ask_each(*_asking_early(json, read), checkpoints, inputs[:, :read]) for read in range(first, steps + 1)
    }
    unknown = np.full_like(said[steps], np.nan)
    return np.stack([said.get(read, unknown) for read in range(1, steps + 1)], axis=2)


def _with_each(
    method: str, experiment: Experiment, checkpoints: Sequence[Variables], inputs: Inputs
) -> npt.NDArray[np.float32]:
    """What `method` of the architecture gives for `inputs`, the last thing if there are more, with each checkpoint."""
    asking = _asking(method, experiment.model_dump_json(include={"version", "task", "architecture"}))
    return _ask_each(*asking, checkpoints, inputs)


def _ask_each(model: Any, ask: Any, checkpoints: Sequence[Variables], inputs: Inputs) -> npt.NDArray[np.float32]:
    answers = []
    for checkpoint in checkpoints:
        assign(model, checkpoint)
        answer = ask(tf.constant(inputs))
        answers.append((answer[-1] if isinstance(answer, tuple) else answer).numpy())
    return np.stack(answers)


def tables(experiment: Experiment, checkpoints: Sequence[Variables], layer: str) -> list[npt.NDArray[np.float32]]:
    """The first weight of a layer with each checkpoint: of an Embedding its table (rows, numbers)."""
    place = _place_of(experiment.model_dump_json(include={"version", "task", "architecture"}), layer)
    return [np.asarray(checkpoint[place]) for checkpoint in checkpoints]


@lru_cache(maxsize=MODELS_PER_WORKER)
def _place_of(json: str, layer: str) -> int:
    """Where the first weight of a layer stands among the model's variables."""
    model = build_model(untrained(json))
    wanted = model.get_layer(layer).weights[0]
    return next(place for place, variable in enumerate(model.variables) if variable is wanted)


def keras_file(experiment: Experiment, variables: Variables) -> bytes:
    """The content of a .keras file with the model's `variables` (more of them, the optimizer's, are left out)."""
    model = build_model(experiment)
    assign(model, variables)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.keras"
        model.save(file)
        return file.read_bytes()


def untrained(json: str) -> Experiment:
    """The experiment of a task and an architecture, with any training."""
    return from_json(json[:-1] + ',"training":{}}')


@lru_cache(maxsize=MODELS_PER_WORKER)
def _asking(method: str, json: str) -> tuple[Any, Any]:
    experiment = untrained(json)
    model = build_model(experiment)
    ask = getattr(experiment.architecture, method)
    function = tf.function(lambda inputs: ask(model, inputs), autograph=False, reduce_retracing=True)
    return model, function


@lru_cache(maxsize=MODELS_PER_WORKER)
def _asking_early(json: str, steps: int) -> tuple[Any, Any]:
    """A model with the same weights that reads the first `steps` steps, and how to ask it."""
    experiment = untrained(json)
    signature = experiment.task.signature()
    shorter = {name: spec.with_steps(steps) for name, spec in signature.inputs.items()}
    model = experiment.architecture.build(replace(signature, inputs=shorter))
    return model, tf.function(lambda inputs: model(inputs, training=False), autograph=False, reduce_retracing=True)


def assign(model: Any, variables: Variables) -> None:
    """Write the first of `variables`, the weights, into the model."""
    for variable, value in zip(model.variables, variables, strict=False):
        variable.assign(value.copy())
