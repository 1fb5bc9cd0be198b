"""The screen of addition as sequence to sequence: every answer, character by character; ask it; the quiz."""

from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from pages.addition.anatomy_panel import anatomy_panel
from pages.addition.answer_table import answer_rows, answer_table, in_turns
from pages.addition.ask_panel import ask_panel
from pages.addition.quiz_panel import quiz_panel
from pages.parts.controls import Shown
from pages.parts.live_panel import DrawChart
from pages.parts.loading import Prepared
from pages.parts.replay import epoch_slider
from pages.parts.screen import experiment_screen
from seqcore.addition.drawing import draw
from seqcore.addition.hold_out import parts, readings
from seqcore.experiment import Experiment
from seqcore.runs.view import RunView
from seqcore.tasks.addition import Addition
from seqcore.tasks.base import Array

MOST_COUNTED = 2_000_000
NONE_HELD_OUT = "None is held out, so it may simply remember them all: **Up to 100** tells."


def choose_table(experiment: Experiment, shown: Shown | None, prepared: Prepared) -> DrawChart:
    """The live table, and how to look at it."""
    task = cast(Addition, experiment.task)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        errors_only = st.toggle("Only errors", key="errors-only")
        epoch = epoch_slider(shown)
    problems = task.examples().recorded()

    def draw_table(view: RunView) -> None:
        at = epoch if epoch in view.snapshots else max(view.snapshots, default=None)
        answers: Array | None = view.snapshots[at].astype(np.float32) if at is not None else None
        if answers is not None and len(answers) != len(problems):
            st.caption("This run's answers are to the problems of another version, and so they are not shown.")
            answers = None
        rows = in_turns(answer_rows(problems, task.rules, answers, task.held_out))
        shown_rows = [row for row in rows if row.right != "✓"] if errors_only and answers is not None else rows
        with st.container(height=330, key="answers"):
            answer_table(shown_rows, key="answers-table", held_out=task.held_out > 0)
            if not shown_rows:
                st.caption("No errors.")
        if answers is not None:
            st.caption(f"After epoch {at:,}: {sum(row.right == '✓' for row in rows)} of these {len(rows)} right.")

    return draw_table


def show_predictions(experiment: Experiment, shown: Shown | None, prepared: Prepared) -> None:
    """How much of all problems training has seen, questions of one's own, the quiz, the anatomy of errors."""
    task = cast(Addition, experiment.task)
    st.markdown(_space(experiment, shown))
    left, right = st.columns(2, gap="large")
    with left:
        ask_panel(task, experiment.architecture.kind, shown)
    with right:
        quiz_panel(task, shown)
    anatomy_panel(task, shown)


def _space(experiment: Experiment, shown: Shown | None) -> str:
    task, training = cast(Addition, experiment.task), experiment.training
    reading, different = readings(task.rules, task.held_out), parts(task.rules, task.held_out)
    about = "" if reading.exact else "about "
    words = (
        f"There are {sum(reading[:2]):,} different problems, {sum(different[:2]):,} if 3+4 and 4+3 count as one. "
        + (f"Held out are {about}{reading.held_out:,} of them." if reading.held_out else NONE_HELD_OUT)
    )
    drawn = shown.view.updates * training.batch_size if shown else 0
    if 0 < drawn <= MOST_COUNTED:
        words += f" Training has seen **{_seen(task, training.seed, drawn):,} of {about}{reading.training:,}**."
    elif drawn:
        words += f" Training has drawn {drawn:,} problems."
    return words


@st.cache_data(max_entries=64, show_spinner=False)
def _seen(task: Addition, seed: int, drawn: int) -> int:
    """How many different problems the first `drawn` ones of a run were."""
    problems = draw(task.rules, seed, 0, drawn, held_out=False, share=task.held_out)
    rows = np.column_stack([problems.numbers, problems.operators, problems.parentheses])
    return int((~pd.DataFrame(rows).duplicated()).sum())


experiment_screen("addition", show_predictions, chart=choose_table)
