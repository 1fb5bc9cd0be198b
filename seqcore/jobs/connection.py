"""The connection to the cluster: our own local one, or the one that `SEQCORE_SCHEDULER` names. Comes back by itself."""

import contextlib
import logging
import os
import socket
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import psutil

from seqcore.jobs import local
from seqcore.jobs.entrance import Entrance

if TYPE_CHECKING:  # see turn.py
    from distributed import Client

LOG = logging.getLogger(__name__)
SECONDS_BETWEEN_TRIES = 1.0
SECONDS_FOR_A_TRY = 3
SECONDS_TO_START = 90
SECONDS_TO_REPLACE = 150
BYTES_A_WORKER = 1.5e9
START_A_WORKER = "dask worker {address} --nthreads 1 --preload seqcore.jobs.preload"


@dataclass(frozen=True)
class ClusterStatus:
    """How the cluster is: `starting` until the first worker is there, then `ready`, or `gone`."""

    state: Literal["starting", "ready", "gone"]
    workers: int
    sentence: str


def worker_count() -> int:
    """Local workers: `SEQCORE_WORKERS`, or one for each core. Raises ValueError for anything but 1, 2, …"""
    text = os.environ.get("SEQCORE_WORKERS", "")
    if text and not (text.isdigit() and int(text) >= 1):
        raise ValueError(f"SEQCORE_WORKERS: got {text!r}; allowed is a whole number of at least 1.")
    return int(text) if text else max(1, min(os.cpu_count() or 1, int(psutil.virtual_memory().total / BYTES_A_WORKER)))


class Connection:
    """Used by one thread, except for `status` and `close`."""

    def __init__(self) -> None:
        self.remote = os.environ.get("SEQCORE_SCHEDULER") or None
        self._workers_wanted = worker_count()
        self._process: subprocess.Popen[str] | None = None
        self._entrance: Entrance | None = None
        self._client: Client | None = None
        self._workers: dict[str, int] = {}
        self._ever_ready = self._looked = False
        self._next_try = 0.0
        self._closed = False
        self._began = time.monotonic()
        self._retiring: dict[str, float] = {}
        """Workers that are being replaced, until when at most: no run is to go there, and a fresh one comes instead."""
        self._told_of: set[str] = set()

    @property
    def status(self) -> ClusterStatus:
        """For the page: the state, the number of workers, and a sentence when there is something to say."""
        if count := len(self._workers):
            return ClusterStatus("ready", count, "")
        if self._retiring:
            sentence = "A training process has grown large and is replaced by a fresh one. Runs wait and go on."
            return ClusterStatus("starting", 0, sentence)
        return self._remote_status(self.remote) if self.remote else self._local_status()

    def _local_status(self) -> ClusterStatus:
        if self._ever_ready:
            sentence = "The training processes are gone. They are being started again, and runs will go on."
            return ClusterStatus("gone", 0, sentence)
        if time.monotonic() > self._began + SECONDS_TO_START:
            return ClusterStatus("gone", 0, "No training process has started yet; the server's log may say why.")
        return ClusterStatus("starting", 0, "Getting ready to train; this takes some seconds after a start.")

    def _remote_status(self, address: str) -> ClusterStatus:
        """Nobody but its operator starts anything there."""
        if not self._looked:
            return ClusterStatus("starting", 0, f"Looking for the cluster at {address}.")
        if self._client is None:
            sentence = f"The cluster at {address} does not answer. Runs wait and go on as soon as it is back."
        else:
            command = START_A_WORKER.format(address=address)
            sentence = (
                f"The cluster at {address} has no workers, and they do not start by themselves. Runs wait until "
                f"whoever looks after it starts one: {command}"
            )
        return ClusterStatus("gone", 0, sentence)

    def client(self) -> "Client | None":
        """A client that works, or nothing for now. Starts the local cluster when it is not running."""
        if self._client is not None and (self._client.status != "running" or self._process_ended()):
            LOG.warning("lost the cluster")
            self._drop_client()
        if self._client is None and time.monotonic() >= self._next_try and not self._closed:
            if self.remote:
                self._join(self.remote)
            elif entrance := self._local_entrance():
                self._enter(entrance)
            self._next_try = time.monotonic() + SECONDS_BETWEEN_TRIES
        return self._client

    def workers(self) -> list[str]:
        """The addresses of the workers there are now."""
        client = self.client()
        try:
            self._workers = client.nthreads() if client else {}
        except (OSError, TimeoutError) as error:
            LOG.warning("the cluster does not answer: %s", error)
            self._drop_client()
        self._ever_ready = self._ever_ready or bool(self._workers)
        self._looked = True
        self._forget_replaced()
        self._tell_of_wasted_threads()
        return [worker for worker in self._workers if worker not in self._retiring]

    def is_leaving(self, worker: str | None) -> bool:
        """Whether the worker is about to be replaced, and may still have a slice under way."""
        return worker in self._retiring and worker in self._workers

    def restart(self, worker: str) -> None:
        """Ask for a worker's process to be replaced, without waiting for it; for one at a time, or all might be away.

        Those that are refused are asked for again after their next slice.
        """
        if self._client is None or self._retiring:
            return
        self._retiring[worker] = time.monotonic() + SECONDS_TO_REPLACE
        if self._process is not None and self._process.stdin:
            with contextlib.suppress(OSError):  # the cluster is gone, which will be noticed
                self._process.stdin.write(f"{worker}\n")
                self._process.stdin.flush()
        else:
            threading.Thread(target=self._restart, args=(self._client, worker), daemon=True).start()

    def close(self) -> None:
        """Disconnect, and end the local cluster."""
        self._closed = True
        self._drop_client()
        if self._process is not None:
            if self._process.stdin:
                self._process.stdin.close()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _join(self, address: str) -> None:
        """Join somebody else's cluster."""
        if _answers(address):
            self._connect(address)

    def _enter(self, entrance: Entrance) -> None:
        """Join our own, whose results need not go through the scheduler: its workers are in reach."""
        self._connect(entrance.address, security=entrance.certificate.security(), direct_to_workers=True)

    def _connect(self, address: str, **options: Any) -> None:
        import dask
        from distributed import Client

        dask.config.set(local.FEW_LOGS)
        try:
            self._client = Client(address, timeout=SECONDS_FOR_A_TRY, set_as_default=False, **options)
        except (OSError, TimeoutError) as error:
            LOG.warning("no cluster at %s: %s", address, error)

    def _local_entrance(self) -> Entrance | None:
        if self._process is None or self._process_ended():
            self._entrance = None
            self._process = local.launch(self._workers_wanted)
            threading.Thread(target=self._read_entrance, args=(self._process,), daemon=True).start()
        return self._entrance

    def _read_entrance(self, process: "subprocess.Popen[str]") -> None:
        line = process.stdout.readline().strip() if process.stdout else ""
        if process is self._process:
            self._entrance, self._next_try = Entrance.of_line(line), 0.0
        for _ in process.stdout or ():
            pass  # what workers print: a pipe that nobody reads would block them

    def _process_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _drop_client(self) -> None:
        client, self._client, self._workers = self._client, None, {}
        self._retiring.clear()
        if client is not None:
            threading.Thread(target=client.close, kwargs={"timeout": 1}, daemon=True).start()

    def _restart(self, client: "Client", worker: str) -> None:
        try:
            client.restart_workers([worker], timeout=60)
        except Exception:
            LOG.exception("worker %s could not be restarted", worker)
        finally:
            self._retiring.pop(worker, None)

    def _forget_replaced(self) -> None:
        """Locally a fresh worker is there before the old one goes; elsewhere the thread that restarts it knows."""
        now = time.monotonic()
        for worker, until in list(self._retiring.items()):
            if now > until or not (self.remote or worker in self._workers):
                self._retiring.pop(worker, None)

    def _tell_of_wasted_threads(self) -> None:
        """Say once of each worker that was started with more threads than can train."""
        for worker, threads in self._workers.items():
            if threads > 1 and worker not in self._told_of:
                self._told_of.add(worker)
                LOG.warning(
                    "The worker %s has %d threads, one of which trains: the others are wasted. Start %d workers with "
                    "one thread each instead (dask worker … --nworkers %d --nthreads 1).",
                    *(worker, threads, threads, threads),
                )


def _answers(address: str) -> bool:
    """Whether somebody listens there: a Dask client that fails to connect leaves a thread behind."""
    from distributed.comm.addressing import get_address_host_port

    try:
        with socket.create_connection(get_address_host_port(address), timeout=1):
            return True
    except (OSError, ValueError):
        return False
