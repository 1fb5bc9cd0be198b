"""A verdict on the page: what was found out about the run, and the evidence."""

import streamlit as st

from pages.parts.glossary import explain, explain_together
from pages.parts.plain import plain
from seqcore.evaluation.verdict import Kind, Verdict

ICONS: dict[Kind, str] = {
    "better": ":material/trending_up:",
    "same": ":material/drag_handle:",
    "worse": ":material/trending_down:",
    "unclear": ":material/question_mark:",
}


def verdict_headline(verdict: Verdict) -> None:
    """The verdict's sentence, to stand above a chart, with its words explained beside it: one or two lines in all."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="verdict-headline"):
        st.markdown(f"{ICONS[verdict.kind]} **{plain(verdict.sentence)}**")
        explain_together(verdict.sentence, "headline")


def show_verdict(verdict: Verdict) -> None:
    """Draw a verdict in a frame: its sentence, and below it the evidence."""
    with st.container(border=True, key="verdict"):
        st.markdown(f"**{ICONS[verdict.kind]} {plain(verdict.sentence)}**")
        show_evidence(verdict)


def show_evidence(verdict: Verdict) -> None:
    """The details of a verdict, whose sentence stands above the charts, and the words that they use."""
    st.markdown("\n".join(f"- {plain(detail)}" for detail in verdict.details))
    explain(" ".join((verdict.sentence, *verdict.details)), "verdict")
