"""Training in the clinic: an ordinary run, started here, and the run that is shown."""

import streamlit as st

from pages.parts.controls import Shown
from pages.parts.ownership import may_control
from pages.parts.plain import plain
from pages.parts.server import server
from pages.parts.session import owner
from seqcore.experiment import Experiment
from seqcore.runs.folder import RunFolder
from seqcore.runs.unwritable import why_not_written

TRIES_FOR_DATA = 20
"""Of a second each: all data of the clinic is made up on the spot."""


def begin(experiment: Experiment) -> str | None:
    """Start a run; its id, or None, and the page says why."""
    prepared = server().loading.prepare(experiment)
    for _ in range(TRIES_FOR_DATA):
        if not prepared.is_pending:
            break
        prepared = server().loading.prepare(experiment)
    if prepared.problems or prepared.is_pending:
        st.error(plain(next(iter(prepared.problems), "The data takes very long to come. Try again in a moment.")))
        return None
    try:
        return server().jobs.start(experiment, owner(), data=prepared.data)
    except OSError as error:
        st.error(f"The run could not be started. {plain(why_not_written(error))}.", icon=":material/error:")
        return None


def shown(run_id: str | None) -> Shown | None:
    """The run as it is now, if it is still there."""
    folder = RunFolder.find(run_id) if run_id else None
    view = server().following.view(folder.id) if folder else None
    if folder is None or view is None:
        return None
    return Shown(folder.id, view, server().status(folder.id, view), may_control(folder))
