"""Work in a process of its own: what takes seconds and memory there takes neither from whoever waits for it.

Not by `multiprocessing`: its processes begin by running the main script again, which is the dashboard's.
Run as ``python -m seqcore.jobs.apart``: a parcel with the work comes in, one with what became of it goes out.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from seqcore.jobs.parcel import as_bytes, unpack

Result = TypeVar("Result")

NICENESS = 5
"""Below whoever serves pages."""
_one_at_a_time = threading.Lock()


class ProcessLost(Exception):
    """The process ended before it was done, with this exit code; a negative one is the number of a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"it ended with {code}")
        self.was_killed = code == -signal.SIGKILL
        """As the system does when memory runs out."""


def apart(work: Callable[[], Result]) -> Result:
    """What `work` (a function of a module, its arguments bound by `partial`) returns or raises in a fresh process.

    One such process at a time; it ends with its answer, so its memory is free again. Raises ProcessLost.
    """
    command = [sys.executable, "-m", "seqcore.jobs.apart"]
    with _one_at_a_time:
        done = subprocess.run(  # noqa: S603 (our own module, no outside text)
            command, input=as_bytes(work), stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], check=False
        )
    if done.returncode:
        raise ProcessLost(done.returncode)
    result, error = unpack(done.stdout)
    if error is not None:
        raise error
    return result


def _answer() -> None:
    """Do the work that comes in; nothing else may be said on standard output."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    os.nice(NICENESS)
    work = unpack(sys.stdin.buffer.read())
    result, failure = None, None
    try:
        result = work()
    except Exception as error:
        failure = error
    answer.write(as_bytes((result, failure)))
    answer.flush()


if __name__ == "__main__":
    _answer()
