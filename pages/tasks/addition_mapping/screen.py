"""The screen of addition as a mapping: a table of sums, and a switch that shuffles their terms."""

from typing import cast

import numpy as np
import streamlit as st

from pages.parts.opening import page_of
from pages.parts.panel import Draw, Subject
from pages.parts.readable_table import readable_table
from pages.parts.replay import epoch_slider
from pages.parts.screen import experiment_screen
from seqcore.runs.view import RunView
from seqcore.tasks.addition_mapping.task import AdditionMapping

LEARNED_SHARE = 0.02  # of the largest sum: an error below it counts as having learned
MORAL = (
    "A sum does not depend on the order of its terms, so there is nothing here for a memory to remember: "
    "a perceptron is enough."
)


def sums(subject: Subject) -> Draw:
    """The table of sums, as drawn or with their terms shuffled."""
    task = cast(AdditionMapping, subject.experiment.task)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shuffle = st.toggle(
            "Shuffle the terms", key="shuffle-terms", help="Ask for the same sums with their numbers in another order."
        )
        epoch = epoch_slider(subject.shown)
    terms, shuffled, expected = task.recorded_sums()
    texts = ["+".join(f"{number:.0f}" for number in row) for row in (shuffled if shuffle else terms)]

    def draw_table(view: RunView) -> None:
        at = epoch if epoch in view.snapshots else max(view.snapshots, default=None)
        predicted = view.snapshots[at][:, int(shuffle)] if at is not None else np.full(len(expected), np.nan)
        error = np.round(predicted - expected, 2) + 0.0  # no −0.00
        table = {"Sum": texts, "Expected": expected, "Predicted": predicted, "Error": error}
        numbers = {name: st.column_config.NumberColumn(format="%.2f") for name in ("Predicted", "Error")}
        readable_table(table, label="Sums and answers", height=300, column_config=numbers)
        scores = view.last_validation()
        if "rmse_shuffled" in scores:
            words = (
                f"On {len(task.validation()):,} sums that are never trained on it is off by {scores['rmse']:.2f} "
                f"(RMSE), and by {scores['rmse_shuffled']:.2f} when "
                "their terms are shuffled. "
            )
            has_learned = scores["rmse"] < LEARNED_SHARE * task.largest * task.terms
            st.caption(words + (MORAL if has_learned else ""))

    return draw_table


def moral(subject: Subject) -> None:
    """What this is a mistake for."""
    st.markdown("The numbers are given as numbers, so the network has only to weigh each by one.")
    label = "See one that has to read them, character by character"
    st.page_link(page_of("addition"), label=label, icon=":material/arrow_forward:")


experiment_screen("addition_mapping", moral, chart=sums)
