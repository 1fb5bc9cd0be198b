"""A compiled program computes what plain Keras computes: same batches, same first weights, same losses."""

from typing import Any

import keras
import numpy as np
import pytest
from slices import train
from small import small

from seqcore.architectures.recurrent_stack import CELLS, DIRECTIONS
from seqcore.experiment import Experiment
from seqcore.training.program import QUICK_UPDATES, build_model
from seqcore.training.settings import OPTIMIZERS

UPDATES = 50
assert UPDATES > QUICK_UPDATES, "some updates have to be computed by XLA"
A_FEW_UPDATES = 5
SMALLEST = {"cell": "simple_rnn", "units": 2}


def keras_losses(experiment: Experiment, **compiling: Any) -> tuple[list[float], list[np.ndarray]]:
    """Losses and last variables of one `train_on_batch` an update, with an optimizer made by Keras itself."""
    task, training = experiment.task, experiment.training
    rate = {} if training.learning_rate is None else {"learning_rate": training.learning_rate}
    optimizer = getattr(keras.optimizers, OPTIMIZERS[training.optimizer].title)(
        global_clipnorm=training.clip_norm, **rate
    )
    model = build_model(experiment)
    model.compile(optimizer, task.objective(), **compiling)
    losses = []
    for update in range(training.epochs):
        inputs, targets = task.batches(training.seed, update, 1, training.batch_size)
        model.reset_metrics()
        losses.append(float(model.train_on_batch(inputs[0], targets[0])))
    return losses, [variable.numpy() for variable in model.variables]


def assert_equal_to_keras(experiment: Experiment, tolerance: float = 1e-5, **compiling: Any) -> None:
    trained = train(experiment)
    losses, variables = keras_losses(experiment, **compiling)
    np.testing.assert_allclose(trained.view.training["loss"], losses, rtol=tolerance)
    for mine, yours in zip(trained.state.variables, variables, strict=False):
        np.testing.assert_allclose(mine, yours, rtol=10 * tolerance, atol=tolerance)


@pytest.mark.parametrize(("cell", "direction"), zip(CELLS, DIRECTIONS, strict=True))
def test_every_cell_and_direction_equals_keras(cell: str, direction: str) -> None:
    experiment = small([{"cell": cell, "direction": direction}], epochs=UPDATES, batch_size=3, validate_every=UPDATES)
    assert_equal_to_keras(experiment, jit_compile=False)


def test_a_stack_equals_keras() -> None:
    layers = [{"direction": "backward", "backward_outputs": "unaligned"}, {"cell": "gru"}]
    more = {"dense": [{"units": 4}], "batch_normalization": True}
    experiment = small(layers, architecture=more, epochs=UPDATES, batch_size=3, clip_norm=0.1, validate_every=UPDATES)
    # Batch normalization and Adam amplify the order of rounding: Keras' own eager mode is off by up to 8e-4 here.
    assert_equal_to_keras(experiment, tolerance=1e-4, jit_compile=False)


def test_a_merge_mode_equals_keras() -> None:
    layer = {"cell": "simple_rnn", "direction": "bidirectional", "merge": "mul"}
    assert_equal_to_keras(small([layer], epochs=A_FEW_UPDATES), run_eagerly=True)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_equals_keras(optimizer: str) -> None:
    experiment = small([SMALLEST], task={"steps": 2}, optimizer=optimizer, epochs=A_FEW_UPDATES)
    assert_equal_to_keras(experiment, run_eagerly=True)


def test_clipping_equals_keras() -> None:
    experiment = small([SMALLEST], task={"steps": 2}, learning_rate=0.05, clip_norm=0.05, epochs=A_FEW_UPDATES)
    assert_equal_to_keras(experiment, run_eagerly=True)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_default_learning_rates_are_those_of_keras(name: str) -> None:
    optimizer = getattr(keras.optimizers, OPTIMIZERS[name].title)()
    assert small(optimizer=name).training.first_learning_rate() == pytest.approx(float(optimizer.learning_rate))
