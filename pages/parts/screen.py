"""The screen of an experiment: the form on the left, and on the right the run, its predictions and its layers."""

from functools import partial
from types import MappingProxyType

import streamlit as st

from pages.parts.controls import NOT_YOURS, Shown, show_controls, start_if_wished
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.form import Widgets, show_form
from pages.parts.form_values import Form, form_of, load, load_from_link
from pages.parts.inside.look import Own
from pages.parts.inside.panel import inside_panel
from pages.parts.lesson import lesson
from pages.parts.live_panel import live_panel
from pages.parts.loading import Prepared
from pages.parts.opening import COMPARE_ICON, open_comparison
from pages.parts.ownership import may_control
from pages.parts.panel import Panel, Subject, show_panel
from pages.parts.plain import plain
from pages.parts.pressed import pressed
from pages.parts.problems import in_words, show_problems
from pages.parts.rerunning import rerun
from pages.parts.scores_panel import known_baselines, scores_panel
from pages.parts.server import server
from pages.parts.session import session, show_run, shown_run
from pages.parts.shapes.flow_panel import flow_panel
from pages.parts.share import share, show_link_problems
from pages.parts.tables import layers_table
from pages.parts.welcome import welcome
from seqcore.experiment import Experiment
from seqcore.invalid import InvalidInput
from seqcore.presets import default_experiment
from seqcore.runs.folder import RunFolder
from seqcore.tasks import TASKS

POLL_SECONDS = 0.5


def experiment_screen(
    task_kind: str,
    *panels: Panel,
    widgets: Widgets = MappingProxyType({}),
    remedy: Panel | None = None,
    chart: Panel | None = None,
    source: Panel | None = None,
    own: Own | None = None,
    has_scores: bool = True,
    heading: str = "Predictions",
) -> None:
    """The whole screen of one task: `panels` say what its networks predict, below a `heading`.

    `chart` stands above the curves, and follows the run with them; `remedy` offers a way out when there is no data.
    `source` stands above all that is about a run, and says what it is to be trained on.
    `own` is a place on the screen where examples are made that one can look at inside, too.
    `widgets` stand in the form in place of the usual ones; `has_scores` draws the verdict and a table of scores below
    the curves.
    """
    if link := st.query_params.get("experiment"):
        load_from_link(link)
    shown = _shown(task_kind)
    task, form = TASKS[task_kind], form_of(task_kind)
    experiment = form.read()
    found = form.problems
    prepared = server().loading.prepare(experiment) if experiment else Prepared()
    # A run that another one has overtaken while it waited ends where it first draws, and changes nothing after that.
    st.title(task.title, anchor=False)
    st.markdown(task.question)
    form.problems = (*found, *prepared.problems)
    with st.sidebar:
        show_form(form, experiment, widgets)
    trainable = experiment if prepared.is_ready and not prepared.questions else None
    if start_if_wished(task_kind, trainable, prepared.data):
        shown = _shown(task_kind)
    about = shown.view.experiment if shown else form.last_valid or default_experiment(task_kind)
    subject = Subject(about, shown, prepared)
    # Containers, though some are empty at times: what stands after them keeps its place, and so its fragment's id.
    with st.container():
        welcome()
    st.markdown(f"**{about.architecture.in_words()}** · {plain(about.task.in_words())} · {about.training.in_words()}")
    with st.container(horizontal=True, gap="xsmall", key="controls"):
        show_controls(task_kind, trainable, shown, _reason(form, prepared))
        log_axis, smoothing = _curve_options(task_kind)
        share(experiment or about, shown.id if shown else None)
        if pressed("Compare", key="compare", icon=COMPARE_ICON, help="Train variants of this side by side."):
            open_comparison(experiment=(experiment or about).to_link())
    with st.container(key="messages"):
        _problems(form)
        if remedy and experiment and prepared.problems:
            remedy(Subject(experiment, shown, prepared))
        _note(experiment, shown, prepared)
    with st.container(), drawn_or_said("The data"):
        if source and experiment:
            source(Subject(experiment, shown, prepared))
    with st.container(), drawn_or_said("The lesson"):
        lesson(about, shown)
    with drawn_or_said("The curves"):
        with st.container(key="chart-choice"):
            draw_chart = chart(subject) if chart else None
        baselines = known_baselines(about, subject.run_id, prepared)
        draw_scores = partial(scores_panel, baselines=baselines) if has_scores else None
        live_panel(about, shown, log_axis, smoothing, draw_chart, baselines, draw_scores)
    st.header(heading, anchor=False)
    with st.container(key="predictions"):
        for panel in panels:
            show_panel(panel, subject, "What this run predicts")
    with st.container(key="inside"), drawn_or_said("The inside"):
        inside_panel(subject, own)
    st.header("Layers", anchor=False)
    with drawn_or_said("The layers"):
        _layers(experiment, prepared)
    if shown and experiment and experiment.architecture != shown.view.experiment.architecture:
        st.caption("These are the layers of the form; the run above has others.")


def _shown(task_kind: str) -> Shown | None:
    """The run that the address or the session names, if it is one of this task that can be read."""
    before = session().runs.get(task_kind)
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
        elif view.experiment.task.kind != task_kind:
            session().problem = f"The run in the address is one of **{view.experiment.task.title}**; **Runs** opens it."
    if folder is None or view is None or view.experiment.task.kind != task_kind:
        show_run(task_kind, before if before != run_id else None)
        return _shown(task_kind)
    if run_id != before:
        load(view.experiment)
    return Shown(run_id, view, server().status(run_id, view), may_control(folder))


def _curve_options(task_kind: str) -> tuple[bool, float]:
    with st.popover("Curves", icon=":material/show_chart:", key="curves"):
        smoothing = st.slider(
            "Smoothing",
            0.0,
            0.99,
            TASKS[task_kind].smoothing,
            0.01,
            key=f"smoothing-{task_kind}",
            help="How much of the past each point of the curve carries. 0 draws the raw curve.",
        )
        log_axis = st.toggle(
            "Logarithmic loss",
            TASKS[task_kind].has_log_loss,
            key=f"log-axis-{task_kind}",
            help="Draw the loss on a logarithmic axis.",
        )
    return log_axis, smoothing


def _reason(form: Form, prepared: Prepared) -> str:
    """Why nothing can be trained."""
    if form.problems:
        return in_words(form.problems[0], form)
    return "Answer the question about the data first." if prepared.questions else ""


def _problems(form: Form) -> None:
    """What went wrong, and what is wrong with the form."""
    if session().problem:
        st.warning(session().problem, icon=":material/warning:")
        session().problem = ""
    show_link_problems()
    show_problems(form)


def _note(experiment: Experiment | None, shown: Shown | None, prepared: Prepared) -> None:
    """One line that is always there, with or without words, so that nothing moves."""
    is_pending = experiment is not None and prepared.is_pending

    def note() -> None:
        st.caption(_note_words(experiment, shown, is_pending) or "\u00a0")
        if is_pending and experiment is not None and not server().loading.is_pending(experiment):
            rerun()

    st.fragment(note, run_every=POLL_SECONDS if is_pending else None)()


def _note_words(experiment: Experiment | None, shown: Shown | None, is_pending: bool) -> str:
    if is_pending:
        return ":material/hourglass_top: Getting the series …"
    if shown and shown.is_open and not shown.mine:
        return f":material/visibility: {NOT_YOURS}"
    if shown is None or experiment is None or experiment == shown.view.experiment:
        return ""
    words = "The form has changed since this run began: "
    if shown.is_open:
        return words + "the changes apply to the next run; **Stop** ends this one."
    return words + "**Train** starts a new run with it."


def _layers(experiment: Experiment | None, prepared: Prepared) -> None:
    if experiment is None:
        st.caption("The layers appear as soon as the settings are valid.")
        return
    flow_panel(experiment, prepared.examples)
    with st.container(key="layers"):
        st.table(layers_table(experiment.layers()), hide_index=True, alt="Layers")
    st.caption(f"{experiment.parameters():,} parameters in all.")
