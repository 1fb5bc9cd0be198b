"""A folder that cannot be written: the run rests and says why, goes on by itself, and loses no number and no line."""

import errno
import json
from pathlib import Path

import pytest
from room import Room
from waiting import experiment, losses_without_jobs, view_of, wait_for_end, wait_until

from seqcore.jobs.jobs import CannotGoOn, Jobs
from seqcore.presets import PRESETS
from seqcore.runs.folder import RunFolder, runs_folder
from seqcore.runs.unwritable import why_not_written


def events_file(run: str) -> Path:
    return RunFolder.find(run).path / "events.jsonl"


def begin_and_run_out_of_room(jobs: Jobs, room: Room, seed: int) -> str:
    room(40_000)  # for a thousand epochs or so, of which one slice trains some hundred
    length = ("training.epochs=6000", "training.updates_per_epoch=10", "training.validate_every=1000")
    run = jobs.start(experiment(*length, f"training.seed={seed}"), None)
    wait_until(lambda: jobs.trouble(run), "the full disk to be noticed")
    assert f"the run rests after epoch {view_of(run).epochs:,}" in jobs.trouble(run)
    return run


def expect_whole_lines(run: str) -> None:
    content = events_file(run).read_text()
    assert content.endswith("\n")
    assert all(json.loads(line)["event"] for line in content.splitlines())


def test_a_run_rests_while_it_cannot_be_written_and_goes_on_by_itself(jobs: Jobs, room: Room) -> None:
    run = begin_and_run_out_of_room(jobs, room, seed=11)
    expect_whole_lines(run)
    assert jobs.is_active(run)
    room(10**9)
    view = wait_for_end(run)
    assert view.status == "completed"
    assert not jobs.trouble(run)
    assert view.training["loss"] == losses_without_jobs(view.experiment)
    expect_whole_lines(run)


def test_what_a_person_wants_meanwhile_happens_when_there_is_room(jobs: Jobs, room: Room) -> None:
    run = begin_and_run_out_of_room(jobs, room, seed=12)
    jobs.act(run, "pause")
    room(10**9)
    wait_until(lambda: view_of(run).status == "paused", "the pause to be written")
    assert not jobs.trouble(run)
    room(500)
    jobs.act(run, "stop")
    wait_until(lambda: jobs.trouble(run), "the end that cannot be written")
    room(10**9)
    assert wait_for_end(run).status == "stopped"
    expect_whole_lines(run)


def test_a_run_that_cannot_be_started_leaves_nothing(jobs: Jobs, room: Room) -> None:
    raw = PRESETS["prices-raw-vs-percent"].experiment
    series = raw.task.load(lambda path: None).data
    before = set(runs_folder().iterdir())
    for num_bytes in (10, 600, 3000):
        room(num_bytes)
        with pytest.raises(OSError, match="large"):
            jobs.start(raw, None, data=series)
        assert set(runs_folder().iterdir()) == before


@pytest.mark.parametrize("damaged", ["series.npz", "experiment.json"])
def test_a_run_that_cannot_be_taken_is_left_to_others(jobs: Jobs, damaged: str) -> None:
    what = PRESETS["prices-simplernn"].experiment
    folder = RunFolder.create(what, data=what.task.load(lambda path: None).data)
    whole = (folder.path / damaged).read_bytes()
    (folder.path / damaged).write_bytes(b"PK and no more")
    with pytest.raises(CannotGoOn, match="damaged"):
        jobs.resume_interrupted(folder.id)
    assert not jobs.is_active(folder.id)
    assert not folder.is_held()
    (folder.path / damaged).write_bytes(whole)
    assert jobs.resume_interrupted(folder.id, paused=True)
    assert folder.view().status == "paused"


def test_the_reason_is_named() -> None:
    for number, words in (
        (errno.ENOSPC, "The disk is full"),
        (errno.EROFS, "The run's folder must not be written"),
        (errno.EIO, "The run's folder could not be written (Input/output error)"),
    ):
        assert why_not_written(OSError(number, "Input/output error")) == words
