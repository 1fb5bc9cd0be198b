"""The one thing all sessions share: the jobs of this server, and the views of its runs."""

import atexit
import os
from dataclasses import dataclass, field

import streamlit as st
from cachetools import TTLCache

from pages.parts.embedding import embedding_sites
from pages.parts.guesses import Guesses
from pages.parts.live_chart import Packed
from pages.parts.loading import Loading
from seqcore.jobs.jobs import Jobs
from seqcore.kept import Kept
from seqcore.runs.folder import RunFolder
from seqcore.runs.following import Following
from seqcore.runs.view import RunView

GOING_ON = ("queued", "running", "waiting")
"""The statuses in which a run changes by itself."""
SHORTEST_OPERATOR_KEY = 12
OPERATOR_SECONDS = 12 * 3600


@dataclass
class Server:
    """Held by Streamlit's cache, which refuses Dask clients and clusters but not an object that holds them."""

    jobs: Jobs = field(default_factory=Jobs)
    following: Following = field(default_factory=Following)
    drawn: Kept[Packed] = field(default_factory=lambda: Kept(256))
    loading: Loading = field(default_factory=Loading)
    guesses: Guesses = field(default_factory=Guesses)
    operators: TTLCache[str, bool] = field(default_factory=lambda: TTLCache(maxsize=1000, ttl=OPERATOR_SECONDS))
    """Hashes of the browsers that have shown the operator's key."""

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


def server() -> Server:
    """The server's jobs; ends the script with a message when the operator's settings do not allow any."""
    try:
        return _start()
    except ValueError as error:
        st.error(str(error), icon=":material/error:")
        st.stop()


@st.cache_resource(show_spinner=False)
def _start() -> Server:
    """The first call starts the cluster, without waiting for it. Raises ValueError for settings it cannot take."""
    embedding_sites()
    operator_key()
    started = Server()
    atexit.register(started.jobs.close)
    return started


def operator_key() -> str:
    """The key of whoever runs the server; empty when there is none. Raises ValueError for one that can be guessed."""
    key = os.environ.get("SEQCORE_ADMIN_KEY", "")
    if 0 < len(key) < SHORTEST_OPERATOR_KEY:
        raise ValueError(f"SEQCORE_ADMIN_KEY: allowed are at least {SHORTEST_OPERATOR_KEY} characters.")
    return key
