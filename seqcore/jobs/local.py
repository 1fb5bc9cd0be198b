"""The local cluster: scheduler and workers in a process of their own, which ends when its standard input does.

The server holds the other end of that pipe, so the cluster goes with the server, however the server ends.
Run as ``python -m seqcore.jobs.local WORKERS``; prints the scheduler's address as its first line.
"""

import subprocess
import sys
from pathlib import Path

SETTINGS = {
    # A worker that died is back after it has imported TensorFlow; by default Dask gives it up after 15 s.
    "distributed.deploy.lost-worker-timeout": "10 minutes",
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.work-stealing": False,
    "distributed.worker.profile.enabled": False,
    "distributed.diagnostics.nvml": False,
    "distributed.admin.system-monitor.gil.enabled": False,
}


def launch(workers: int) -> "subprocess.Popen[str]":
    """Start the cluster's process from the server. Its first line of output is the scheduler's address."""
    return subprocess.Popen(  # noqa: S603 (our own module, no outside text)
        [sys.executable, "-m", "seqcore.jobs.local", str(workers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        start_new_session=True,  # Ctrl-C in the server's terminal is the server's to handle
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # the same on Windows
    )


def main(workers: int) -> None:
    """Run the cluster until standard input ends."""
    import dask
    from distributed import LocalCluster

    dask.config.set(SETTINGS)
    with LocalCluster(
        n_workers=0,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        memory_limit=0,  # Dask would pause a full worker for ever; crowded ones are replaced between slices
        preload=["seqcore.jobs.preload"],
    ) as cluster:
        cluster.scale(workers)
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
