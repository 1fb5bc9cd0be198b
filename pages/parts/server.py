"""The one thing all sessions share: the jobs of this server, and the views of its runs.

Held by this module, made once. Not by `st.cache_resource`: any visitor can empty that for all with one message of the
websocket, and every run would lose its server.
"""

import os
import threading
import weakref
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from cachetools import TTLCache

from pages.parts.embedding import embedding_sites
from pages.parts.guesses import Guesses
from pages.parts.live_chart import Packed
from pages.parts.loading import Loading
from pages.parts.plain import plain
from seqcore.invalid import InvalidInput
from seqcore.jobs.jobs import Jobs
from seqcore.kept import MOST_BYTES, Kept, Memory
from seqcore.runs.folder import RunFolder
from seqcore.runs.following import Following
from seqcore.runs.index import Index
from seqcore.runs.view import RunView

GOING_ON = ("queued", "running", "waiting")
"""The statuses in which a run changes by itself."""
SHORTEST_OPERATOR_KEY = 12
OPERATOR_SECONDS = 12 * 3600
MOST_CACHE_MEGABYTES = 1_000_000


@dataclass(eq=False)
class Server:
    """What sessions share. A server that nobody holds any more closes its jobs, and so does the end of the process."""

    jobs: Jobs = field(default_factory=Jobs)
    memory: Memory = field(default_factory=lambda: Memory(cache_bytes()))
    """Where all that is kept has its room; the following are parts of it."""
    guesses: Guesses = field(default_factory=Guesses)
    operators: TTLCache[str, bool] = field(default_factory=lambda: TTLCache(maxsize=1000, ttl=OPERATOR_SECONDS))
    """Hashes of the browsers that have shown the operator's key."""
    index: Index = field(default_factory=Index)
    following: Following = field(init=False)
    loading: Loading = field(init=False)
    drawn: Kept[Packed] = field(init=False)
    worked_out: Kept[Any] = field(init=False)
    """What was computed for a run, by what it is, the run, and its epochs where it goes on; and what is for no run."""

    def __post_init__(self) -> None:
        self.following, self.loading = Following(self.memory), Loading(self.memory)
        self.drawn, self.worked_out = Kept(self.memory), Kept(self.memory)
        weakref.finalize(self, self.jobs.close)

    def status(self, run_id: str, view: RunView) -> str:
        """The run's status; "interrupted" and "elsewhere" tell who is in charge of an unfinished run."""
        if self.jobs.trouble(run_id):
            return "paused"
        if view.finished or self.jobs.is_active(run_id):
            return view.status
        folder = RunFolder.find(run_id)
        if folder and folder.is_held():
            return "elsewhere"
        return "paused" if view.status == "paused" else "interrupted"

    def has_begun(self, run_id: str) -> bool:
        """Whether anything was trained of a run that can be read."""
        try:
            view = self.following.view(run_id)
        except InvalidInput:
            return False
        return view is not None and view.epochs > 0

    def pulse(self, *run_ids: str) -> Hashable:
        """What is another when there is something new to see of these runs, or of the cluster: cheap to ask for."""
        jobs = self.jobs
        runs = [(jobs.is_active(run), jobs.trouble(run), RunFolder.num_written(run)) for run in run_ids]
        return jobs.cluster, *runs


_made: Server | None = None
_making = threading.Lock()


def server() -> Server:
    """The server's jobs; ends the script with a message when the operator's settings do not allow any."""
    try:
        return _made or _make()
    except ValueError as error:
        st.error(plain(str(error)), icon=":material/error:")
        st.stop()


def close() -> None:
    """End what `server` has made, if it has: the next call makes it anew."""
    global _made
    with _making:
        closing, _made = _made, None
    if closing is not None:
        closing.jobs.close()


def _make() -> Server:
    """The first call starts the cluster, without waiting for it. Raises ValueError for settings it cannot take."""
    global _made
    with _making:
        if _made is None:
            embedding_sites()
            operator_key()
            cache_bytes()
            _made = Server()
        return _made


def operator_key() -> str:
    """The key of whoever runs the server; empty when there is none. Raises ValueError for one that can be guessed."""
    key = os.environ.get("SEQCORE_ADMIN_KEY", "")
    if 0 < len(key) < SHORTEST_OPERATOR_KEY:
        raise ValueError(f"SEQCORE_ADMIN_KEY: allowed are at least {SHORTEST_OPERATOR_KEY} characters.")
    return key


def cache_bytes() -> int:
    """The bytes for what is kept in memory: `SEQCORE_CACHE_MB`, or 256 MB. Raises ValueError for no whole number."""
    text = os.environ.get("SEQCORE_CACHE_MB", "")
    if text and not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_CACHE_MEGABYTES):
        raise ValueError(
            f"SEQCORE_CACHE_MB: got {text[:100]!r}; allowed is a whole number from 1 to {MOST_CACHE_MEGABYTES:,}."
        )
    return int(text) * 1_000_000 if text else MOST_BYTES
