"""Work in a process of its own: what takes seconds and memory there takes neither from whoever waits for it."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
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
    with (
        _one_at_a_time,
        ProcessPoolExecutor(1, get_context("spawn"), initializer=os.nice, initargs=(NICENESS,)) as pool,
    ):
        try:
            return pool.submit(work).result()
        except BrokenProcessPool as error:
            raise ProcessLost from error
