"""A part of a run's screen, or a word in its place: a run's folder may hold what nobody has thought of."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

LOG = logging.getLogger(__name__)


@contextmanager
def drawn_or_said(what: str) -> Iterator[None]:
    """Draw `what` in here; when that fails, say so and go on with the rest of the page."""
    try:
        yield
    except Exception as error:  # what Streamlit ends a script with is none
        LOG.exception("%s could not be drawn", what)
        st.warning(
            f"{what} cannot be drawn ({type(error).__name__}): the run's folder may be damaged. "
            "The server's log has the details.",
            icon=":material/warning:",
        )
