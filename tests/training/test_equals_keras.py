"""A compiled program computes what plain Keras computes, update by update, each from the same state.

Whole trajectories are not compared: batch normalization and Adam amplify the order of rounding, which is another one
on every processor. What one update does is the same to within a few rounding errors of float32.
"""

from collections.abc import Iterator

import keras
import numpy as np
import pytest
from slices import LONG
from small import small

from seqcore.architectures.recurrent_stack import CELLS, DIRECTIONS
from seqcore.experiment import Experiment
from seqcore.training.advance import advance, start
from seqcore.training.events import Epochs
from seqcore.training.program import QUICK_UPDATES, build_model
from seqcore.training.settings import OPTIMIZERS
from seqcore.training.state import Controls, State, Variables

FIRST, COMPILED = range(3), range(QUICK_UPDATES, QUICK_UPDATES + 3)
"""Updates by number: the first are computed op by op, the others by XLA."""
ROUNDING = 100 * float(np.finfo(np.float32).eps)
"""What a loss or a gradient of a small network may be off by, relative to the largest of its kind: 1.2e-5."""
OF_A_STEP = 0.02
"""What a weight's change may be off by, as a share of the learning rate.

Optimizers divide a gradient by its own size plus 1e-7, so a gradient that is all rounding (1e-9, say, of a bias before
batch normalization) moves its weight by about a hundredth of the learning rate.
"""
SMALLEST = {"cell": "simple_rnn", "units": 2}


def our_updates(experiment: Experiment, upto: int) -> Iterator[tuple[State, float, State]]:
    """The state before each update (one an epoch), its loss, and the state after it."""
    state = start(experiment)
    while state.update < upto:
        before = state
        while state.update == before.update:  # also while XLA compiles
            state, happened = advance(experiment, state, Controls(until_epoch=before.update + 1), LONG)
        (epochs,) = (event for event in happened if isinstance(event, Epochs))
        yield before, epochs.metrics["loss"][0], state


class Keras:
    """Plain Keras, given a state: one `train_on_batch` with an optimizer that Keras makes itself."""

    def __init__(self, experiment: Experiment, run_eagerly: bool) -> None:
        self.experiment, training = experiment, experiment.training
        rate = {} if training.learning_rate is None else {"learning_rate": training.learning_rate}
        optimizer = getattr(keras.optimizers, OPTIMIZERS[training.optimizer].title)(
            global_clipnorm=training.clip_norm, **rate, **training.own_arguments()
        )
        self.model = build_model(experiment)
        self.model.compile(optimizer, experiment.task.objective(), run_eagerly=run_eagerly, jit_compile=False)
        optimizer.build(self.model.trainable_variables)
        slots = [slot for slot in optimizer.variables if slot is not optimizer.learning_rate]
        self.variables = [*self.model.variables, *slots]

    def update(self, state: State) -> tuple[float, Variables]:
        """The loss of the update after `state`, and all variables after it."""
        for variable, value in zip(self.variables, state.variables, strict=True):
            variable.assign(value.copy())
        training = self.experiment.training
        inputs, targets = self.experiment.task.batches(training.seed, state.update, 1, training.batch_size).pair
        self.model.reset_metrics()
        loss = float(self.model.train_on_batch(inputs[0], targets[0]))
        return loss, tuple(variable.numpy() for variable in self.variables)


def assert_equal_to_keras(experiment: Experiment, *numbers: range, run_eagerly: bool = True) -> None:
    plain, wanted = Keras(experiment, run_eagerly), {number for some in numbers for number in some}
    moved = 0.0
    for before, loss, after in our_updates(experiment, max(wanted) + 1):
        if before.update not in wanted:
            continue
        expected_loss, expected = plain.update(before)
        assert loss == pytest.approx(expected_loss, rel=ROUNDING)
        weights = len(plain.model.variables)
        for place, (mine, yours) in enumerate(zip(after.variables, expected, strict=True)):
            largest = float(np.abs(yours).max())
            step = OF_A_STEP * before.learning_rate if place < weights else 0.0
            np.testing.assert_allclose(mine, yours, rtol=0, atol=ROUNDING * largest + step)
            moved = max(moved, float(np.abs(yours - before.variables[place]).max()) / before.learning_rate)
    assert moved > 10 * OF_A_STEP, "nothing moved, so nothing was compared"


@pytest.mark.parametrize(("cell", "direction"), zip(CELLS, DIRECTIONS, strict=True))
def test_every_cell_and_direction_equals_keras(cell: str, direction: str) -> None:
    experiment = small([{"cell": cell, "direction": direction}], epochs=50, batch_size=3, validate_every=50)
    assert_equal_to_keras(experiment, FIRST, COMPILED)


def test_a_stack_equals_keras() -> None:
    layers = [{"direction": "backward", "backward_outputs": "unaligned"}, {"cell": "gru"}]
    more = {"dense": [{"units": 4}], "batch_normalization": True}
    experiment = small(layers, architecture=more, epochs=50, batch_size=3, clip_norm=0.1, validate_every=50)
    # Op by op the slots of the bias before the normalization, which are all rounding, would be others.
    assert_equal_to_keras(experiment, FIRST, COMPILED, run_eagerly=False)


def test_a_merge_mode_equals_keras() -> None:
    layer = {"cell": "simple_rnn", "direction": "bidirectional", "merge": "mul"}
    assert_equal_to_keras(small([layer], epochs=5), FIRST)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_equals_keras(optimizer: str) -> None:
    experiment = small([SMALLEST], task={"steps": 2}, optimizer=optimizer, epochs=5)
    assert_equal_to_keras(experiment, FIRST)


def test_adagrad_from_another_sum_equals_keras() -> None:
    experiment = small([SMALLEST], task={"steps": 2}, optimizer="adagrad", first_sum=0.5, epochs=5)
    assert experiment.training.own_arguments() == {"initial_accumulator_value": 0.5}
    assert_equal_to_keras(experiment, FIRST)


def test_clipping_equals_keras() -> None:
    experiment = small([SMALLEST], task={"steps": 2}, learning_rate=0.05, clip_norm=0.05, epochs=5)
    assert_equal_to_keras(experiment, FIRST)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_default_learning_rates_are_those_of_keras(name: str) -> None:
    optimizer = getattr(keras.optimizers, OPTIMIZERS[name].title)()
    assert small(optimizer=name).training.first_learning_rate() == pytest.approx(float(optimizer.learning_rate))
