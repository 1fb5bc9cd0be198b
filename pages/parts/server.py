"""The one thing all sessions share: the jobs of this server, and the views of its runs."""

import atexit
from dataclasses import dataclass, field

import streamlit as st

from pages.parts.live_chart import Packed
from pages.parts.loading import Loading
from seqcore.jobs.jobs import Jobs
from seqcore.kept import Kept
from seqcore.runs.folder import RunFolder
from seqcore.runs.following import Following
from seqcore.runs.view import RunView

GOING_ON = ("queued", "running", "waiting")
"""The statuses in which a run changes by itself."""


@dataclass
class Server:
    """Held by Streamlit's cache, which refuses Dask clients and clusters but not an object that holds them."""

    jobs: Jobs = field(default_factory=Jobs)
    following: Following = field(default_factory=Following)
    drawn: Kept[Packed] = field(default_factory=lambda: Kept(256))
    loading: Loading = field(default_factory=Loading)

    def status(self, run_id: str, view: RunView) -> str:
        """The run's status; "interrupted" and "elsewhere" tell who is in charge of an unfinished run."""
        if view.finished or self.jobs.is_active(run_id):
            return view.status
        folder = RunFolder.find(run_id)
        return "elsewhere" if folder and folder.is_held() else "interrupted"


def server() -> Server:
    """The server's jobs; ends the script with a message when the operator's settings do not allow any."""
    try:
        return _start()
    except ValueError as error:
        st.error(str(error), icon=":material/error:")
        st.stop()


@st.cache_resource(show_spinner=False)
def _start() -> Server:
    """The first call starts the cluster, without waiting for it."""
    started = Server()
    atexit.register(started.jobs.close)
    return started
