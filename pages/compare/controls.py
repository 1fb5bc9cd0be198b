"""What can be done to a comparison as a whole: pause, resume, stop, pass on, begin another."""

import streamlit as st

from pages.compare.overview import Overview, views_of
from pages.parts.address import page_address
from pages.parts.opening import open_comparison
from pages.parts.ownership import may_control
from pages.parts.plain import plain
from pages.parts.pressed import pressed
from pages.parts.server import GOING_ON, server
from pages.parts.session import session
from seqcore.jobs.jobs import CannotGoOn
from seqcore.jobs.turn import Action
from seqcore.runs.folder import RunFolder

NOT_YOURS = "Another browser started this comparison: it is controlled there."


def controls(overview: Overview, comparison_id: str) -> bool:
    """Draw the buttons; returns whether any run goes on."""
    views = views_of(overview)
    statuses = {run: server().status(run, view) for run, view in views.items()}
    going_on = [run for run, status in statuses.items() if status in GOING_ON]
    resting = [run for run, status in statuses.items() if status in ("paused", "interrupted")]
    mine = all(may_control(folder) for run in views if (folder := RunFolder.find(run)))
    if session().problem:
        st.warning(session().problem, icon=":material/warning:")
        session().problem = ""
    if going_on or not resting:
        st.button(
            "Pause",
            key="compare-pause",
            icon=":material/pause:",
            disabled=not (going_on and mine),
            help=None if mine else NOT_YOURS,
            on_click=_act,
            args=(going_on, "pause"),
        )
    else:
        st.button(
            "Resume",
            key="compare-resume",
            icon=":material/play_arrow:",
            type="primary",
            disabled=not mine,
            help=None if mine else NOT_YOURS,
            on_click=_act,
            args=(resting, "resume"),
        )
    st.button(
        "Stop",
        key="compare-stop",
        icon=":material/stop:",
        disabled=not ((going_on or resting) and mine),
        help="End all its runs and keep what they have learned so far." if mine else NOT_YOURS,
        on_click=_act,
        args=([*going_on, *resting], "stop"),
    )
    if pressed("New", key="compare-new", icon=":material/add:", help="Compare something else. This one is kept."):
        open_comparison()
    with st.popover("Share", icon=":material/share:", key="compare-share"):
        st.markdown("**Link** to this comparison, for anybody who can open this server")
        query = f"comparison={comparison_id}" if comparison_id else f"runs={','.join(overview.runs)}"
        st.code(f"{page_address()}?{query}", language=None, wrap_lines=True)
    return bool(going_on) or "elsewhere" in statuses.values()


def _act(runs: list[str], action: Action) -> None:
    """Do something to all of these runs that this browser controls."""
    allowed = [run for run in runs if (folder := RunFolder.find(run)) and may_control(folder)]
    for run in allowed:
        if not server().jobs.is_active(run) and action != "pause":
            try:
                server().jobs.resume_interrupted(run, paused=action != "resume")
            except CannotGoOn as error:
                session().problem = plain(str(error))
    server().jobs.act_on(allowed, action)
