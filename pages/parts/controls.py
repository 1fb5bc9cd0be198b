"""The buttons that start, pause, step, stop and reset a run, and the settings that can change while it goes on."""

from dataclasses import dataclass

import streamlit as st

from pages.parts.server import GOING_ON, server
from pages.parts.session import owner, session, show_run
from seqcore.experiment import Experiment
from seqcore.jobs.turns import Action
from seqcore.runs.folder import RunFolder
from seqcore.runs.view import RunView

NOT_YOURS = "Another browser started this run: it can be watched here, and controlled there."


@dataclass(frozen=True)
class Shown:
    """The run a screen shows, as it was when the page was drawn."""

    id: str
    view: RunView
    status: str
    mine: bool

    @property
    def is_going_on(self) -> bool:
        return self.status in GOING_ON

    @property
    def is_open(self) -> bool:
        """Whether the run can still be controlled from here."""
        return self.is_going_on or self.status in ("paused", "interrupted")


def may_control(folder: RunFolder) -> bool:
    """Whether this browser may control the run: it started it, or nobody in particular did."""
    return folder.owner() in (None, owner())


def show_controls(task_kind: str, experiment: Experiment | None, shown: Shown | None) -> None:
    """The buttons, into the current row. Which one comes first depends on how the run is."""
    mine = shown is None or shown.mine
    is_open = shown is not None and shown.is_open
    _first_button(task_kind, experiment, shown)
    st.button(
        "Step",
        key="step",
        help="Train one epoch, then pause.",
        icon=":material/skip_next:",
        disabled=not mine or (shown is not None and shown.is_going_on) or (not is_open and experiment is None),
        on_click=_step,
        args=(task_kind, experiment, shown),
    )
    st.button(
        "Stop",
        key="stop",
        help="End this run and keep what it has learned so far.",
        icon=":material/stop:",
        disabled=not (mine and is_open),
        on_click=_act,
        args=(shown, "stop"),
    )
    st.button(
        "Reset",
        key="reset",
        help="Back to epoch 0: the same seed gives the same first weights. The run stays in the list of runs.",
        icon=":material/replay:",
        disabled=shown is None,
        on_click=_reset,
        args=(task_kind, shown),
    )
    if shown is not None and shown.is_open and shown.mine:
        _learning_rate(shown)


def _first_button(task_kind: str, experiment: Experiment | None, shown: Shown | None) -> None:
    common = {"type": "primary", "shortcut": "Ctrl+Enter"}
    if shown is not None and shown.is_open:
        going_on = shown.is_going_on
        st.button(
            "Pause" if going_on else "Resume",
            key="pause" if going_on else "resume",
            icon=":material/pause:" if going_on else ":material/play_arrow:",
            disabled=not shown.mine,
            help=None if shown.mine else NOT_YOURS,
            on_click=_act,
            args=(shown, "pause" if going_on else "resume"),
            **common,  # type: ignore[arg-type]
        )
    else:
        st.button(
            "Train",
            key="train",
            icon=":material/play_arrow:",
            disabled=experiment is None,
            help="The settings need a correction first." if experiment is None else "Train a new run.",
            on_click=_train,
            args=(task_kind, experiment),
            **common,  # type: ignore[arg-type]
        )


def _train(task_kind: str, experiment: Experiment, one_epoch: bool = False) -> None:
    running = session().runs.get(task_kind)
    if running and server().jobs.is_active(running):
        return  # the second half of a double click
    try:
        show_run(task_kind, server().jobs.start(experiment, owner(), one_epoch=one_epoch))
    except OSError as error:
        session().problem = f"The run could not be started: its folder cannot be written ({error.strerror})."


def _step(task_kind: str, experiment: Experiment, shown: Shown | None) -> None:
    if shown is not None and shown.is_open:
        _act(shown, "step")
    else:
        _train(task_kind, experiment, one_epoch=True)


def _act(shown: Shown, action: Action) -> None:
    jobs = server().jobs
    folder = RunFolder.find(shown.id)
    if folder is None or not may_control(folder):
        session().problem = NOT_YOURS if folder else "This run has been deleted."
    elif not jobs.is_active(shown.id) and not jobs.resume_interrupted(shown.id, paused=action != "resume"):
        session().problem = "This run cannot go on: it has ended, or another process is in charge of it."
    else:
        jobs.act(shown.id, action)


def _reset(task_kind: str, shown: Shown) -> None:
    if shown.is_open and shown.mine:
        _act(shown, "stop")
    show_run(task_kind, None)


def _learning_rate(shown: Shown) -> None:
    key = f"learning-rate-{shown.id}"
    with st.popover("Learning rate", icon=":material/speed:", key="learning-rate"):
        st.number_input(
            "Learning rate from now on",
            min_value=0.0,
            max_value=10.0,
            value=shown.view.learning_rate,
            step=shown.view.learning_rate / 2,
            format="%g",
            key=key,
            help="Takes effect within a second, without a reset. The change is marked in the curves.",
            on_change=_set_learning_rate,
            args=(shown, key),
        )


def _set_learning_rate(shown: Shown, key: str) -> None:
    value = st.session_state[key]
    folder = RunFolder.find(shown.id)
    if not 0 < value <= 10:
        session().problem = f"Learning rate: got {value:g}; allowed is a number above 0 and up to 10."
    elif folder is not None and may_control(folder):
        server().jobs.set_learning_rate(shown.id, value)
