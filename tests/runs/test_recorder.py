"""The recorder: events before the state, each status once, and a last line that sums up."""

from dataclasses import replace

import numpy as np
import pytest
from small import small

from seqcore.runs.folder import RunFolder
from seqcore.runs.recorder import Recorder
from seqcore.tasks.base.evaluation import Evaluation
from seqcore.training.events import Epochs, NotFinite, Validations
from seqcore.training.state import Checkpoint, State

EPOCHS = [Epochs(first=n, metrics={"loss": [1 / n]}, update=n, seconds=float(n)) for n in (1, 2, 3)]
LOOK = Validations(epochs=[2], metrics={"loss": [0.4], "accuracy": [0.9]}, predictions=[[]])


def state(update: int) -> State:
    return State(update, 1, 0.1, (np.ones(2, np.float32),), np.zeros((0, 2), np.float32), seconds=update / 2)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder(RunFolder.create(small()))


def test_what_happened_is_in_the_folder_and_in_the_view(recorder: Recorder) -> None:
    recorder.record(state(2), [*EPOCHS[:2], Checkpoint.of(2, state(2).variables), LOOK])
    assert recorder.view.training == recorder.folder.view().training == {"loss": [1, 0.5]}
    assert recorder.folder.checkpoints() == [2]
    assert recorder.folder.load_state().update == 2


def test_a_status_is_noted_when_it_changes(recorder: Recorder) -> None:
    for status, note in (("running", ""), ("running", ""), ("running", "Again."), ("paused", ""), ("running", "")):
        recorder.status(status, note)
    noted = [(event.status, event.note) for event in recorder.folder.view().statuses]
    assert noted == [("running", ""), ("running", "Again."), ("paused", ""), ("running", "")]


def test_the_last_line_sums_up_and_keeps_the_last_state(recorder: Recorder) -> None:
    recorder.record(state(1), EPOCHS[:1])
    recorder.record(state(3), [*EPOCHS[1:], LOOK])
    finished = recorder.finish("stopped", "Enough.")
    assert recorder.folder.view().finished == finished
    assert (finished.reason, finished.epochs, finished.updates, finished.note) == ("stopped", 3, 3, "Enough.")
    assert finished.metrics == {"loss": pytest.approx(1 / 3)}
    assert finished.validation == {"loss": 0.4, "accuracy": 0.9}
    assert finished.first_point_seconds == EPOCHS[0].seconds
    assert finished.seconds >= 1.5
    assert recorder.folder.load_state().update == 3


def test_a_run_that_ended_before_its_first_epoch_has_no_first_point(recorder: Recorder) -> None:
    finished = recorder.finish("failed", "No cluster.")
    assert (finished.epochs, finished.updates, finished.first_point_seconds, finished.metrics) == (0, 0, None, {})


def test_a_loss_that_is_not_finite_is_explained_in_the_last_line(recorder: Recorder) -> None:
    broken = NotFinite(update=2, learning_rate=0.5, clipped=False)
    recorder.record(state(1), [EPOCHS[0], broken])
    assert recorder.finish("not_finite").note == broken.sentence()


def test_a_recorder_of_an_interrupted_run_knows_what_was_there(recorder: Recorder) -> None:
    recorder.record(state(2), EPOCHS[:2])
    assert Recorder(RunFolder(recorder.folder.path)).view.epochs == 2


def test_the_judgement_within_an_epoch_is_the_last_point_of_the_curve(recorder: Recorder) -> None:
    within = replace(state(7), updates_per_epoch=2)
    recorder.record(within, [*EPOCHS, LOOK])
    final = Evaluation({"validation": {"network": {"loss": 0.2, "accuracy": 0.95}}})
    finished = recorder.finish("stopped", final=final)
    view = recorder.folder.view()
    assert view.validation[max(view.validation)] == view.last_validation() == finished.validation
    assert list(view.validation) == [2, 3.5]
    assert list(view.snapshots) == [2]
