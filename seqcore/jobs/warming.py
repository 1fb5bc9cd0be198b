"""Warming up: a worker that has nothing to do trains for nobody, in slices, so that the first click finds it ready."""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from seqcore.jobs import work
from seqcore.jobs.inbox import Inbox

if TYPE_CHECKING:  # see turn.py
    from distributed import Client
    from distributed import Future as DaskFuture

LOG = logging.getLogger(__name__)
SLICE_SECONDS = 0.1


class Warming:
    """Which workers are warm, or about to be. Used by the one thread."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._slices: dict[str, DaskFuture | None] = {}
        """The slice under way of each worker that was ever given one; None once it is warm, or cannot be."""

    def warm(self, client: "Client", idle: Iterable[str]) -> None:
        """Go on with those of the `idle` workers that are not warm. A run that comes now waits for one slice."""
        for worker in idle:
            if worker not in self._slices or self._ended(worker):
                future = client.submit(work.warm_up, SLICE_SECONDS, workers=[worker], pure=False)
                self._slices[worker] = future
                self._inbox.when_done(future, lambda _: None)

    def keep_only(self, workers: Iterable[str]) -> None:
        """Forget those that are gone."""
        known = set(workers)
        self._slices = {worker: slice_ for worker, slice_ in self._slices.items() if worker in known}

    def _ended(self, worker: str) -> bool:
        """Whether the last slice has ended, and there is more to do."""
        future = self._slices[worker]
        if future is None or not future.done():
            return False
        try:
            is_warm = bool(future.result(timeout=work.SECONDS_FOR_A_RESULT))
        except Exception as error:
            LOG.warning("%s could not be warmed up: %s", worker, error)
            is_warm = True
        if is_warm:
            self._slices[worker] = None
        return not is_warm
