"""Following runs: views that are read once and then only grow by the events that were added."""

import threading

from cachetools import LRUCache

from seqcore.runs.folder import RunFolder
from seqcore.runs.view import RunView

MOST_FOLLOWED = 64


class Following:
    """The views of runs, by id, shared by all sessions of a server."""

    def __init__(self) -> None:
        self._known: LRUCache[str, tuple[RunView, int]] = LRUCache(MOST_FOLLOWED)
        self._lock = threading.Lock()

    def view(self, run_id: str) -> RunView | None:
        """A copy of the view of a run as it is now; nothing when there is no such run.

        Raises InvalidInput when the run's experiment cannot be read by this version.
        """
        folder = RunFolder.find(run_id)
        if folder is None:
            return None
        with self._lock:
            try:
                view, offset = self._known.pop(run_id) if run_id in self._known else (RunView(folder.experiment()), 0)
                events, offset = folder.read(offset)
            except FileNotFoundError:
                return None  # it is being deleted right now
            self._known[run_id] = view.fold(events), offset
            return view.copy()
