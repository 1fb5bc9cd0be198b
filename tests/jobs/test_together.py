"""Runs that are started together: all or none, acted on as one, and none the worse for a worker that dies."""

import pytest
from cluster import worker_processes
from waiting import experiment, losses_without_jobs, view_of, wait_for_end, wait_for_epoch, wait_until

from seqcore.comparisons.comparison import Comparison
from seqcore.comparisons.varying import varied
from seqcore.jobs.jobs import Jobs
from seqcore.runs.folder import RunFolder, run_ids


def cells(*length: str) -> Comparison:
    small = experiment("architecture.layers.0.units=4", *length)
    return Comparison(small, varied(["architecture.layers.0.cell=lstm,gru"]), 2)


CELLS = cells("training.epochs=1500", "training.updates_per_epoch=10", "training.validate_every=500")
ENDLESS = cells("training.epochs=100000", "training.updates_per_epoch=20")


def test_a_worker_that_dies_in_the_middle_changes_no_number(jobs: Jobs) -> None:
    trials = list(CELLS.trials())
    runs = jobs.start_together(((trial.experiment, None) for trial in trials), None)
    wait_for_epoch(runs[0], 100)
    worker_processes(jobs)[0].kill()
    ended = [wait_for_end(run_id) for run_id in runs]
    for trial, view in zip(trials, ended, strict=True):
        assert view.status == "completed"
        assert view.training["loss"] == losses_without_jobs(trial.experiment)


def test_all_pause_and_all_go_on(jobs: Jobs) -> None:
    runs = jobs.start_together(((trial.experiment, None) for trial in ENDLESS.trials()), None)
    jobs.act_on(runs, "pause")
    wait_until(lambda: {view_of(run_id).status for run_id in runs} == {"paused"}, "all to pause")
    jobs.act_on(runs, "resume")
    wait_until(lambda: "running" in {view_of(run_id).status for run_id in runs}, "one to go on")
    jobs.act_on(runs, "stop")
    assert {wait_for_end(run_id).status for run_id in runs} == {"stopped"}


def test_one_that_cannot_be_written_leaves_none(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    create, made, before = RunFolder.create, [], run_ids()

    def full(*arguments: object, **more: object) -> RunFolder:
        if len(made) == 2:
            raise OSError(28, "No space left on device")
        made.append(create(*arguments, **more))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(RunFolder, "create", full)
    with pytest.raises(OSError, match="No space"):
        jobs.start_together(((trial.experiment, None) for trial in CELLS.trials()), None)
    assert not any(map(jobs.is_active, (folder.id for folder in made)))
    assert run_ids() == before
