"""The home page: what to do first, one's own last runs, all lessons, and a word for teachers."""

import streamlit as st

from pages.home.gallery import about, gallery
from pages.home.last_runs import last_runs
from pages.home.old_links import follow_old_link
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.opening import (
    CLINIC_ICON,
    COMPARE_ICON,
    FINDINGS_ICON,
    clinic_page,
    compare_page,
    findings_page,
    open_preset,
)
from pages.parts.pressed import pressed
from seqcore.presets import presets_of
from seqcore.tasks import TASKS

FIRST = "cumulative_sum"
"""The lesson for who has never been here."""
TEACHERS = (
    "**Teaching a class?** Open the first lesson on the projector, press **Train** and explain what moves. Everybody "
    "who opens the address of this server trains along on it: each browser controls its own runs and can watch those "
    "of all others, which **Runs** lists. **Share** on a lesson's page gives a link to exactly what you have set."
)


def show_home() -> None:
    """The page."""
    follow_old_link()
    st.title("Sequence Lab", anchor=False)
    st.markdown("Train small recurrent neural networks, watch them learn, and see whether they have learned anything.")
    task = TASKS[FIRST]
    with st.container(horizontal=True, vertical_alignment="center", key="start"):
        if pressed("Start here", key="start-here", type="primary", icon=":material/play_arrow:"):
            open_preset(presets_of(FIRST)[0].name)
        st.markdown(
            f"**New here?** The first lesson is **{task.title}**: press **Train** there, and watch it learn for "
            f"{about(task.seconds)}.",
            width="content",
        )
    with st.container(), drawn_or_said("Your last runs"):
        last_runs()
    with st.container(horizontal=True, vertical_alignment="center", key="home-compare"):
        st.page_link(compare_page(), label="Compare networks", icon=COMPARE_ICON, width="content")
        st.markdown(
            "Which cell, which merge mode, which optimizer? With several seeds each, and the noise shown.",
            width="content",
        )
    with st.container(horizontal=True, vertical_alignment="center", key="home-findings"):
        st.page_link(findings_page(), label="What the tutorials say", icon=FINDINGS_ICON, width="content")
        st.markdown("And what we measured: each claim with its verdict, and one click to repeat it.", width="content")
    with st.container(horizontal=True, vertical_alignment="center", key="home-clinic"):
        st.page_link(clinic_page(), label="Heal a network", icon=CLINIC_ICON, width="content")
        st.markdown("Ten networks that are badly set in one way each: what is wrong with them?", width="content")
    gallery()
    st.caption("The times are those of training a lesson's first preset on a machine with two cores.")
    st.markdown(TEACHERS)


show_home()
