"""A verdict on the page: what was found out about the run, and the evidence."""

import streamlit as st

from pages.parts.glossary import explain
from seqcore.evaluation.verdict import Kind, Verdict

ICONS: dict[Kind, str] = {
    "better": ":material/trending_up:",
    "same": ":material/drag_handle:",
    "worse": ":material/trending_down:",
    "unclear": ":material/question_mark:",
}


def verdict_headline(verdict: Verdict | None) -> None:
    """The verdict's sentence, to stand above a chart; keeps its place while there is none (see `looks`)."""
    with st.container(key="verdict-headline", gap=None):
        if verdict is None:
            st.caption("When training ends, the verdict stands here.")
            return
        st.markdown(f"**{ICONS[verdict.kind]} {verdict.sentence}**")
        explain(verdict.sentence, "headline")


def verdict_details(verdict: Verdict) -> None:
    """The evidence, one sentence each."""
    if verdict.details:
        st.markdown("\n".join(f"- {detail}" for detail in verdict.details))
        explain(" ".join(verdict.details), "details")


def show_verdict(verdict: Verdict) -> None:
    """Draw a verdict in a frame: its sentence, and below it the details."""
    with st.container(border=True, key="verdict"):
        st.markdown(f"**{ICONS[verdict.kind]} {verdict.sentence}**")
        st.markdown("\n".join(f"- {detail}" for detail in verdict.details))
        explain(" ".join((verdict.sentence, *verdict.details)), "verdict")
