"""The state of a large network stays with its worker: what travels, what a loss costs, and that no number differs."""

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from small import small

from seqcore.jobs import held, work
from seqcore.jobs.held import Held, NotHeld
from seqcore.jobs.parcel import MOST_BYTES, pack, unpack
from seqcore.jobs.turn import SECONDS_BETWEEN_COPIES, Turn
from seqcore.runs.folder import RunFolder
from seqcore.training.advance import advance, start
from seqcore.training.events import Epochs
from seqcore.training.state import Controls, State

LONG = 1_000


def large(update: int = 1) -> State:
    return State(update, 1, 0.1, (np.zeros(MOST_BYTES // 4 + 1, np.float32),), np.zeros((0, 2), np.float32))


@pytest.fixture
def turn() -> Any:
    taken = Turn.take(RunFolder.create(small(epochs=LONG)))
    assert taken is not None
    yield taken
    taken.recorder.folder.release()


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST_BYTES", 10)


def reach(turn: Turn, worker: str, state: State) -> None:
    """A slice of one epoch has ended at `worker`."""
    epochs = Epochs(first=state.update, metrics={"loss": [1.0]}, update=state.update, seconds=state.update)
    turn.worker = worker
    turn.record(work.SliceDone(state, [epochs], 0.3, crowded=False))


def run(state: Any, run_id: str, controls: Controls | None = None, *, brings_state: bool = False) -> work.SliceDone:
    what = small(epochs=LONG).model_dump_json()
    done = work.run_slice(run_id, what, None, pack(state), controls or Controls(), 0.2, brings_state)
    found = unpack(done)
    assert isinstance(found, work.SliceDone)
    return found


def test_a_small_state_travels(turn: Turn) -> None:
    assert run(None, "small").state.has_arrays
    with pytest.raises(NotHeld):
        Held("small", 1, None).state()


@pytest.mark.usefixtures("everything_is_large")
def test_numbers_are_the_same_whether_the_state_stays_or_travels() -> None:
    experiment = small(epochs=LONG)
    place = run(None, "stays").state
    while place.update < 60:
        place = run(Held("stays", place.update, None), "stays").state
        assert not place.has_arrays
    stayed = unpack(work.bring_state(Held("stays", place.update, None)))
    travelled = start(experiment)
    while travelled.update < place.update:
        travelled, _ = advance(experiment, travelled, Controls(until_epoch=place.epoch), 9)
    assert stayed.update == travelled.update
    for one, other in zip(stayed.variables, travelled.variables, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.usefixtures("everything_is_large")
def test_a_state_that_is_asked_for_comes_along() -> None:
    assert run(None, "asked", brings_state=True).state.has_arrays


@pytest.mark.usefixtures("everything_is_large")
def test_a_state_comes_along_when_the_run_rests() -> None:
    state: Any = None
    while True:
        place = run(state, "rests", Controls(until_epoch=1)).state
        if place.epoch == 1:
            break
        assert not place.has_arrays
        state = Held("rests", place.update, None)
    assert place.has_arrays


@pytest.mark.usefixtures("everything_is_large")
def test_a_state_of_another_time_is_not_held() -> None:
    place = run(None, "other").state
    with pytest.raises(NotHeld):
        Held("other", place.update + 1, None).state()
    with pytest.raises(NotHeld):
        work.bring_state(Held("somebody-elses", place.update, None))


def test_what_a_worker_holds_is_asked_for_there_and_the_copy_goes_elsewhere(turn: Turn) -> None:
    reach(turn, "a", large(1))
    assert not turn.is_behind
    assert turn.start_for("a") == Held(turn.id, 1, "a")
    start_elsewhere = turn.start_for("b")
    assert isinstance(start_elsewhere, State)
    assert start_elsewhere.has_arrays
    reach(turn, "a", large(2).without_arrays())
    assert turn.is_behind
    assert turn.recorder.view.epochs == 2
    assert turn.state is not None
    assert turn.state.update == 1


def test_a_loss_takes_back_what_came_after_the_copy(turn: Turn) -> None:
    reach(turn, "a", large(1))
    reach(turn, "a", large(2).without_arrays())
    turn.lose_worker(alone=False)
    assert not turn.is_behind
    assert turn.recorder.view.epochs == 1
    assert turn.start_for("b") is turn.state
    assert "went on from epoch 1 " in turn.recorder.view.note


def test_a_copy_is_due_now_and_then_and_with_a_new_learning_rate(turn: Turn, monkeypatch: pytest.MonkeyPatch) -> None:
    assert turn.is_copy_due
    reach(turn, "a", large(1))
    assert not turn.is_copy_due
    turn.set_learning_rate(0.5)
    assert turn.is_copy_due
    reach(turn, "a", replace(large(2), learning_rate=0.5))
    assert not turn.is_copy_due
    now = time.monotonic() + SECONDS_BETWEEN_COPIES
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert turn.is_copy_due
