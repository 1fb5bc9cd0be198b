"""A verdict on the page: what was found out about the run, and the evidence."""

import streamlit as st

from seqcore.evaluation.verdict import Kind, Verdict

ICONS: dict[Kind, str] = {
    "better": ":material/trending_up:",
    "same": ":material/drag_handle:",
    "worse": ":material/trending_down:",
    "unclear": ":material/question_mark:",
}


def show_verdict(verdict: Verdict) -> None:
    """Draw a verdict in a frame: its sentence, and below it the details."""
    with st.container(border=True, key="verdict"):
        st.markdown(f"#### {ICONS[verdict.kind]} {verdict.sentence}")
        for detail in verdict.details:
            st.markdown(f"- {detail}")
