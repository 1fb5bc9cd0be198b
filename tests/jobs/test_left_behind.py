"""Which runs a server goes on with by itself when it starts: told from their folders alone."""

import os
import time
from pathlib import Path

import pytest
from waiting import experiment

from seqcore.jobs import left_behind as module
from seqcore.jobs.left_behind import LONGEST_SECONDS, MOST_STARTS, left_behind
from seqcore.runs.folder import RunFolder
from seqcore.training.events import Epochs, Event, Finished, StatusChanged

QUEUED, RUNNING, PAUSED, WAITING = (
    StatusChanged(status=status, at=1.0) for status in ("queued", "running", "paused", "waiting")
)
TRAINED = Epochs(first=1, metrics={"loss": [0.5]}, update=1, seconds=0.1)
END = Finished(
    reason="stopped", epochs=1, updates=1, seconds=0.1, first_point_seconds=0.1, metrics={}, validation={}, at=2.0
)


@pytest.fixture(autouse=True)
def runs_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home for each test, unlike the others of this folder."""
    monkeypatch.setenv("SEQCORE_HOME", str(tmp_path))


def run_with(*events: Event, seconds_ago: float = 0) -> RunFolder:
    folder = RunFolder.create(experiment())
    folder.append(events)
    then = time.time() - seconds_ago
    os.utime(folder.path / "events.jsonl", (then, then))
    return folder


def found() -> list[str]:
    return [left.folder.id for left in left_behind()]


@pytest.mark.parametrize(
    ("events", "goes_on"),
    [
        ([QUEUED], True),
        ([QUEUED, RUNNING, TRAINED], True),
        ([QUEUED, RUNNING, WAITING], True),
        ([QUEUED, RUNNING, TRAINED, PAUSED], False),
        ([QUEUED, RUNNING, TRAINED, END], False),
        ([RUNNING, TRAINED], False),  # of the command line: nobody queued it
    ],
)
def test_what_was_queued_or_going_on_goes_on(events: list[Event], goes_on: bool) -> None:
    run = run_with(*events)
    assert found() == ([run.id] if goes_on else [])


def test_only_those_of_the_last_day() -> None:
    run_with(QUEUED, seconds_ago=LONGEST_SECONDS + 60)
    young = run_with(QUEUED, seconds_ago=LONGEST_SECONDS - 60)
    assert found() == [young.id]


def test_a_run_that_may_be_what_ends_the_server_waits_after_three_starts_without_an_epoch() -> None:
    assert MOST_STARTS == 3
    third = run_with(*[QUEUED] * 3)
    run_with(*[QUEUED] * 4)
    got_further = run_with(*[QUEUED] * 4, TRAINED, QUEUED)
    assert set(found()) == {third.id, got_further.id}


def test_a_step_stays_one_step() -> None:
    run_with(StatusChanged(status="queued", at=1.0, until_epoch=7))
    assert [left.until_epoch for left in left_behind()] == [7]


def test_a_run_that_cannot_be_read_is_not_in_the_way_of_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = run_with(QUEUED), run_with(QUEUED)
    read = module._left_behind

    def fails_for_one(folder: RunFolder) -> module.LeftBehind | None:
        if folder.id == broken.id:
            raise MemoryError("of a kind that nobody has thought of")
        return read(folder)

    monkeypatch.setattr(module, "_left_behind", fails_for_one)
    assert found() == [whole.id]
    assert f"run {broken.id} cannot go on by itself" in caplog.text
