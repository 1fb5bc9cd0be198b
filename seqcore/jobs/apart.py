"""Work in a process of its own: what takes seconds and memory there takes neither from whoever waits for it.

Not by `multiprocessing`: its processes begin by running the main script again, which is the dashboard's.
Run as ``python -m seqcore.jobs.apart``: a parcel with the work comes in, one with what became of it goes out.
"""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

NICENESS = 5
"""Below whoever serves pages."""
_one_at_a_time = threading.Lock()


class ProcessLost(Exception):
    """The process ended before it was done: killed, as a rule for want of memory."""


def apart(work: Callable[[], Result]) -> Result:
    """What `work` (a function of a module, its arguments bound by `partial`) returns or raises in a fresh process.

    One such process at a time; it ends with its answer, so its memory is free again. Raises ProcessLost.
    """
    command = [sys.executable, "-m", "seqcore.jobs.apart"]
    with _one_at_a_time:
        done = subprocess.run(  # noqa: S603 (our own module, no outside text)
            command, input=pickle.dumps(work), stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], check=False
        )
    if done.returncode:
        raise ProcessLost(f"it ended with {done.returncode}")
    result, error = pickle.loads(done.stdout)  # noqa: S301 (from our own process)
    if error is not None:
        raise error
    return result


def _answer() -> None:
    """Do the work that comes in; nothing else may be said on standard output."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    os.nice(NICENESS)
    work = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the process that has started this one)
    result, failure = None, None
    try:
        result = work()
    except Exception as error:
        failure = error
    answer.write(pickle.dumps((result, failure), protocol=5))
    answer.flush()


if __name__ == "__main__":
    _answer()
