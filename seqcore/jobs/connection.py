"""The connection to the cluster: our own local one, or the one that `SEQCORE_SCHEDULER` names. Comes back by itself."""

import logging
import os
import socket
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import psutil

from seqcore.jobs import local

if TYPE_CHECKING:  # see turn.py
    from distributed import Client

LOG = logging.getLogger(__name__)
SECONDS_BETWEEN_TRIES = 1.0
SECONDS_FOR_A_TRY = 3
SECONDS_TO_START = 90
BYTES_A_WORKER = 1.5e9


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
        self._local_address: str | None = None
        self._client: Client | None = None
        self._workers: dict[str, int] = {}
        self._ever_ready = False
        self._next_try = 0.0
        self._closed = False
        self._began = time.monotonic()
        self._retiring: set[str] = set()

    @property
    def status(self) -> ClusterStatus:
        """For the page: the state, the number of workers, and a sentence when there is something to say."""
        count = len(self._workers)
        if count:
            return ClusterStatus("ready", count, "")
        if self.remote and self._client is None:
            sentence = f"The cluster at {self.remote} does not answer. Runs wait and go on as soon as it is back."
            return ClusterStatus("gone", 0, sentence)
        if self._ever_ready:
            sentence = "The training processes are gone. They are being started again, and runs will go on."
            return ClusterStatus("gone", 0, sentence)
        if time.monotonic() > self._began + SECONDS_TO_START:
            return ClusterStatus("gone", 0, "No training process has started yet; the server's log may say why.")
        return ClusterStatus("starting", 0, "Getting ready to train; this takes some ten seconds after a start.")

    def client(self) -> "Client | None":
        """A client that works, or nothing for now. Starts the local cluster when it is not running."""
        if self._client is not None and (self._client.status != "running" or self._process_ended()):
            LOG.warning("lost the cluster")
            self._drop_client()
        if self._client is None and time.monotonic() >= self._next_try and not self._closed:
            address = self.remote or self._address_of_local()
            if address and _answers(address):
                self._connect(address)
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
        return [worker for worker in self._workers if worker not in self._retiring]

    def restart(self, worker: str) -> None:
        """Ask for a worker's process to be replaced, without waiting for it."""
        if self._client is not None and worker not in self._retiring:
            self._retiring.add(worker)
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

    def _connect(self, address: str) -> None:
        from distributed import Client

        try:
            self._client = Client(address, timeout=SECONDS_FOR_A_TRY, set_as_default=False)
        except (OSError, TimeoutError) as error:
            LOG.warning("no cluster at %s: %s", address, error)

    def _address_of_local(self) -> str | None:
        if self._process is None or self._process_ended():
            self._local_address = None
            self._process = local.launch(self._workers_wanted)
            threading.Thread(target=self._read_address, args=(self._process,), daemon=True).start()
        return self._local_address

    def _read_address(self, process: "subprocess.Popen[str]") -> None:
        line = process.stdout.readline().strip() if process.stdout else ""
        if process is self._process:
            self._local_address, self._next_try = line or None, 0.0
        for _ in process.stdout or ():
            pass  # what workers print: a pipe that nobody reads would block them

    def _process_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _drop_client(self) -> None:
        client, self._client, self._workers = self._client, None, {}
        if client is not None:
            threading.Thread(target=client.close, kwargs={"timeout": 1}, daemon=True).start()

    def _restart(self, client: "Client", worker: str) -> None:
        try:
            client.restart_workers([worker], timeout=60)
        except Exception:
            LOG.exception("worker %s could not be restarted", worker)
        finally:
            self._retiring.discard(worker)


def _answers(address: str) -> bool:
    """Whether somebody listens there: a Dask client that fails to connect leaves a thread behind."""
    from distributed.comm.addressing import get_address_host_port

    try:
        with socket.create_connection(get_address_host_port(address), timeout=1):
            return True
    except (OSError, ValueError):
        return False
