"""What one browser session knows besides its forms: who it is, and which run each screen shows."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

COOKIE = "sequence_lab_owner"
SCREENS_RUN = "run"

_set_cookie = st.components.v2.component(
    "sequence_lab_owner",
    js="""
export default function ({ data }) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${data.name}=${data.value}; path=/; max-age=31536000; SameSite=Strict${secure}`;
}
""",
)


@dataclass
class Session:
    """Ids and plain values only. `runs` maps a task's kind to the run its screen shows.

    `problem` is a sentence to be shown once; `wish` is what a button asked for, until the form has been read.
    """

    token: str = field(default_factory=lambda: secrets.token_hex(16))
    runs: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    wish: Literal["", "train", "step"] = ""


def session() -> Session:
    """The session of this browser tab."""
    if "session" not in st.session_state:
        st.session_state["session"] = Session()
    return st.session_state["session"]


def owner() -> str:
    """Who this browser is, as a hash: runs are controlled by the browser that started them, also after a reload."""
    token = st.context.cookies.get(COOKIE, "")
    return hashlib.sha256((token if re.fullmatch("[0-9a-f]{32}", token) else session().token).encode()).hexdigest()


def remember_browser() -> None:
    """Give the browser its cookie if it has none yet. To be drawn once a page, at its end."""
    if not st.context.cookies.get(COOKIE):
        _set_cookie(key="owner-cookie", data={"name": COOKIE, "value": session().token}, height=1)


def shown_run(task_kind: str) -> str | None:
    """The run that the screen of a task shows: the one in the address, else the one it showed last."""
    asked = st.query_params.get(SCREENS_RUN)
    if asked:
        session().runs[task_kind] = asked
    known = session().runs.get(task_kind)
    if known:
        st.query_params[SCREENS_RUN] = known
    return known


def show_run(task_kind: str, run_id: str | None) -> None:
    """Make the screen of a task show a run, or none; keeps the address in step."""
    if run_id:
        session().runs[task_kind] = run_id
        st.query_params[SCREENS_RUN] = run_id
    else:
        session().runs.pop(task_kind, None)
        st.query_params.pop(SCREENS_RUN, None)
