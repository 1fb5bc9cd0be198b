"""Drawing the whole page anew from within, without getting into the way of what the browser asks for."""

from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequestType
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx


def rerun() -> NoReturn:
    """`st.rerun`, unless the browser waits for the whole page, or for another one, already.

    Streamlit would make one request of the two and keep the page and the address of this one: a Back that was pressed
    just when a run ended would be forgotten.
    """
    if waiting() is not None:
        st.stop()  # what waits comes next
    st.rerun()  # noqa: TID251 (nothing waits here)


def waiting() -> RerunData | None:
    """The whole page that the browser has asked for since this script began, if it has."""
    script = get_script_run_ctx()
    asked = script.script_requests if script else None
    if asked is None or asked._state is not ScriptRequestType.RERUN or asked._rerun_data.fragment_id_queue:
        return None
    return asked._rerun_data
