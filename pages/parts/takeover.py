"""Controlling a run from another device: its owner gets a code here, and types it in there."""

import streamlit as st

from pages.parts.ownership import may_control, take_over
from pages.parts.session import session
from seqcore.runs.folder import RunFolder
from seqcore.runs.ownership import CODE_LENGTH

TITLE = "Control from another device"
LONGEST_CODE = 2 * CODE_LENGTH


def takeover(run_id: str) -> None:
    """For an owner of the run a button that makes a code; for others a field to type it in."""
    folder = RunFolder.find(run_id)
    if folder is None or (folder.ownership.is_known() and not folder.ownership.owners()):
        return  # anybody controls it already
    st.markdown(f"**{TITLE}**")
    if not may_control(folder):
        st.text_input(
            "Code of this run",
            key="takeover-code",
            placeholder="XXXX-XXXX-XXXX",
            max_chars=LONGEST_CODE,
            autocomplete="off",
            help="Whoever controls the run finds it there, under **Share**.",
            on_change=_take_over,
            args=(folder,),
        )
        if run_id in session().refusals:
            st.error(session().refusals[run_id], icon=":material/error:")
        return
    if run_id in session().codes:
        st.code(session().codes[run_id], language=None)
        st.caption("Open the address of this run there, and type this in under **Share**. It works once, for an hour.")
    st.button(
        "Another code" if run_id in session().codes else "Show a code",
        key="takeover-show",
        icon=":material/key:",
        help="With it one more browser may pause, stop and delete this run. Show it to nobody else.",
        on_click=lambda: session().codes.update({run_id: folder.ownership.new_code()}),
    )


def _take_over(folder: RunFolder) -> None:
    typed, st.session_state["takeover-code"] = st.session_state["takeover-code"], ""
    if typed.strip() and take_over(folder, typed):
        st.toast("You control this run now, too.", icon=":material/check:")
