"""The summaries of all runs, kept in a file beside them: made anew when it is missing, the folders are the truth."""

import contextlib
import json
import threading
import time
from collections.abc import Sequence

from seqcore.runs.folder import RunFolder, runs_folder
from seqcore.runs.summary import Summary, fingerprint, summarize
from seqcore.whole_file import write_whole

FILE = "index.json"
MOST_BYTES = 200_000_000
SECONDS_BETWEEN_WRITES = 10.0


class Index:
    """The summaries of the runs of one home, by id."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Summary]] | None = None
        self._lock = threading.Lock()
        self._written = 0.0

    def summaries(self, run_ids: Sequence[str]) -> dict[str, Summary]:
        """Those of these runs, as their folders are now; what has not changed since is not read again."""
        with self._lock:
            known = self._known if self._known is not None else _read()
            fresh = {run_id: self._summary(run_id, known.get(run_id)) for run_id in run_ids}
            changed = any(known.get(run_id) is not one for run_id, one in fresh.items()) or len(fresh) != len(known)
            self._known = fresh
            if changed and time.monotonic() > self._written + SECONDS_BETWEEN_WRITES:
                _write(fresh)
                self._written = time.monotonic()
        return {run_id: summary for run_id, (_, summary) in fresh.items()}

    def _summary(self, run_id: str, known: tuple[str, Summary] | None) -> tuple[str, Summary]:
        folder = RunFolder(runs_folder() / run_id)
        now = fingerprint(folder.path)
        return known if known and known[0] == now else (now, summarize(folder))


def _read() -> dict[str, tuple[str, Summary]]:
    """What the file says; nothing where there is none, or it is damaged."""
    file = runs_folder() / FILE
    with contextlib.suppress(Exception):  # whatever it is: the folders know
        if file.stat().st_size <= MOST_BYTES:
            kept = json.loads(file.read_bytes())
            return {run_id: (state, Summary.model_validate(summary)) for run_id, (state, summary) in kept.items()}
    return {}


def _write(known: dict[str, tuple[str, Summary]]) -> None:
    kept = {run_id: [state, summary.model_dump(mode="json")] for run_id, (state, summary) in known.items()}
    with contextlib.suppress(OSError):  # a full disk: it is made anew next time
        write_whole(runs_folder() / FILE, json.dumps(kept).encode())
