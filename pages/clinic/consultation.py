"""One case: train the patient, say what is wrong, change one setting, train again, and see whether it healed."""

import streamlit as st

from pages.clinic.progress import progress
from pages.clinic.shown import shown
from pages.parts.controls import Shown
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.inside.panel import inside_panel
from pages.parts.live_panel import live_panel
from pages.parts.loading import Prepared
from pages.parts.opening import open_run
from pages.parts.panel import Subject
from pages.parts.plain import plain
from pages.parts.pressed import pressed
from pages.parts.rerunning import rerun
from pages.parts.run_words import number_words
from pages.parts.server import GOING_ON, server
from pages.parts.starting import start
from pages.parts.ticking import ticking
from seqcore.clinic.all_cases import all_cases, measured
from seqcore.clinic.case import Case
from seqcore.experiment import Experiment
from seqcore.tasks import TASKS

TICK_SECONDS = 0.5


def consultation(name: str, case: Case) -> None:
    """The four steps, one below the other; each appears when the one before is done."""
    known = progress()
    number = list(all_cases()).index(name) + 1
    st.header(f"Case {number}", anchor=False)
    st.markdown(plain(case.symptom))
    if name not in known.before:
        _settings(case.experiment)
        with st.container(key="clinic-start"):
            if pressed("Train the patient", key="train", type="primary", icon=":material/play_arrow:"):
                _start(name, case, None)
        return
    _curves(name, case)
    st.markdown(f":material/visibility: **Look at** · {plain(case.look)}")
    if _diagnosis(name, case):
        _treatment(name, case)


def _settings(experiment: Experiment) -> None:
    """What a run was set to, in a line."""
    parts = (experiment.architecture.in_words(), experiment.task.in_words(), experiment.training.in_words())
    st.caption(" · ".join([TASKS[experiment.task.kind].title, *map(plain, parts)]))


def _start(name: str, case: Case, change: int | None) -> None:
    """Train the patient, or the patient after a change."""
    known = progress()
    run = start(case.experiment if change is None else case.treated(case.changes[change]))
    if run is None:
        return
    if change is None:
        known.before[name] = run
    else:
        known.after[name], known.treatment[name] = run, change
    rerun()


def _curves(name: str, case: Case) -> None:
    """The curves of the patient, or of the treatment: one of them, so that they are as large as on other pages."""
    known, which = progress(), "before"
    if name in known.after:
        titles = {"before": "As it came", "after": "After the change"}
        which = st.segmented_control(
            "Curves",
            list(titles),
            default="after",
            format_func=titles.__getitem__,
            required=True,
            key=f"clinic-shown-{known.after[name]}",  # of a new run it is the new one that is shown
            label_visibility="collapsed",
        )
    run = shown((known.before if which == "before" else known.after)[name])
    if run is None:
        st.warning("This run has been deleted. Begin the case again.", icon=":material/warning:")
        return
    _settings(run.view.experiment)
    task = TASKS[case.experiment.task.kind]
    live_panel(
        run.view.experiment,
        run,
        task.has_log_loss,
        task.smoothing,
        has_coach=False,
        names_mistakes=name in known.diagnosed,
    )
    with st.container(key="inside"), drawn_or_said("The inside"):
        inside_panel(Subject(run.view.experiment, run, Prepared()))


def _diagnosis(name: str, case: Case) -> bool:
    """The question, and whether it has been answered well."""
    st.subheader("What is wrong?", anchor=False)
    texts = [plain(option.text) for option in case.options]
    chosen = st.radio(
        "What is wrong?",
        range(len(texts)),
        index=None,
        format_func=texts.__getitem__,
        key=f"diagnosis-{name}",
        label_visibility="collapsed",
    )
    if chosen is not None:
        option = case.options[chosen]
        say, icon = (st.success, ":material/check:") if option.right else (st.info, ":material/close:")
        say(f"{'Yes' if option.right else 'No'}. {plain(option.why)}", icon=icon)
        if option.right and name not in progress().diagnosed:
            progress().diagnosed.add(name)
            rerun()  # the curves above know it, too
    return name in progress().diagnosed


def _treatment(name: str, case: Case) -> None:
    """The changes there are to choose from, and what came of the last one."""
    st.subheader("Change one setting", anchor=False)
    texts = [plain(change.text) for change in case.changes]
    chosen = st.radio(
        "Change one setting",
        range(len(texts)),
        index=None,
        format_func=texts.__getitem__,
        key=f"change-{name}",
        label_visibility="collapsed",
    )
    known = progress()
    run = shown(known.after.get(name))
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="clinic-buttons"):
        going_on = run is not None and run.is_going_on
        if pressed(
            "Train again",
            key="train-again",
            type="primary",
            icon=":material/play_arrow:",
            disabled=chosen is None or going_on,
        ):
            _start(name, case, chosen)
        if pressed("Begin this case again", key="clinic-again", icon=":material/replay:", disabled=going_on):
            known.forget(name)
            for key in (f"diagnosis-{name}", f"change-{name}"):
                st.session_state.pop(key, None)
            rerun()
    if run is not None:
        ticking(lambda: _outcome(name, case, run), TICK_SECONDS if run.is_going_on else None, run.id)


def _outcome(name: str, case: Case, run: Shown) -> None:
    """Whether it healed, by what the run itself was measured by."""
    view = server().following.view(run.id) or run.view
    change = case.changes[progress().treatment[name]]
    if view.finished is None:
        status = server().status(run.id, view)
        st.caption("The result stands here at the end." if status in GOING_ON else "This run did not come to its end.")
        return
    value, measure = measured(case, view), case.experiment.task.measures()[case.healed.measure]
    was = measured(case, before.view) if (before := shown(progress().before.get(name))) else None
    if value is None:
        st.warning("Not healed: this run ended before it could be measured.", icon=":material/close:")
        return
    limit = (
        f"{'at least' if case.healed.at_least is not None else 'at most'} {number_words(case.healed.limit, measure)}"
    )
    came = f", before it was {number_words(was, measure)}" if was is not None else ""
    title = measure.title
    if case.healed.part == "test":
        title = f"{title.removesuffix(', validation part')}, test part"
    evidence = f"{plain(title)}: {number_words(value, measure)}{came}; healed is {limit}."
    if case.healed.is_met(value):
        progress().healed.add(name)
        st.success(f"**Healed**. {evidence} {plain(change.why)}", icon=":material/check_circle:")
        st.markdown(f":material/school: **Remember** · {plain(case.moral)}")
    else:
        st.warning(f"**Not healed**. {evidence} {plain(change.why)}", icon=":material/close:")
    if pressed("Open on its lesson’s page", key="clinic-inside", icon=":material/open_in_new:"):
        open_run(case.experiment.task.kind, run.id)
