"""The screen of addition as sequence to sequence: every answer, character by character; ask it; the quiz."""

from typing import cast

import numpy as np
import streamlit as st

from pages.addition.anatomy_panel import anatomy_panel
from pages.addition.answer_table import answer_rows, answer_table
from pages.addition.ask_panel import ask_panel
from pages.addition.quiz_panel import quiz_panel
from pages.parts.controls import Shown
from pages.parts.live_panel import DrawChart
from pages.parts.loading import Prepared
from pages.parts.replay import epoch_slider
from pages.parts.screen import experiment_screen
from seqcore.addition.drawing import draw
from seqcore.addition.hold_out import parts
from seqcore.addition.problems import Problems
from seqcore.addition.space import canonical
from seqcore.experiment import Experiment
from seqcore.runs.view import RunView
from seqcore.tasks.addition import RECORDED, Addition, AdditionExamples
from seqcore.tasks.base import Array

MOST_COUNTED = 2_000_000


def choose_table(experiment: Experiment, shown: Shown | None, prepared: Prepared) -> DrawChart:
    """The live table, and how to look at it."""
    task = cast(Addition, experiment.task)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        errors_only = st.toggle("Only errors", key="errors-only")
        epoch = epoch_slider(shown)
    problems = recorded_problems(task)

    def draw_table(view: RunView) -> None:
        at = epoch if epoch in view.snapshots else max(view.snapshots, default=None)
        answers: Array | None = view.snapshots[at].astype(np.float32) if at is not None else None
        rows = answer_rows(problems, task.rules, answers, task.held_out)
        shown_rows = [row for row in rows if row.right != "✓"] if errors_only and answers is not None else rows
        with st.container(height=330, key="answers"):
            answer_table(shown_rows, key="answers-table")
        if answers is not None:
            st.caption(f"After epoch {at:,}: {sum(row.right == '✓' for row in rows)} of these {len(rows)} right.")

    return draw_table


def recorded_problems(task: Addition) -> Problems:
    """The problems of the table: the first ones of both parts, as they are recorded."""
    some = [problems[slice(0, RECORDED)] for problems in AdditionExamples(task).looked_at if len(problems)]
    return Problems.joined(some)


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
    sizes = parts(task.rules, task.held_out)
    about = "" if sizes.exact else "about "
    words = f"There are {about}{sizes.training + sizes.held_out:,} different problems"
    words += f", {about}{sizes.held_out:,} of them held out." if sizes.held_out else "; none is held out."
    drawn = shown.view.updates * training.batch_size if shown else 0
    if 0 < drawn <= MOST_COUNTED:
        seen = _seen(task, training.seed, drawn)
        words += f" Training has seen **{seen:,} of {about}{sizes.training:,}**."
    elif drawn:
        words += f" Training has drawn {drawn:,} problems."
    return words


@st.cache_data(max_entries=64, show_spinner=False)
def _seen(task: Addition, seed: int, drawn: int) -> int:
    """How many different problems the first `drawn` ones of a run were."""
    problems = canonical(draw(task.rules, seed, 0, drawn, held_out=False, share=task.held_out))
    rows = np.column_stack([problems.numbers, problems.operators, problems.parentheses])
    return len(np.unique(rows, axis=0))


experiment_screen("addition", show_predictions, chart=choose_table)
