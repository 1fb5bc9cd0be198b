"""`SEQCORE_SCHEDULER`: joining a cluster that somebody started by hand, losing it, and finding it again."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from waiting import experiment, losses_without_jobs, view_of, wait_for_end, wait_for_epoch, wait_until

from seqcore.jobs.jobs import Jobs

DASK = [sys.executable, "-m", "dask"]


@contextlib.contextmanager
def scheduler(port: int) -> Iterator[None]:
    command = [*DASK, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--dashboard-address", "127.0.0.1:0"]
    with _ended(subprocess.Popen(command)):
        yield


@contextlib.contextmanager
def worker_for_ever(address: str) -> Iterator[None]:
    """As the README says: a worker that ends with its scheduler is started again. With one thread too many."""
    options = "--nthreads 2 --no-dashboard --preload seqcore.jobs.preload --host 127.0.0.1"
    command = f"while true; do {' '.join(DASK)} worker {address} {options}; sleep 1; done"
    shell = subprocess.Popen(["sh", "-c", command], start_new_session=True)
    try:
        yield
    finally:
        os.killpg(shell.pid, signal.SIGKILL)
        shell.wait()


@contextlib.contextmanager
def _ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def test_runs_on_a_cluster_started_by_hand(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    monkeypatch.setenv("SEQCORE_SCHEDULER", address)
    what = experiment("training.epochs=6000", "training.updates_per_epoch=20", "training.validate_every=2000")
    with contextlib.closing(Jobs()) as jobs:
        run = jobs.start(what, None)
        wait_until(lambda: jobs.cluster.state == "gone", "the missing cluster to be noticed")
        assert jobs.cluster.sentence.startswith(f"The cluster at {address} does not answer.")
        with contextlib.ExitStack() as worker, contextlib.ExitStack() as first:
            first.enter_context(scheduler(port))
            wait_until(lambda: f"dask worker {address}" in jobs.cluster.sentence, "the missing workers to be noticed")
            assert jobs.cluster.state == "gone"
            worker.enter_context(worker_for_ever(address))
            wait_for_epoch(run, 100)
            assert jobs.cluster.state == "ready"
            assert "has 2 threads, one of which trains" in caplog.text
            first.close()
            wait_until(lambda: view_of(run).status == "waiting", "the loss to be noticed")
            assert jobs.cluster.state == "gone"
            with scheduler(port):
                view = wait_for_end(run)
        assert view.status == "completed"
        assert view.training["loss"] == losses_without_jobs(what)
