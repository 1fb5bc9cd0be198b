"""Sequences of different length: what is padding, what is asked for, and that a padded step counts nowhere."""

import numpy as np
import pytest
import tensorflow as tf

from seqcore.experiment import Experiment, from_values
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.batch import Batch
from seqcore.tasks.base.task import Trained
from seqcore.tasks.variable_length.task import VariableLength
from seqcore.training.program import build_model
from seqcore.training.programs import program_for

SMALL = {"sequences": 40, "shortest": 3, "longest": 8, "padded_to": 12, "features": 2, "shift": 2}


def task(**changes: object) -> VariableLength:
    return VariableLength.model_validate(SMALL | changes)


@pytest.mark.parametrize("padding", ["after", "before"])
def test_zeros_fill_up_and_nothing_else_is_zero(padding: str) -> None:
    examples = task(padding=padding).examples()
    held_out, true = examples.validation(), examples.true_steps
    assert np.array_equal((held_out.input != 0).all(axis=-1), true)
    assert np.array_equal((held_out.input == 0).all(axis=-1), ~true)
    assert np.array_equal(held_out.weights, true)
    lengths = true.sum(axis=1)
    assert 3 <= lengths.min() < lengths.max() <= 8
    edge = true[:, 0] if padding == "after" else true[:, -1]
    assert edge.all()


@pytest.mark.parametrize("shift", [2, 0, -2])
def test_the_target_is_a_mix_of_the_features_so_many_steps_earlier(shift: int) -> None:
    batch = task(shift=shift, sequences=400).examples().validation()
    pairs = []
    for inputs, targets, weights in zip(batch.input, batch.targets[..., 0], batch.weights, strict=True):
        steps = np.flatnonzero(weights)
        known = [step for step in steps if step - shift in steps]
        pairs += [(inputs[step - shift], targets[step]) for step in known]
    shown, wanted = map(np.array, zip(*pairs, strict=True))
    mix, *_ = np.linalg.lstsq(shown, wanted, rcond=None)
    np.testing.assert_allclose(shown @ mix, wanted, atol=1e-5)
    assert np.linalg.norm(mix) == pytest.approx(0.44, rel=1e-4)


def experiment(**changes: object) -> Experiment:
    stack = {"kind": "recurrent_stack", "layers": [{"units": 3}, {"units": 2}]}
    values = {"task": {"kind": "variable_length"} | SMALL | changes, "architecture": stack}
    return from_values(values | {"training": {"batch_size": 5}})


def gradients(what: Experiment, batch: Batch) -> list[np.ndarray]:
    """What an update of the engine's program would follow, and the loss and the metrics."""
    program = program_for(what, what.task.examples())
    program.write(tuple(variable.numpy() for variable in build_model(what).variables) + program.first_slots)
    tree = tf.nest.map_structure(tf.constant, batch.tree())
    with tf.GradientTape() as tape:
        predicted = program.model(tree["inputs"]["input"], training=True)
        row = [measure(tree["targets"], predicted, tree["weights"]) for measure in program.measures]
    found = tape.gradient(row[0], program.model.trainable_variables)
    return [*(gradient.numpy() for gradient in found), *(float(value) for value in row[:2])]


def test_whatever_a_padded_step_asks_for_changes_nothing_to_the_last_bit() -> None:
    what = experiment()
    batch = what.task.examples().validation()
    targets = batch.targets.copy()
    targets[batch.weights == 0] = 99
    before, after = gradients(what, batch), gradients(what, Batch(batch.inputs, targets, batch.weights))
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


@pytest.mark.parametrize("masking", [True, False])
def test_more_padding_changes_nothing_with_a_mask_and_something_without(masking: bool) -> None:
    inputs = task(padding="before").examples().validation().input
    first, second = (build_model(experiment(masking=masking, padded_to=steps)) for steps in (12, 17))
    generator = np.random.default_rng(1)
    for mine, yours in zip(second.weights, first.weights, strict=True):
        # Biases start at 0, with which a network stays silent on zeros.
        yours.assign(yours + generator.normal(0, 0.3, yours.shape) if yours.dtype == "float32" else yours)
        mine.assign(yours)
    padded = np.pad(inputs, ((0, 0), (5, 0), (0, 0)))
    true = (inputs != 0).all(axis=-1)
    difference = np.abs(second(padded).numpy()[:, 5:] - first(inputs).numpy())[true].max()
    assert difference < 1e-6 if masking else difference > 1e-3


def test_the_two_errors_by_hand() -> None:
    what = task(counts_padding=True)
    examples = what.examples()
    baseline = examples.baselines()["zero"].scores
    off = np.abs(examples.validation().targets[..., 0])
    assert baseline["mae_all_steps"] == pytest.approx(off.mean())
    assert baseline["mae_true_steps"] == pytest.approx(off.sum() / examples.true_steps.sum())
    assert baseline["loss"] == baseline["mae_all_steps"]
    assert task().examples().baselines()["zero"].scores["loss"] == pytest.approx(baseline["mae_true_steps"])


def test_the_loss_is_what_keras_prints() -> None:
    """With a mask over the true steps; without one over all of them."""
    for masking in (True, False):
        what = experiment(masking=masking, counts_padding=not masking)
        batch = what.task.examples().validation()
        model = build_model(what)
        model.compile(loss="mean_absolute_error")
        printed = model.evaluate(batch.input, batch.targets, batch_size=len(batch), verbose=0)
        program = program_for(what, what.task.examples())
        program.write(tuple(variable.numpy() for variable in model.variables) + program.first_slots)
        row, _, _ = program.network.evaluate(batch)
        assert row[0] == pytest.approx(printed, rel=1e-5)
        assert row[0] == row[1 if masking else 2]


def test_the_verdict_tells_both_errors() -> None:
    what = experiment()
    program = program_for(what, what.task.examples())
    verdict = what.task.examples().judge(program.network, Trained(1, 1, 5)).verdict
    assert verdict is not None
    assert "over all steps the error is" in verdict.details[0]


def test_lengths_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InvalidInput, match="got 9, 8 and 12"):
        from_values({"task": {"kind": "variable_length"} | SMALL | {"shortest": 9}, "architecture": {}, "training": {}})


def test_pieces_of_a_sequence_follow_each_other() -> None:
    """By hand: 12 steps in pieces of 5 are three pieces, and 15 steps; the batches of three updates belong together."""
    cut, whole = task(piece_steps=5).examples(), task(padded_to=15).examples()
    assert cut.updates_per_pass(10) == 3 * whole.updates_per_pass(10)
    batches = cut.batches(1, 0, 9, 10)
    assert batches.input.shape == (9, 10, 5, 2)
    assert batches.starts.tolist() == [1, 0, 0] * 3
    together = np.concatenate(batches.input[3:6], axis=1)
    assert np.array_equal(together, whole.batches(1, 1, 1, 10).input[0])
    later = cut.batches(1, 4, 3, 10)
    assert later.starts.tolist() == [0, 0, 1]
    assert np.array_equal(later.targets, batches.targets[4:7])
    assert np.array_equal(cut.validation().weights.reshape(-1, 15), whole.validation().weights)


def test_pieces_change_no_baseline_and_no_true_step() -> None:
    cut, whole = task(piece_steps=4).examples(), task().examples()
    assert cut.baselines() == whole.baselines()
    assert np.array_equal(cut.true_steps, whole.true_steps)
