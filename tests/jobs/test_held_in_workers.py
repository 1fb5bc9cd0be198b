"""A network whose state stays with its worker, on a real cluster: killed, paused and stopped, it loses nothing."""

import signal

from cluster import both_workers
from waiting import experiment, losses_without_jobs, view_of, wait_for_end, wait_for_epoch, wait_until

from seqcore.jobs.jobs import Jobs
from seqcore.jobs.parcel import MOST_BYTES
from seqcore.runs.folder import RunFolder

LARGE = ("architecture.layers.0.units=300", "training.validate_every=5000")


def test_a_large_network_is_killed_and_paused_and_no_number_differs(jobs: Jobs) -> None:
    what = experiment(*LARGE, "training.epochs=4000")
    workers = both_workers(jobs)
    run = jobs.start(what, None)
    wait_for_epoch(run, 100)
    assert any(turn.holder for turn in jobs._turns._all())
    for process in workers:
        process.send_signal(signal.SIGKILL)
    wait_until(lambda: any("process was lost" in status.note for status in view_of(run).statuses), "the loss")
    before, turn = view_of(run).epochs, jobs._turns._turns[run]  # on disk stands what has to be trained once more
    wait_until(lambda: turn.recorder.view.epochs > before or view_of(run).finished, "more than was known before")
    jobs.act(run, "pause")
    wait_until(lambda: view_of(run).status == "paused", "the pause")
    state = RunFolder.find(run).load_state()
    assert state.num_bytes > MOST_BYTES
    assert state.epoch == view_of(run).epochs < 4000
    jobs.act(run, "resume")
    assert wait_for_end(run).training["loss"] == losses_without_jobs(what)


def test_a_large_network_that_is_stopped_keeps_all_that_it_has_learned(jobs: Jobs) -> None:
    run = jobs.start(experiment(*LARGE, "training.epochs=100000"), None)
    wait_for_epoch(run, 100)
    jobs.act(run, "stop")
    view = wait_for_end(run)
    assert RunFolder.find(run).load_state().epoch == view.epochs == view.finished.epochs >= 100
    assert view.finished.validated_epoch == view.epochs
