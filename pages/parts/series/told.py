"""Where the series of a form is from and what was understood of it, and a way out where there is none."""

import time
from typing import cast

import streamlit as st

from pages.parts.form_values import form_of
from pages.parts.loading import Prepared
from pages.parts.panel import Subject
from pages.parts.plain import plain
from pages.parts.readable_table import readable_table
from pages.parts.server import server
from seqcore.data.series.bundled import BUNDLED
from seqcore.data.series.series import Series
from seqcore.data.series.settings import SeriesSettings


def told(prepared: Prepared) -> Series | None:
    """Draw what is known of the series; returns it, or None as long as there is none."""
    loaded = prepared.loaded
    if loaded is None:
        st.caption("The series appears as soon as it is there.")
        return None
    series = cast(Series, loaded.data)
    st.markdown(plain(series.origin))
    if loaded.problem:
        st.warning(f"The newer prices could not be had. {plain(loaded.problem)}", icon=":material/warning:")
    for note in series.notes:
        st.markdown(f"- {plain(note)}")
    if loaded.age_in_words is not None and prepared.task is not None:
        task = prepared.task
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Downloaded {loaded.age_in_words(time.time())}.", width="content")
            st.button(
                "Download again",
                key="prices-refresh",
                icon=":material/refresh:",
                on_click=lambda: server().loading.refresh(task),
            )
    if loaded.facts:
        facts = {"What": [what for what, _ in loaded.facts], "Understood as": [words for _, words in loaded.facts]}
        readable_table(facts, label="How the series was read")
    return series


def offer_bundled(subject: Subject) -> None:
    """One click to a snapshot of real prices when the download did not work."""
    task = subject.experiment.task
    if not isinstance(task, SeriesSettings) or task.source != "yahoo":
        return
    wanted = next((name for name in BUNDLED if name.split("-")[0] == task.ticker.lower()), next(iter(BUNDLED)))

    def use() -> None:
        form = form_of(task.kind)
        form.remember()
        form.at(("task",)).update(source="bundled", bundle=wanted)

    with st.container(horizontal=True):
        st.button(f"Use the bundled snapshot: {BUNDLED[wanted].title}", key="prices-use-bundled", on_click=use)
        st.button(
            "Try again",
            key="prices-try-again",
            icon=":material/refresh:",
            on_click=lambda: server().loading.refresh(task),
        )
