"""Events as lines of JSON, and the view that they fold into."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import small

from seqcore.runs.view import RunView
from seqcore.training.events import (
    Epochs,
    Event,
    Finished,
    LearningRate,
    NotFinite,
    StatusChanged,
    Validations,
    event_from_line,
    event_to_line,
)

EXPERIMENT = small(epochs=10, updates_per_epoch=2)
FIRST = Epochs(first=1, metrics={"loss": [0.7, 0.6], "accuracy": [0.5, 0.75]}, update=4, seconds=1.0)
SECOND = Epochs(first=3, metrics={"loss": [0.5], "accuracy": [1.0]}, update=6, seconds=1.5)
LOOKS = Validations(
    epochs=[0, 2], metrics={"loss": [0.69, 0.61], "accuracy": [0.5, 0.6]}, predictions=[[[[0.5]], [[0.25]]]] * 2
)
FASTER = LearningRate(update=4, epoch=2, value=0.01)
BROKEN = NotFinite(update=7, learning_rate=0.5, clipped=False)
RUNNING = StatusChanged(status="running", at=1e9)
LOST = StatusChanged(status="running", at=1e9 + 1, note="A worker was lost; “the run” went on.\nReally.")
ENDED = Finished(
    reason="completed",
    epochs=3,
    updates=6,
    seconds=1.5,
    first_point_seconds=None,
    metrics={"loss": 0.5},
    validation={"loss": 0.61},
    note="Done.",
    at=1e9 + 2,
)
EVENTS: list[Event] = [RUNNING, FIRST, LOOKS, FASTER, SECOND, LOST, BROKEN, ENDED]


def view(*events: Event) -> RunView:
    return RunView(EXPERIMENT).fold(events)


# Lines.


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.event)
def test_an_event_is_one_line_and_reads_the_same(event: Event) -> None:
    line = event_to_line(event)
    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert event_from_line(line) == event
    assert event_from_line(line.encode()) == event


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.event)
def test_a_line_that_was_cut_off_is_no_event(event: Event) -> None:
    line = event_to_line(event).strip().encode()
    assert all(event_from_line(line[:end]) is None for end in range(len(line)))


@pytest.mark.parametrize(
    "line",
    [b"", b"\n", b"null", b"[]", b'{"event": "party"}', b'{"event": "learning_rate", "update": 1}', b"\xff\xfe{}"]
    + [b'{"event": "learning_rate", "update": 1, "epoch": 0, "value": 0.1, "why": "another version"}'],
)
def test_a_line_of_something_else_is_no_event(line: bytes) -> None:
    assert event_from_line(line) is None


@given(line=st.binary() | st.text())
def test_any_line_is_an_event_or_none(line: str | bytes) -> None:
    assert event_from_line(line) is None


def test_a_loss_that_is_not_finite_is_explained() -> None:
    sentence = BROKEN.sentence()
    assert "at update 7 with learning rate 0.5" in sentence
    assert "below 0.05" in sentence
    assert "gradient clipping" in sentence
    assert "clipping" not in NotFinite(update=7, learning_rate=0.5, clipped=True).sentence()


# The view.


def test_before_anything_happens_there_is_nothing_to_show() -> None:
    empty = view()
    assert (empty.status, empty.note, empty.epochs, empty.updates, empty.seconds) == ("queued", "", 0, 0, 0.0)
    assert empty.last_metrics() == empty.last_validation() == {}
    assert empty.learning_rate == 0.001
    assert empty.seconds_left is None


def test_epochs_follow_each_other() -> None:
    both = view(FIRST, SECOND)
    assert both.training == {"loss": [0.7, 0.6, 0.5], "accuracy": [0.5, 0.75, 1.0]}
    assert (both.epochs, both.updates, both.seconds) == (3, 6, 1.5)
    assert both.last_metrics() == {"loss": 0.5, "accuracy": 1.0}


def test_pace_and_time_left_come_from_the_last_slice() -> None:
    # From update 4 to 6 in half a second: 4 updates a second, and 14 of the 20 updates are still to come.
    both = view(FIRST, SECOND)
    assert both.pace == pytest.approx(4)
    assert both.seconds_left == pytest.approx(3.5)


def test_validations_are_filed_by_their_epoch() -> None:
    looked = view(LOOKS)
    assert looked.validation == {0: {"loss": 0.69, "accuracy": 0.5}, 2: {"loss": 0.61, "accuracy": 0.6}}
    assert looked.last_validation() == {"loss": 0.61, "accuracy": 0.6}
    assert list(looked.snapshots) == [0, 2]
    assert looked.snapshots[2].dtype == np.float64
    assert looked.snapshots[2].tolist() == [[[0.5]], [[0.25]]]


def test_the_last_validation_is_that_of_the_latest_epoch() -> None:
    late = Validations(epochs=[9], metrics={"loss": [0.1]}, predictions=[[]])
    assert view(late, LOOKS).last_validation() == {"loss": 0.1}


def test_status_and_note_are_the_latest() -> None:
    assert view(RUNNING).status == "running"
    assert view(RUNNING, LOST).note == LOST.note
    ended = view(RUNNING, LOST, ENDED)
    assert (ended.status, ended.note, ended.finished) == ("completed", "Done.", ENDED)


def test_the_learning_rate_in_force_is_the_latest() -> None:
    assert view(FASTER).learning_rate == 0.01
    assert view(FASTER, FASTER.model_copy(update={"update": 8, "value": 0.1})).learning_rate == 0.1


def test_a_loss_that_was_not_finite_is_kept() -> None:
    assert view(BROKEN).not_finite == BROKEN


@pytest.mark.parametrize("again", [FIRST, LOOKS, FASTER, BROKEN, ENDED], ids=lambda event: event.event)
def test_an_event_that_comes_twice_changes_nothing(again: Event) -> None:
    once, twice = view(again), view(again, again)
    assert once.training == twice.training
    assert once.validation == twice.validation
    assert (once.learning_rates, once.not_finite, once.finished) == (
        twice.learning_rates,
        twice.not_finite,
        twice.finished,
    )
    assert (once.epochs, once.updates, once.seconds, once.pace) == (
        twice.epochs,
        twice.updates,
        twice.seconds,
        twice.pace,
    )


def test_a_slice_that_is_run_again_after_a_crash_takes_the_place_of_what_it_had_written() -> None:
    """Epochs 3 to 5 were written, but not the state after them: the run goes on from epoch 2, in other slices."""
    lost = Epochs(first=3, metrics={"loss": [0.5, 0.4, 0.3], "accuracy": [1.0, 1.0, 1.0]}, update=10, seconds=2.0)
    rest = Epochs(first=4, metrics={"loss": [0.4, 0.3, 0.2], "accuracy": [1.0] * 3}, update=12, seconds=2.5)
    assert view(FIRST, lost, SECOND).epochs == 3
    again = view(FIRST, lost, SECOND, rest)
    assert again.training["loss"] == [0.7, 0.6, 0.5, 0.4, 0.3, 0.2]
    assert again.updates == 12
    assert again.pace > 0


def test_a_copy_stays_as_it_is() -> None:
    growing = view(RUNNING, FIRST, LOOKS)
    copy = growing.copy()
    growing.fold([SECOND, FASTER, LOST, Validations(epochs=[3], metrics={"loss": [0.2]}, predictions=[[]]), ENDED])
    assert copy.training["loss"] == [0.7, 0.6]
    assert list(copy.validation) == list(copy.snapshots) == [0, 2]
    assert (copy.learning_rates, copy.statuses, copy.finished) == ([], [RUNNING], None)


def test_what_is_trained_again_takes_the_place_of_what_was_known_beyond() -> None:
    def epochs(first: int, *losses: float) -> Epochs:
        return Epochs(first=first, metrics={"loss": list(losses)}, update=first - 1 + len(losses), seconds=1.0)

    def look(epoch: int) -> Validations:
        return Validations(epochs=[epoch], metrics={"loss": [0.5]}, predictions=[[[0.1]]])

    before = [epochs(1, 4, 3), look(2), LearningRate(update=2, epoch=2, value=0.5), epochs(3, 2, 1), look(4)]
    view = RunView(small()).fold([*before, epochs(2, 3.5)])
    assert view.training["loss"] == [4, 3.5]
    assert view.epochs == 2
    assert (view.validation, view.snapshots, view.learning_rates) == ({}, {}, [])
