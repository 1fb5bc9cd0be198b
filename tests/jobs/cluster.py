"""What tests do to a cluster: find the processes of its workers."""

import os

import psutil

from seqcore.jobs.jobs import Jobs


def worker_processes(jobs: Jobs) -> list[psutil.Process]:
    """The processes that train, as they are now."""
    client = jobs._connection._client
    assert client is not None
    return [psutil.Process(pid) for pid in client.run(os.getpid).values()]
