"""Waiting for what a cluster does, and experiments to give it."""

import time
from collections.abc import Callable

from seqcore.experiment import Experiment, with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.runs.folder import RunFolder
from seqcore.runs.view import RunView

PATIENCE = 300
"""With seven others at work on each core the longest wait was 60 s."""
PAUSE, LONG_PAUSE = 0.02, 0.3


def wait_until(happened: Callable[[], object], what: str, longest_pause: float = PAUSE) -> None:
    """Wait for something to become true; fail with `what` when it does not.

    Where looking costs something, and being late nothing, pauses grow to `longest_pause`: what waits shares its core
    with what it waits for.
    """
    deadline, pause = time.monotonic() + PATIENCE, PAUSE
    while not happened():
        assert time.monotonic() < deadline, f"waited {PATIENCE} s in vain for {what}"
        time.sleep(pause)
        pause = min(1.3 * pause, longest_pause)


def view_of(run_id: str) -> RunView:
    folder = RunFolder.find(run_id)
    assert folder is not None
    return folder.view()


def wait_for_end(run_id: str) -> RunView:
    wait_until(lambda: view_of(run_id).finished, f"the end of run {run_id}", LONG_PAUSE)
    return view_of(run_id)


def wait_for_epoch(run_id: str, epoch: int) -> None:
    wait_until(lambda: view_of(run_id).epochs >= epoch, f"epoch {epoch} of run {run_id}")


def wait_for_workers(jobs: Jobs) -> None:
    wait_until(lambda: jobs.cluster.state == "ready", "the workers")


def experiment(*assignments: str) -> Experiment:
    """The default preset with some settings changed."""
    return with_values(PRESETS["cumsum-lstm"].experiment, assignments)


def losses_without_jobs(what: Experiment) -> list[float]:
    """The training losses of every epoch, computed in this process in one go."""
    from seqcore.training.advance import advance, start

    state, losses = start(what), list[float]()
    while not state.finished:
        state, happened = advance(what, state, budget_seconds=60)
        for event in happened:
            losses += getattr(event, "metrics", {}).get("loss", []) if getattr(event, "event", "") == "epochs" else []
    return losses
