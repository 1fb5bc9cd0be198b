"""What one browser session knows besides its forms: who it is, and which run each screen shows."""

from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from pages.parts.address import name_in_address
from pages.parts.visitor import new_token, token_in
from seqcore.runs.ownership import hash_of

SCREENS_RUN = "run"


@dataclass
class Session:
    """Ids and plain values only. `runs` maps a task's kind to the run its screen shows.

    `problem` is a sentence to be shown once; `wish` is what a button asked for, until the form has been read.
    `codes` maps runs to the codes for other devices that were shown here, `refusals` to why one was not accepted here.
    """

    page: str = ""
    """The last part of the address: of a task's page, the task's kind."""
    token: str = field(default_factory=new_token)
    runs: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    wish: Literal["", "train", "step"] = ""
    codes: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    picked: dict[str, bool] = field(default_factory=dict)
    """The runs that are ticked in the list of runs."""
    thrown: tuple[str, ...] = ()
    """The runs that were deleted last, which can be brought back."""
    changing: str = ""
    """The run in the list that is to be trained again with one change."""
    led_on: str = ""
    """The old link that the home page has led on from."""


def session() -> Session:
    """The session of this browser tab."""
    if "session" not in st.session_state:
        st.session_state["session"] = Session()
    return st.session_state["session"]


def owner() -> str:
    """Who this browser is, as a hash: runs are controlled by the browser that started them, also after a reload."""
    return hash_of(token_in(st.context.cookies) or session().token)


def shown_run(task_kind: str) -> str | None:
    """The run that the screen of a task shows: the one in the address, else the one it showed last."""
    asked = st.query_params.get(SCREENS_RUN)
    if asked:
        session().runs[task_kind] = asked
    known = session().runs.get(task_kind)
    if known:
        name_in_address(SCREENS_RUN, known)
    return known


def show_run(task_kind: str, run_id: str | None) -> None:
    """Make the screen of a task show a run, or none; keeps the address in step."""
    if run_id:
        session().runs[task_kind] = run_id
    else:
        session().runs.pop(task_kind, None)
    name_in_address(SCREENS_RUN, run_id)
