"""Drawing the whole page anew from within, without getting into the way of what the browser asks for."""

from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx


def rerun() -> NoReturn:
    """`st.rerun`, unless the browser waits for the whole page, or for another one, already.

    Streamlit would make one request of the two and keep the page and the address of this one: a Back that was pressed
    just when a run ended would be forgotten.
    """
    script = get_script_run_ctx()
    asked = script.script_requests if script else None
    if asked is not None and asked._state is ScriptRequestType.RERUN and not asked._rerun_data.fragment_id_queue:
        st.stop()  # what waits comes next
    st.rerun()  # noqa: TID251 (nothing waits here)
