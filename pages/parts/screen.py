"""The screen of an experiment: the form on the left, and on the right the run, its predictions and its layers."""

from collections.abc import Callable

import streamlit as st

from pages.parts.controls import NOT_YOURS, Shown, may_control, show_controls, start_if_wished
from pages.parts.form import show_form
from pages.parts.form_values import load, load_from_link
from pages.parts.live_panel import live_panel
from pages.parts.problems import plain
from pages.parts.server import server
from pages.parts.session import remember_browser, session, show_run, shown_run
from pages.parts.share import share, show_link_problems
from pages.parts.tables import layers_table
from seqcore.experiment import Experiment
from seqcore.invalid import InvalidInput
from seqcore.presets import default_experiment
from seqcore.runs.folder import RunFolder
from seqcore.tasks import TASKS

ShowPredictions = Callable[[Experiment, Shown | None], None]
"""Draws what the network of a run (or of none yet) predicts; each task brings its own."""


def experiment_screen(task_kind: str, show_predictions: ShowPredictions) -> None:
    """The whole screen of one task."""
    if link := st.query_params.get("experiment"):
        load_from_link(link)
    shown = _shown(task_kind)
    with st.sidebar:
        experiment = show_form(task_kind)
    if start_if_wished(task_kind, experiment):
        shown = _shown(task_kind)
    task = TASKS[task_kind]
    subject = shown.view.experiment if shown else experiment or default_experiment(task_kind)
    st.title(task.title, anchor=False)
    st.markdown(task.question)
    st.markdown(f"**{subject.architecture.in_words()}** · {subject.task.in_words()} · {subject.training.in_words()}")
    with st.container(horizontal=True, gap="small", key="controls"):
        show_controls(task_kind, experiment, shown)
        log_axis, smoothing = _curve_options()
        share(experiment or subject)
    _messages(experiment, shown)
    live_panel(subject, shown, log_axis, smoothing)
    st.subheader("Predictions", anchor=False)
    show_predictions(subject, shown)
    st.subheader("Layers", anchor=False)
    _layers(experiment)
    remember_browser()


def _shown(task_kind: str) -> Shown | None:
    """The run that the address or the session names, if it is one of this task that can be read."""
    first_time = task_kind not in session().runs
    run_id = shown_run(task_kind)
    if run_id is None:
        return None
    folder = RunFolder.find(run_id)
    try:
        view = server().following.view(run_id) if folder else None
    except InvalidInput as error:
        words = f"The run {run_id} cannot be shown: it is damaged or was written by another version"
        session().problem = f"{words} ({plain(error.problems[0].removesuffix('.'))})."
        view = None
    else:
        if view is None:
            session().problem = "There is no such run any more; the list of runs shows which there are."
    if folder is None or view is None or view.experiment.task.kind != task_kind:
        show_run(task_kind, None)
        return None
    if first_time:
        load(view.experiment)
    return Shown(run_id, view, server().status(run_id, view), may_control(folder))


def _curve_options() -> tuple[bool, float]:
    with st.popover("Curves", icon=":material/show_chart:", key="curves"):
        smoothing = st.slider(
            "Smoothing",
            0.0,
            0.99,
            0.9,
            0.01,
            key="smoothing",
            help="How much of the past each point of the curve carries. 0 draws the raw curve.",
        )
        log_axis = st.toggle("Logarithmic loss", key="log-axis", help="Draw the loss on a logarithmic axis.")
    return log_axis, smoothing


def _messages(experiment: Experiment | None, shown: Shown | None) -> None:
    if session().problem:
        st.warning(session().problem, icon=":material/warning:")
        session().problem = ""
    show_link_problems()
    if shown is None:
        return
    if shown.is_open and not shown.mine:
        st.info(NOT_YOURS, icon=":material/visibility:")
    if experiment is not None and experiment != shown.view.experiment:
        words = "The form has changed since this run began: "
        words += "the changes apply to the next run." if shown.is_open else "**Train** starts a new run with it."
        st.caption(words)


def _layers(experiment: Experiment | None) -> None:
    if experiment is None:
        st.caption("The layers appear as soon as the settings are valid.")
        return
    table = layers_table(experiment.layers())
    st.dataframe(table, hide_index=True, width="stretch")
    st.caption(f"{experiment.parameters():,} parameters in all.")
