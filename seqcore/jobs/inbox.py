"""The way into the one thread that moves runs on: sessions put wishes here, and Dask puts what has ended."""

import contextlib
import logging
import queue
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # see turn.py
    from distributed import Future as DaskFuture

LOG = logging.getLogger(__name__)


class Inbox:
    """Actions in the order they came. Any thread may put one; the one thread runs them."""

    def __init__(self) -> None:
        self._actions: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def put(self, action: Callable[[], None]) -> None:
        """Have `action` run in the one thread, soon."""
        self._actions.put(action)

    def wake(self) -> None:
        """End the thread's waiting for an action: there is something else to see to."""
        self._actions.put(lambda: None)

    def when_done(self, future: "DaskFuture", action: Callable[["DaskFuture"], None]) -> None:
        """Have `action` run with `future` in the one thread, once that has ended one way or another."""
        # Dask calls back in a thread of its own.
        future.add_done_callback(lambda done: self.put(lambda: action(done)))

    def run_all(self, seconds: float) -> None:
        """Run everything that was put here; wait up to `seconds` if that is nothing yet."""
        with contextlib.suppress(queue.Empty):
            carefully(self._actions.get(timeout=seconds))
            while True:
                carefully(self._actions.get_nowait())


def carefully(action: Callable[[], None]) -> None:
    """Do something in the one thread that must not end it."""
    try:
        action()
    except Exception:
        LOG.exception("in the thread of the jobs")
