"""What tests do to a cluster: find the processes of its workers."""

import os

import psutil
from waiting import wait_until

from seqcore.jobs.jobs import Jobs


def worker_processes(jobs: Jobs) -> list[psutil.Process]:
    """The processes that train, as they are now."""
    client = jobs._connection._client
    assert client is not None
    return [psutil.Process(pid) for pid in client.run(os.getpid).values()]


def both_workers(jobs: Jobs) -> list[psutil.Process]:
    """The same once both are there. Known before a run begins they can be killed as soon as it has got somewhere."""
    wait_until(lambda: jobs.cluster.workers == 2, "both workers")
    return worker_processes(jobs)
