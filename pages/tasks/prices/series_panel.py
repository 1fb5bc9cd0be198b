"""The series of the form: where it is from, what was understood of it, and how it becomes X and y."""

from typing import cast

import streamlit as st

from pages.parts.form_values import form_of
from pages.parts.live_chart import live_chart
from pages.parts.loading import Prepared
from pages.parts.panel import Subject
from pages.parts.readable_table import readable_table
from pages.parts.series.told import offer_bundled, told
from pages.tasks.prices.price_figure import price_figure
from pages.tasks.prices.windows_picture import windows_table, worked_row
from seqcore.tasks.prices.examples import PriceExamples
from seqcore.tasks.prices.fitting import largest_window
from seqcore.tasks.prices.task import Prices

PREVIEW_HEIGHT = 300


def series_panel(prepared: Prepared, *, with_chart: bool) -> None:
    """Everything about the series that the form asks for; `with_chart` when no other chart shows it already."""
    series = told(prepared)
    if series is None:
        return
    examples = cast(PriceExamples | None, prepared.examples)
    if with_chart:
        split = examples.split if examples else None
        figure = price_figure(series, split, [], title="The series of the form", revision=series.fingerprint)
        live_chart(figure, key="prices-preview", height=PREVIEW_HEIGHT, label="The series of the form")
    if examples is not None:
        _windows(examples)


def _windows(examples: PriceExamples) -> None:
    task = examples.task
    st.markdown("**How a series becomes X and y**, shown with a window of three: each row is one example.")
    table = windows_table(examples.changes, examples.prices, examples.series.index, task.horizon)
    readable_table(table, label="The first examples")
    st.caption(
        f"The network's own window has {task.window} rows; the training part gives {len(examples.learned.training):,} "
        f"such examples, validation {len(examples.judged.validation):,}, test {len(examples.judged.test):,}."
    )
    st.markdown("**One value on its way** into the network and back")
    readable_table(worked_row(examples, int(examples.judged.test[0]), None), label="One value on its way")


def offer_remedy(subject: Subject) -> None:
    """A way out where the form has no series, or one that is too short for its window."""
    offer_bundled(subject)
    offer_window(subject)


def offer_window(subject: Subject) -> None:
    """One click to the largest window that the series leaves room for."""
    task, data = subject.prepared.task, subject.prepared.data
    if not isinstance(task, Prices) or data is None or not any("window" in one for one in subject.prepared.problems):
        return
    window = largest_window(task, data)
    if window is None:
        return
    form = form_of(task.kind)

    def use() -> None:
        form.remember()
        form.put(("task", "window"), window)

    st.button(
        f"Use a window of {window}, the largest that fits", key="prices-use-window", on_click=form.later, args=(use,)
    )
