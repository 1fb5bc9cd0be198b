"""Starting a run away from the form of its task: with the data that its settings ask for, or with a word why not."""

from dataclasses import replace

import streamlit as st

from pages.parts.loading import Prepared
from pages.parts.plain import plain
from pages.parts.server import server
from pages.parts.session import owner
from seqcore.data.base import Data
from seqcore.experiment import Experiment
from seqcore.runs.unwritable import why_not_written

TRIES_FOR_DATA = 60
"""Of a second each."""


def start(experiment: Experiment, data: Data | None = None) -> str | None:
    """Start a run, about this `data` or what its settings ask for; its id, or None, and the page says why."""
    if data is None:
        ready = prepared(experiment)
        if ready.problems:
            st.error("  \n".join(map(plain, ready.problems)), icon=":material/error:")
            return None
        data = ready.data
    try:
        return server().jobs.start(experiment, owner(), data=data)
    except OSError as error:
        st.error(f"The run could not be started. {plain(why_not_written(error))}.", icon=":material/error:")
        return None


def prepared(experiment: Experiment) -> Prepared:
    """What an experiment is trained on, once it has come; questions and long waits are problems here."""
    with st.spinner("Getting the data …"):
        for _ in range(TRIES_FOR_DATA):
            found = server().loading.prepare(experiment)
            if not found.is_pending:
                break
    if found.is_pending:
        return replace(found, problems=("The data takes very long to come. Try again in a moment.",))
    if found.questions:
        asked = found.questions[0]
        words = f"task.{asked.about}: {asked.sentence} Answer on the screen of the task, or choose here."
        return replace(found, examples=None, problems=(*found.problems, words))
    return found
