"""The buttons that start, pause, step, stop and reset a run, and the settings that can change while it goes on."""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from pages.parts.number_input import number_input
from pages.parts.ownership import may_control
from pages.parts.plain import plain
from pages.parts.problems import show_at_field
from pages.parts.server import GOING_ON, server
from pages.parts.session import owner, session, show_run
from seqcore.data.base import Data
from seqcore.experiment import Experiment
from seqcore.invalid import problems_of
from seqcore.jobs.jobs import CannotGoOn
from seqcore.jobs.turn import Action
from seqcore.runs.folder import RunFolder
from seqcore.runs.unwritable import why_not_written
from seqcore.runs.view import RunView
from seqcore.training.settings import Training

FIRST_WIDTH = 176
"""Pixels: Train, Pause and Resume stand in the same place, which is as wide as the widest of them."""
NOT_YOURS = (
    "Another browser started this run: it is controlled there, or here with its code (**Share**). "
    "**Reset** makes room for a run of your own."
)
STILL_LOADING = "What to train on is still being loaded."


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


def runs_of(shown: Shown | None) -> tuple[str, ...]:
    """The id of the run that is shown, if one is."""
    return (shown.id,) if shown else ()


def show_controls(task_kind: str, experiment: Experiment | None, shown: Shown | None, reason: str) -> None:
    """The buttons, into the current row. Which one comes first depends on how the run is.

    `experiment` is what can be trained; without one, `reason` says why.
    """
    is_step_of_run = shown is not None and shown.is_open
    with st.container(key="first-control", width=FIRST_WIDTH):
        _first_button(experiment, shown, reason)
    st.button(
        "Step",
        key="step",
        help="Train one epoch, then pause." if experiment or is_step_of_run else reason or STILL_LOADING,
        icon=":material/skip_next:",
        disabled=shown.is_going_on or not shown.mine if shown and shown.is_open else experiment is None,
        on_click=_step,
        args=(shown,),
    )
    st.button(
        "Stop",
        key="stop",
        help="End this run and keep what it has learned so far.",
        icon=":material/stop:",
        disabled=shown is None or not (shown.mine and shown.is_open),
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
    _learning_rate(shown)


def _first_button(experiment: Experiment | None, shown: Shown | None, reason: str) -> None:
    common = {"type": "primary", "shortcut": "Ctrl+Enter", "width": "stretch"}
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
            help="Train a new run." if experiment else reason or STILL_LOADING,
            on_click=_wish,
            args=("train",),
            **common,  # type: ignore[arg-type]
        )


def start_if_wished(task_kind: str, experiment: Experiment | None, data: Data | None) -> bool:
    """Start the run that a button asked for, now that the form has been read; whether one was started.

    Not in the button's callback: a number typed just before the click would not be in the experiment yet.
    """
    wish, session().wish = session().wish, ""
    shown = session().runs.get(task_kind)
    if not wish or experiment is None or (shown and server().jobs.is_active(shown)):
        return False  # nothing, nothing valid, or the second half of a double click
    try:
        show_run(task_kind, server().jobs.start(experiment, owner(), data=data, one_epoch=wish == "step"))
    except OSError as error:
        session().problem = f"The run could not be started. {why_not_written(error)}."
    return True


def _wish(wish: Literal["train", "step"]) -> None:
    session().wish = wish


def _step(shown: Shown | None) -> None:
    if shown is not None and shown.is_open:
        _act(shown, "step")
    else:
        _wish("step")


def _act(shown: Shown, action: Action) -> None:
    now = server().following.view(shown.id) if action == "stop" else None
    if now is not None and now.finished:
        return  # it has ended meanwhile, or Streamlit calls a click's callback again after a tick came in between
    if _in_charge(shown, paused=action != "resume"):
        server().jobs.act(shown.id, action)


def _in_charge(shown: Shown, *, paused: bool) -> bool:
    """Whether this server is in charge of the run, if need be from now on; otherwise the page says why not."""
    jobs = server().jobs
    folder = RunFolder.find(shown.id)
    if folder is None or not may_control(folder):
        session().problem = NOT_YOURS if folder else "This run has been deleted."
    else:
        try:
            if jobs.is_active(shown.id) or jobs.resume_interrupted(shown.id, paused=paused):
                return True
            session().problem = "This run cannot go on: it has ended, or another process is in charge of it."
        except CannotGoOn as error:
            session().problem = plain(str(error))
    return False


def _reset(task_kind: str, shown: Shown) -> None:
    if shown.is_open and shown.mine:
        _act(shown, "stop")
    show_run(task_kind, None)


def _learning_rate(shown: Shown | None) -> None:
    can_change = shown is not None and shown.is_open and shown.mine
    with st.popover("Learning rate", icon=":material/speed:", key="learning-rate", disabled=not can_change):
        if shown is None or not can_change:
            return
        key, now = f"learning-rate-{shown.id}", shown.view.learning_rate
        value = number_input(
            "Learning rate from now on",
            value=now,
            step=now / 2,
            key=key,
            help="Takes effect within a second, without a reset. The change is marked in the curves.",
            on_change=_set_learning_rate,
            args=(shown, key),
        )
        for problem in problems_of(Training, learning_rate=value):
            show_at_field(f"{problem.replace(', or nothing', '')} It stays at {now:g}.")


def _set_learning_rate(shown: Shown, key: str) -> None:
    value = st.session_state[key]
    if not problems_of(Training, learning_rate=value) and _in_charge(shown, paused=True):
        server().jobs.set_learning_rate(shown.id, value)
