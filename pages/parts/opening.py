"""Opening the page of a task: with a run, or with a preset in its form. The one place that knows where pages are."""

from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import Page

from pages.parts.address import go, make_way
from pages.parts.form_values import load, load_preset
from pages.parts.session import session
from seqcore.experiment import Experiment
from seqcore.presets import PRESETS
from seqcore.tasks import TASKS

COMPARE_ICON = ":material/stacked_line_chart:"
FINDINGS_ICON = ":material/fact_check:"
CLINIC_ICON = ":material/stethoscope:"
FOLDER = Path(__file__).parents[1] / "tasks"
DEFAULT_SCREEN = FOLDER / "default_screen.py"
"""Of tasks that have none of their own."""


def page_of(task_kind: str) -> Page:
    """The page of a task, at the task's own address."""
    own = FOLDER / task_kind / "screen.py"
    screen = own if own.exists() else DEFAULT_SCREEN
    return st.Page(screen, title=TASKS[task_kind].title, url_path=task_kind)


def compare_page() -> Page:
    """The page that compares."""
    return st.Page("pages/compare/compare.py", title="Compare", url_path="compare")


def findings_page() -> Page:
    """The page that sets claims beside what was measured."""
    return st.Page("pages/findings/findings.py", title="Findings", url_path="findings")


def clinic_page() -> Page:
    """The page of badly set networks to be healed."""
    return st.Page("pages/clinic/clinic.py", title="Clinic", url_path="clinic")


def open_comparison(**address: str) -> NoReturn:
    """Go to the page that compares: a `comparison`, `runs`, or variants of an `experiment`."""
    make_way()
    go(compare_page(), **address)


def open_run(task_kind: str, run_id: str) -> NoReturn:
    """Go to the page of a run, with the run's settings in the form."""
    make_way()
    session().runs.pop(task_kind, None)  # a run that the page does not show yet brings its settings along
    go(page_of(task_kind), run=run_id)


def open_settings(experiment: Experiment) -> NoReturn:
    """Go to the page of an experiment's task, with its settings in the form and no run shown."""
    make_way()
    load(experiment)
    session().runs.pop(experiment.task.kind, None)
    go(page_of(experiment.task.kind))


def open_preset(name: str, *, train: bool = False) -> NoReturn:
    """Go to the page of a preset's task, with the preset in the form and no run shown; `train` starts one there."""
    make_way()
    load_preset(name)
    session().wish = "train" if train else ""
    session().runs.pop(PRESETS[name].task, None)
    go(page_of(PRESETS[name].task))
