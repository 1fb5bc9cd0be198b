"""The engine's contract: a run's numbers depend on the experiment only, however the run is cut into slices."""

import os
import subprocess
import sys
from itertools import cycle, pairwise, repeat
from pathlib import Path

import keras
import numpy as np
import pytest
from slices import LONG, SHORT, Trained, assert_same, begin, take_slice, train
from small import small

from seqcore.experiment import Experiment
from seqcore.training import programs
from seqcore.training.advance import advance, judge, start
from seqcore.training.program import QUICK_UPDATES, Program, build_model
from seqcore.training.settings import OPTIMIZERS
from seqcore.training.state import Controls, State, state_from_bytes, state_to_bytes

ROOT = Path(__file__).parents[2]
# 20 epochs of 3 updates: the first 32 updates run quickly, the other 28 after XLA has compiled them.
LENGTH = {"epochs": 20, "updates_per_epoch": 3, "batch_size": 2, "validate_every": 7}
EVERYTHING_RANDOM = small(
    [
        {"direction": "backward", "dropout": 0.2, "recurrent_dropout": 0.3},
        {"cell": "simple_rnn", "recurrent_dropout": 0.2},
    ],
    architecture={"dense": [{"units": 4}], "batch_normalization": True, "dropout": 0.4},
    optimizer="nadam",
    learning_rate=0.02,
    clip_norm=0.5,
    **LENGTH,
)

SIMPLE = {"cell": "simple_rnn"}


@pytest.fixture(scope="module")
def experiment() -> Experiment:
    return EVERYTHING_RANDOM


@pytest.fixture(scope="module")
def whole(experiment: Experiment) -> Trained:
    """The experiment trained in slices as long as possible."""
    return train(experiment)


def test_the_whole_run_is_recorded(experiment: Experiment, whole: Trained) -> None:
    assert whole.state.finished == "completed"
    assert whole.state.update == 60
    assert whole.view.updates == 60
    assert whole.view.epochs == 20
    assert set(whole.view.training) == {"loss", "accuracy", "whole_sequence_accuracy"}
    assert list(whole.view.validation) == [0, 7, 14, 20]
    assert [kept.epoch for kept in whole.checkpoints] == [0, 7, 14, 20]
    assert all(snapshot.shape == (20, 4, 1) for snapshot in whole.view.snapshots.values())
    assert len(set(whole.view.training["loss"])) == 20


def test_a_checkpoint_is_the_model_at_that_epoch(experiment: Experiment, whole: Trained) -> None:
    first, *_, last = (kept.variables for kept in whole.checkpoints)
    for kept, state in ((first, start(experiment)), (last, whole.state)):
        assert all(np.array_equal(mine, yours) for mine, yours in zip(kept, state.variables, strict=False))


def test_a_second_run_gives_the_same_numbers(experiment: Experiment, whole: Trained) -> None:
    assert_same(train(experiment), whole)


def test_slices_of_one_update_change_nothing(experiment: Experiment, whole: Trained) -> None:
    assert_same(train(experiment, budgets=repeat(SHORT)), whole)


def test_slices_of_odd_lengths_change_nothing(experiment: Experiment, whole: Trained) -> None:
    assert_same(train(experiment, budgets=cycle([SHORT, 0.002, SHORT, SHORT, 0.01])), whole)


def test_stopping_after_some_epochs_changes_nothing(experiment: Experiment, whole: Trained) -> None:
    stepped = begin(experiment)
    for epoch in (1, 2, 3, 7, 8, 10, 11, 19, 20):
        while stepped.view.epochs < epoch:
            take_slice(experiment, stepped, Controls(until_epoch=epoch), LONG)
        assert stepped.state.update == 3 * epoch
        assert len(stepped.state.pending) == 0
    assert_same(stepped, whole)


def test_a_state_that_was_written_down_goes_on_as_if_nothing_had_happened(
    experiment: Experiment, whole: Trained
) -> None:
    restored = begin(experiment)
    while not restored.state.finished:
        restored.state = state_from_bytes(state_to_bytes(restored.state))
        take_slice(experiment, restored, Controls(), SHORT)
    assert_same(restored, whole)


def test_other_runs_on_the_same_program_change_nothing(experiment: Experiment, whole: Trained) -> None:
    def sibling(**changes: float) -> Experiment:
        return experiment.model_copy(update={"training": experiment.training.model_copy(update=changes)})

    others = {1: sibling(seed=99, learning_rate=0.7), 2: sibling(seed=5, epochs=50, updates_per_epoch=1)}
    states = {number: start(other) for number, other in others.items()}
    mine = begin(experiment)
    while not mine.state.finished:
        take_slice(experiment, mine, Controls(), SHORT)
        for number, other in others.items():
            states[number], _ = advance(other, states[number], Controls(learning_rate=0.001 * number), SHORT)
    assert_same(mine, whole)


def test_judging_within_an_epoch_changes_nothing(experiment: Experiment, whole: Trained) -> None:
    """What is judged is the state itself: its scores join the validation curve at a part of an epoch."""
    trained = begin(experiment)
    while not trained.state.finished:
        take_slice(experiment, trained, Controls(), SHORT)
        if trained.state.update in (7, 40):
            judgement = judge(experiment, trained.state)
            assert judgement is not None
            assert judgement.own().keys() == whole.view.validation[0].keys()
            assert judgement.own() not in whole.view.validation.values()
    assert_same(trained, whole)
    at_the_end = judge(experiment, whole.state)
    assert at_the_end is not None
    assert at_the_end.own() == pytest.approx(whole.view.validation[20], rel=1e-6)


def test_programs_that_push_each_other_out_of_the_cache_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_PROGRAMS", programs.Programs(1))
    one, other = (small([SIMPLE | changes], epochs=2) for changes in ({"dropout": 0.5}, {"units": 2}))
    mine, yours = begin(one), begin(other)
    while not mine.state.finished:
        take_slice(one, mine, Controls(), SHORT)
        take_slice(other, yours, Controls(), SHORT)
    assert_same(mine, train(one))
    assert_same(yours, train(other))


def test_another_process_goes_on_with_the_same_numbers(tmp_path: Path) -> None:
    experiment = EVERYTHING_RANDOM
    part = start(experiment)
    while part.update < 17:  # in the middle of an epoch
        part, _ = advance(experiment, part, budget_seconds=SHORT)
    files = [tmp_path / name for name in ("experiment.json", "state.npz", "last.npz")]
    files[0].write_text(experiment.model_dump_json())
    files[1].write_bytes(state_to_bytes(part))
    program = Path(__file__).with_name("continue_elsewhere.py")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, program, *files], env=environment, check=True, timeout=120)
    there, here = state_from_bytes(files[2].read_bytes()), train(experiment).state
    assert (there.update, there.finished, there.best_loss) == (60, "completed", here.best_loss)
    assert all(np.array_equal(mine, yours) for mine, yours in zip(there.variables, here.variables, strict=True))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_no_optimizer_hides_a_state_from_the_slices(optimizer: str) -> None:
    """Nadam, for one, keeps a number of its own beside its slots."""
    experiment = small([SIMPLE], task={"steps": 2}, optimizer=optimizer, learning_rate=0.05, epochs=8)
    other = small([SIMPLE], task={"steps": 2}, optimizer=optimizer, seed=9, epochs=8)
    mine, yours = begin(experiment), start(other)
    while not mine.state.finished:
        take_slice(experiment, mine, Controls(), SHORT)
        yours, _ = advance(other, yours, budget_seconds=SHORT)
    assert_same(mine, train(experiment))


# The start.


def test_the_start_is_decided_by_the_seed() -> None:
    def first_weights(seed: int) -> State:
        return start(small(seed=seed))

    one, again, other = first_weights(1), first_weights(1), first_weights(2)
    assert one.update == 0
    assert one.finished is None
    assert all(np.array_equal(mine, yours) for mine, yours in zip(one.variables, again.variables, strict=True))
    assert not np.array_equal(one.variables[0], other.variables[0])


def test_resetting_gives_the_first_weights_again_although_the_program_was_used() -> None:
    experiment = small(epochs=3)
    before = start(experiment)
    train(experiment, before)
    after = start(experiment)
    assert all(np.array_equal(mine, yours) for mine, yours in zip(before.variables, after.variables, strict=True))


def test_advancing_leaves_the_given_state_as_it_was() -> None:
    experiment = small(epochs=3)
    given = start(experiment)
    copies = [value.copy() for value in given.variables]
    train(experiment, given)
    assert all(np.array_equal(value, copy) for value, copy in zip(given.variables, copies, strict=True))


# The learning rate.


def test_a_changed_learning_rate_is_recorded_once_and_kept() -> None:
    experiment = small(epochs=6, updates_per_epoch=2)
    first = train(experiment, until_epoch=2)
    second = train(experiment, first.state, until_epoch=3, learning_rate=0.5)
    third = train(experiment, second.state, learning_rate=0.5)
    (change,) = second.view.learning_rates
    assert (change.update, change.epoch, change.value) == (4, 2, 0.5)
    assert first.view.learning_rates == third.view.learning_rates == []
    assert train(experiment, second.state).state.learning_rate == 0.5
    assert_same(train(experiment, second.state), third)


def test_twice_the_learning_rate_moves_sgd_twice_as_far() -> None:
    experiment = small(epochs=2, optimizer="sgd", learning_rate=0.25)
    state = start(experiment)
    near = train(experiment, state, until_epoch=1)
    far = train(experiment, state, until_epoch=1, learning_rate=0.5)
    assert near.view.training == far.view.training  # both are of the weights before the update
    moved = [[new - old for new, old in zip(run.state.variables, state.variables, strict=True)] for run in (near, far)]
    weights = [pair for pair in zip(*moved, strict=True) if pair[0].dtype == np.float32]
    assert max(np.abs(far_step).max() for _, far_step in weights) > 0.01
    for near_step, far_step in weights:
        np.testing.assert_allclose(2 * near_step, far_step, rtol=1e-4, atol=1e-6)


def test_the_learning_rate_is_no_part_of_the_program() -> None:
    """Two rates, one program: the numbers of each are those it has alone."""
    slow, fast = (small(epochs=4, optimizer="sgd", learning_rate=rate) for rate in (0.01, 1.0))
    alone = train(slow)
    train(fast)
    assert_same(train(slow), alone)


# Early stopping.

UNMOVED = {"optimizer": "sgd", "learning_rate": 1e-30, "epochs": 9}
"""No weight changes by 1e-30, so the validation loss of epoch 0 is never improved upon."""


@pytest.mark.parametrize(
    ("patience", "validate_every", "last_epoch"),
    [(1, 1, 1), (3, 1, 3), (2, 3, 3), (4, 3, 6), (8, 1, 8), (9, 1, 9), (9, 4, 9)],
)
def test_a_run_that_never_improves_stops_when_patience_ends(
    patience: int, validate_every: int, last_epoch: int
) -> None:
    stopped = train(small(patience=patience, validate_every=validate_every, **UNMOVED))
    assert stopped.view.epochs == last_epoch
    assert stopped.state.finished == ("completed" if last_epoch == 9 else "early_stopping")
    assert stopped.state.best_epoch == 0
    assert len({row["loss"] for row in stopped.view.validation.values()}) == 1


def test_without_patience_no_run_stops_early() -> None:
    assert train(small(**UNMOVED)).state.finished == "completed"


def test_a_run_stops_at_the_first_epoch_that_is_patience_away_from_the_best_one() -> None:
    experiment = small(learning_rate=0.3, epochs=30, patience=4, validate_every=1)
    stopped = train(experiment)
    losses = [row["loss"] for row in stopped.view.validation.values()]
    best = int(np.argmin(losses))
    assert stopped.state.finished == "early_stopping"
    assert (stopped.state.best_epoch, stopped.view.epochs) == (best, best + 4)
    assert best > 0
    assert_same(train(experiment, budgets=repeat(SHORT)), stopped)


# Validation.


@pytest.mark.parametrize(("validate_every", "epochs"), [(1, [0, 1, 2, 3, 4]), (3, [0, 3, 4]), (4, [0, 4]), (9, [0, 4])])
def test_validation_comes_at_the_start_every_so_often_and_at_the_end(validate_every: int, epochs: list[int]) -> None:
    trained = train(small(epochs=4, updates_per_epoch=2, validate_every=validate_every))
    assert list(trained.view.validation) == epochs
    assert list(trained.view.snapshots) == epochs


def test_validation_changes_no_number_of_the_training() -> None:
    often, seldom = (
        train(small([{"recurrent_dropout": 0.3}], epochs=6, validate_every=every, architecture={"dropout": 0.3}))
        for every in (1, 6)
    )
    assert often.view.training == seldom.view.training
    assert often.view.validation[6] == seldom.view.validation[6]


def test_the_recorded_validation_is_what_keras_evaluates() -> None:
    experiment = small(epochs=5, learning_rate=0.1)
    trained = train(experiment)
    model = build_model(experiment)
    for variable, value in zip(model.variables, trained.state.variables, strict=False):
        variable.assign(value)
    inputs, targets = experiment.task.validation().pair
    predicted = model(inputs).numpy()
    right = (predicted >= 0.5) == (targets >= 0.5)
    expected = {
        "loss": float(keras.ops.mean(keras.losses.binary_crossentropy(targets, predicted))),
        "accuracy": right.mean(),
        "whole_sequence_accuracy": right.all(axis=(1, 2)).mean(),
    }
    assert trained.view.last_validation() == pytest.approx(expected, rel=1e-5)
    np.testing.assert_allclose(trained.view.snapshots[5], predicted[:20], atol=1e-4)


# The end.


def test_a_finished_run_stays_as_it_is() -> None:
    experiment = small(epochs=2)
    ended = train(experiment).state
    state, happened = advance(experiment, ended, budget_seconds=LONG)
    assert happened == []
    assert state.finished == "completed"
    assert (state.update, state.variables) == (ended.update, ended.variables)


def test_a_stop_that_lies_behind_does_nothing() -> None:
    experiment = small(epochs=9)
    reached = train(experiment, until_epoch=5).state
    state, happened = advance(experiment, reached, Controls(until_epoch=3), LONG)
    assert (state.update, happened) == (5, [])


def test_seconds_only_grow() -> None:
    experiment = small(epochs=5)
    state, seconds = start(experiment), [0.0]
    while not state.finished:
        state, _ = advance(experiment, state, budget_seconds=SHORT)
        seconds.append(state.seconds)
    assert all(before < after for before, after in pairwise(seconds))


# A loss that is not finite. Without a squashing activation SGD with learning rate 10 breaks within a few updates.

EXPLODING = {"optimizer": "sgd", "epochs": 90, "validate_every": 90}


def exploding(**training: float) -> Experiment:
    return small([{"cell": "simple_rnn", "activation": "linear"}], task={"steps": 8}, **(EXPLODING | training))


def assert_stopped_in_time(experiment: Experiment, stopped: Trained, learning_rate: float) -> None:
    """The run stopped just before an update that Keras, too, finds to break the loss or a weight."""
    state, event = stopped.state, stopped.view.not_finite
    assert state.finished == "not_finite"
    assert event is not None
    assert (event.update, event.learning_rate) == (state.update + 1, learning_rate)
    assert all(np.isfinite(value).all() for value in state.variables)
    assert stopped.view.epochs == state.update
    assert np.isfinite(stopped.view.training["loss"]).all()

    model = build_model(experiment)
    for variable, value in zip(model.variables, state.variables, strict=False):
        variable.assign(value)
    model.compile(keras.optimizers.SGD(float(learning_rate)), "binary_crossentropy", run_eagerly=True)
    inputs, targets = experiment.task.batches(experiment.training.seed, state.update, 1, 1).pair
    loss = model.train_on_batch(inputs[0], targets[0])
    assert not np.isfinite([loss, *(weights.sum() for weights in model.get_weights())]).all()


@pytest.mark.parametrize("seed", range(4))
def test_a_run_that_explodes_stops_before_the_update_that_breaks_it(seed: int) -> None:
    experiment = exploding(learning_rate=10, seed=seed)
    stopped = train(experiment)
    assert stopped.state.update < QUICK_UPDATES
    assert_stopped_in_time(experiment, stopped, 10)
    assert_same(train(experiment, budgets=repeat(SHORT)), stopped)


def test_a_run_that_explodes_late_keeps_its_curve() -> None:
    experiment = exploding(learning_rate=0.001)
    calm = train(experiment, until_epoch=40)
    stopped, sliced = (
        train(experiment, calm.state, budgets=repeat(budget), learning_rate=10) for budget in (LONG, SHORT)
    )
    for run in (stopped, sliced):
        run.view.training = {
            name: values + run.view.training.get(name, []) for name, values in calm.view.training.items()
        }
    assert stopped.state.update >= 40
    assert stopped.view.training["loss"][:40] == calm.view.training["loss"]
    assert_stopped_in_time(experiment, stopped, 10)
    assert_same(sliced, stopped)


def test_a_slot_that_overflows_stops_the_run_too() -> None:
    """Adam squares gradients: from 1e19 on its slots overflow while the weights do not, and it would stand still."""
    linear = {"cell": "simple_rnn", "activation": "linear"}
    experiment = small([linear], task={"steps": 20}, learning_rate=10, epochs=9, validate_every=9)
    stopped = train(experiment)
    assert stopped.state.finished == "not_finite"
    assert all(np.isfinite(value).all() for value in stopped.state.variables)
    assert_same(train(experiment, budgets=repeat(SHORT)), stopped)


def test_clipped_gradients_do_not_explode() -> None:
    assert train(exploding(learning_rate=0.1, clip_norm=0.01, epochs=40)).state.finished == "completed"


def test_programs_that_do_not_fit_the_cache_still_get_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs in turn on one worker: none may throw out the program that another one has just had compiled."""
    experiments = [small([SIMPLE | {"units": units}], epochs=40, validate_every=40) for units in (2, 3)]
    states = [train(experiment, until_epoch=QUICK_UPDATES - 2).state for experiment in experiments]
    monkeypatch.setattr(programs, "_PROGRAMS", programs.Programs(1))
    built = list[Program]()
    monkeypatch.setattr(programs, "Program", lambda *made_of: built.append(Program(*made_of)) or built[-1])
    while not all(state.finished for state in states):
        assert len(built) < 50  # a program that was thrown out is built again, without end
        for place, experiment in enumerate(experiments):
            if not states[place].finished:
                states[place], _ = advance(experiment, states[place], budget_seconds=0.2)
    assert [state.finished for state in states] == ["completed", "completed"]
