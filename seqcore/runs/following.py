"""Following runs: views that are read once and then only grow by the events that were added."""

import threading
from pathlib import Path

from seqcore.kept import Kept, Memory
from seqcore.runs.damaged import Damaged, reading
from seqcore.runs.folder import RunFolder
from seqcore.runs.view import RunView


class Following:
    """The views of runs, by id, shared by all sessions of a server."""

    def __init__(self, memory: Memory | None = None) -> None:
        self._known: Kept[tuple[RunView, int]] = Kept(memory, lambda known: known[0].num_bytes())
        self._lock = threading.Lock()

    def view(self, run_id: str) -> RunView | None:
        """A copy of the view of a run as it is now; nothing when there is no such run.

        Raises Damaged when the run cannot be read, or was written by another version.
        """
        folder = RunFolder.find(run_id)
        if folder is None:
            return None
        with self._lock:
            try:
                view, offset = self._known.pop(run_id) or (folder.empty_view(), 0)
                events, offset = folder.read(offset)
                with reading("events.jsonl"):
                    view.fold(events)
            except FileNotFoundError as error:
                if RunFolder.find(run_id) is None:
                    return None  # it is being deleted right now
                raise Damaged(Path(error.filename or "").name, "it is not there") from error
            self._known.put(run_id, (view, offset))
            return view.copy()
