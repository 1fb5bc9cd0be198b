"""Looks at many images at a time, what a network would say early, and what Keras says to reshapes."""

import numpy as np
import pytest

from seqcore.experiment import Experiment, with_values
from seqcore.presets import PRESETS
from seqcore.tasks.image_patches.orders import PATCHES
from seqcore.tasks.image_patches.reshape_rows import ReshapeRow
from seqcore.training import network
from seqcore.training.advance import advance, judge, start
from seqcore.training.examples import examples_for
from seqcore.training.program import build_model
from seqcore.training.programs import program_for
from seqcore.training.reshaping import reshape_rows
from seqcore.training.use import early, replay

SMALL = [
    *(
        "architecture.convolutions.0.filters=2",
        "architecture.convolutions.1.filters=3",
        "architecture.layers.0.units=4",
    ),
    *("training.updates_per_epoch=3", "training.epochs=2", "training.validate_every=1", "task.held_out=0.02"),
]


def small(*changes: str) -> Experiment:
    return with_values(PRESETS["patches"].experiment, [*SMALL, *changes])


def test_a_look_in_parts_is_the_look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = small()
    examples = examples_for(experiment, None)
    program = program_for(experiment, examples)
    program.write(start(experiment).variables)
    row, said, variables = program.network.evaluate(examples.validation())
    monkeypatch.setattr(network, "MOST_VALUES_OF_A_LAYER", 1)
    monkeypatch.setattr(network, "MOST_VALUES_PREDICTED_AT_ONCE", 784 * 7)
    in_parts = program.network.evaluate(examples.validation())
    np.testing.assert_allclose(in_parts[0], row, rtol=1e-5)
    np.testing.assert_allclose(in_parts[1], said, atol=1e-6)
    assert all(map(np.array_equal, in_parts[2], variables))
    np.testing.assert_allclose(said, build_model(experiment)(examples.validation().input), atol=1e-5)


def test_a_run_ends_with_accuracy_and_is_the_same_however_it_is_sliced() -> None:
    experiment, ends = small(), []
    for budget in (0.0, 60.0):
        state = start(experiment)
        while not state.finished:
            state, _ = advance(experiment, state, budget_seconds=budget)
        ends.append(state)
    assert all(map(np.array_equal, ends[0].variables, ends[1].variables))
    final = judge(experiment, ends[0])
    assert final is not None
    assert final.own().keys() >= {"loss", "accuracy"}
    assert final.baselines.keys() == {"frequent", "neighbours"}


@pytest.mark.parametrize("direction", ["forward", "bidirectional"])
def test_early_answers_are_those_to_sequences_that_end_early(direction: str) -> None:
    experiment = small(f"architecture.layers.0.direction={direction}")
    inputs = examples_for(experiment, None).validation().input[:3]
    checkpoint = tuple(variable.numpy() for variable in build_model(experiment).variables)
    said = early(experiment, [checkpoint, checkpoint], inputs)
    assert said.shape == (2, 3, PATCHES, 10)
    np.testing.assert_allclose(said.sum(axis=-1), 1, rtol=1e-5)
    np.testing.assert_allclose(said[:, :, -1], replay(experiment, [checkpoint, checkpoint], inputs), atol=1e-6)
    # What comes after a step makes no difference to what was said before it.
    other = inputs.copy()
    other[:, 2:] = 1 - other[:, 2:]
    changed = early(experiment, [checkpoint], other)
    np.testing.assert_allclose(changed[0, :, :2], said[0, :, :2], atol=1e-6)
    assert np.abs(changed[0, :, 2:] - said[0, :, 2:]).max() > 1e-4


def test_a_network_that_reads_all_at_once_says_nothing_early() -> None:
    experiment = small("architecture.kind=perceptron")
    inputs = examples_for(experiment, None).validation().input[:2]
    checkpoint = tuple(variable.numpy() for variable in build_model(experiment).variables)
    said = early(experiment, [checkpoint], inputs)
    assert np.isnan(said[:, :, :-1]).all()
    np.testing.assert_allclose(said[:, :, -1], replay(experiment, [checkpoint], inputs), atol=1e-6)


@pytest.fixture(scope="module")
def rows() -> dict[str, ReshapeRow]:
    return {row.built: row for row in reshape_rows()}


def test_keras_still_raises_the_errors_of_the_question(rows: dict[str, ReshapeRow]) -> None:
    flat, reshaped = rows["Conv2D → Flatten → LSTM"], rows["Conv2D → Reshape(4, 400) → LSTM"]
    assert (flat.layer, flat.shape_in_words) == ("LSTM", "(batch, 1352)")
    assert "expected ndim=3, found ndim=2" in flat.error
    assert (reshaped.layer, reshaped.shape_in_words) == ("Reshape", "(batch, 13, 13, 8)")
    assert "must be unchanged" in reshaped.error
    for row in (flat, reshaped):
        assert "\x1b" not in row.error
        assert row.first_step == ()


def test_a_reshape_that_adds_up_mixes_patches_and_time_distributed_does_not(rows: dict[str, ReshapeRow]) -> None:
    mixed = rows["Conv2D → Reshape(4, 338) → LSTM"]
    right = rows["four patches → TimeDistributed(Conv2D) → TimeDistributed(Flatten) → LSTM"]
    assert not mixed.error
    assert not right.error
    assert (mixed.first_step, right.first_step) == ((1, 2), (1,))
    assert right.shape_in_words == "(batch, 4, 1152)"
