"""The screen of addition as sequence to sequence: every answer, character by character; ask it; the quiz."""

from typing import cast

import streamlit as st

from pages.parts.controls import Shown
from pages.parts.panel import Draw, Subject
from pages.parts.screen import experiment_screen
from pages.tasks.addition.anatomy_panel import anatomy_panel
from pages.tasks.addition.ask_panel import ask_panel
from pages.tasks.addition.judged import Judged, judged_of
from pages.tasks.addition.quiz_panel import quiz_panel
from pages.tasks.addition.table_panel import table_panel
from seqcore.data.arithmetic.hold_out import parts, readings
from seqcore.experiment import Experiment
from seqcore.tasks.addition.task import Addition

NONE_HELD_OUT = "None is held out, so it may simply remember them all: **Up to 100** tells."


def answers(subject: Subject) -> Draw:
    """The live table, and how to look at it."""
    return table_panel(cast(Addition, subject.experiment.task), subject.shown)


def predictions(subject: Subject) -> None:
    """How much of all problems training has seen, questions of one's own, the quiz, the anatomy of errors."""
    experiment, shown = subject.experiment, subject.shown
    task = cast(Addition, experiment.task)
    judged = judged_of(task, shown)
    st.markdown(_space(experiment, shown, judged))
    left, right = st.columns(2, gap="large")
    with left:
        ask_panel(task, shown)
    with right:
        quiz_panel(task, shown)
    anatomy_panel(task, shown, judged)


def _space(experiment: Experiment, shown: Shown | None, judged: Judged) -> str:
    """How many problems there are, held out and seen: one count, in which the order of terms makes no difference."""
    task = cast(Addition, experiment.task)
    different, read = parts(task.rules, task.held_out), readings(task.rules, task.held_out)
    about = "" if different.exact else "about "
    words = f"There are {different.training + different.held_out:,} different problems"
    if sum(read[:2]) > sum(different[:2]):
        words += f" (3+4 and 4+3 count as one; in every order they are {read.training + read.held_out:,})"
    if different.held_out:
        words += f". {about}{different.held_out:,} of them are held out: training never sees them, in any order. "
    else:
        words += f". {NONE_HELD_OUT} "
    drawn = shown.view.updates * experiment.training.batch_size if shown else 0
    if judged.seen is not None:
        words += f"Training has seen **{judged.seen:,} of {about}{different.training:,}**."
    elif drawn:
        words += f"Training has drawn {drawn:,} problems so far; at the end the different ones are counted."
    return words


experiment_screen("addition", predictions, chart=answers)
