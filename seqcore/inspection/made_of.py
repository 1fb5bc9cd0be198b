"""What layers of a run's network are made of: vectors of an Embedding, weights of a recurrent layer. Workers only."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from seqcore.experiment import Experiment
from seqcore.inspection.reading import model_for, one_way
from seqcore.tasks.base.batch import Inputs
from seqcore.training.program import tf
from seqcore.training.state import Variables
from seqcore.training.use import assign


def weights(
    experiment: Experiment, checkpoints: Sequence[Variables], layer: str, backward: bool
) -> npt.NDArray[np.float16]:
    """Input weights, recurrent weights and biases below each other: (checkpoints, features + units + biases, …).

    Columns are those of Keras: the units of each block, one block after the other. In half precision.
    """
    model = _model(experiment)
    cell = one_way(model.get_layer(layer), backward).cell
    found = []
    for checkpoint in checkpoints:
        assign(model, checkpoint)
        width = cell.kernel.shape[-1]
        parts = (part.numpy().reshape(-1, width) for part in (cell.kernel, cell.recurrent_kernel, cell.bias))
        found.append(np.concatenate(list(parts)))
    return np.stack(found).astype(np.float16)


def attention(experiment: Experiment, checkpoints: Sequence[Variables], inputs: Inputs) -> npt.NDArray[np.float32]:
    """Where it looks for each step of its answer to `inputs` (1, steps), and what it says there.

    (checkpoints, answer steps, input steps + symbols): shares that sum to 1, and probabilities.
    """
    model = _model(experiment)
    align: Any = getattr(experiment.architecture, "alignment")  # noqa: B009 (of the architectures that look back only)
    found = []
    for checkpoint in checkpoints:
        assign(model, checkpoint)
        said, shares = align(model, tf.constant(inputs))
        found.append(np.concatenate([shares.numpy(), said.numpy()], axis=-1)[0])
    return np.stack(found)


def _model(experiment: Experiment) -> Any:
    json = experiment.model_dump_json(include={"version", "task", "architecture"})
    return model_for(json, experiment.task.signature().input.steps)[1]
