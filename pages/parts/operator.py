"""Where whoever runs the server shows the key that was set as `SEQCORE_ADMIN_KEY`."""

import streamlit as st

from pages.parts.ownership import OPERATOR, become_operator, is_operator
from pages.parts.server import operator_key, server
from pages.parts.session import owner, session

LONGEST_KEY = 200


def operator_panel() -> None:
    """A field for the key, or a word that this browser has shown it. Nothing when the server has no such key."""
    if not operator_key():
        return
    if is_operator():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("You run this server: you control every run, and may delete it.", width="content")
            st.button("No longer", key="operator-end", type="tertiary", on_click=_end)
        return
    with st.expander("For whoever runs this server", key="operator", type="compact"):
        st.text_input(
            "Key",
            type="password",
            key="operator-key",
            max_chars=LONGEST_KEY,
            autocomplete="off",
            help="What SEQCORE_ADMIN_KEY was set to when the server was started.",
            on_change=_become,
        )
        if OPERATOR in session().refusals:
            st.error(session().refusals[OPERATOR], icon=":material/error:")


def _become() -> None:
    typed, st.session_state["operator-key"] = st.session_state["operator-key"], ""
    if typed:
        become_operator(typed)


def _end() -> None:
    server().operators.pop(owner(), None)
