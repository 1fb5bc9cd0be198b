"""The local cluster: a scheduler and its crew of workers, in processes that end when this one's standard input does.

The server holds the other end of that pipe, so the cluster goes with the server, however the server ends.
Run as ``python -m seqcore.jobs.local WORKERS``; prints its `Entrance` as its first line. Each line that comes in is the
address of a worker to replace by a fresh one.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import psutil

from seqcore.jobs.crew import Crew
from seqcore.jobs.entrance import Certificate, Entrance

FEW_LOGS = {"distributed.admin.low-level-log-length": 1}
"""Each end of a connection keeps its last messages for developers, up to 1,000 of 1 MB: states of networks, with us."""
SETTINGS = FEW_LOGS | {
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.work-stealing": False,
    "distributed.worker.profile.enabled": False,
    "distributed.diagnostics.nvml": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    # What Dask does by itself all the time, for its dashboard and for data that is spread out: some 2 % of a core in
    # every process while nobody trains.
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.tick.interval": "1s",
    "distributed.scheduler.active-memory-manager.start": False,
}
ENVIRONMENT = {
    # One thread each, as Dask's own clusters have it: there is a worker for every core. And no thread may be running
    # in the process that forks workers, or its locks would stay locked in them.
    **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "DASK_LOGGING__DISTRIBUTED": "warning",
}


def launch(workers: int) -> "subprocess.Popen[str]":
    """Start the cluster's process from the server. Its first line of output is its `Entrance`."""
    return subprocess.Popen(  # noqa: S603 (our own module, no outside text)
        [sys.executable, "-m", "seqcore.jobs.local", str(workers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | ENVIRONMENT,
        start_new_session=True,  # Ctrl-C in the server's terminal is the server's to handle
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # the same on Windows
    )


async def serve(workers: int) -> None:
    """Run the cluster until standard input ends."""
    crew = Crew(workers, SETTINGS)  # before Dask's import, because it starts the longest one
    threading.Thread(target=_listen, args=(crew, asyncio.get_running_loop()), daemon=True).start()
    import dask
    from distributed import Scheduler

    dask.config.set(SETTINGS)
    certificate = Certificate.new()
    async with Scheduler(
        host="127.0.0.1",
        port=0,
        protocol="tls",
        security=certificate.security(),
        dashboard=False,
        dashboard_address="127.0.0.1:0",
    ) as scheduler:
        print(Entrance(scheduler.address, certificate).line(), flush=True)
        await crew.keep(scheduler)


def _listen(crew: Crew, loop: asyncio.AbstractEventLoop) -> None:
    for line in sys.stdin:
        loop.call_soon_threadsafe(crew.replace, line.strip())
    # The server is gone. Nothing here holds anything that is to be kept, so nobody is asked.
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
