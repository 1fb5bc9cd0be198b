"""Deleting runs, one or many, and bringing them back."""

from collections.abc import Iterable

import streamlit as st

from pages.parts.ownership import may_control, why_not
from pages.parts.plain import plain
from pages.parts.server import GOING_ON, server
from pages.parts.session import session
from seqcore.runs.bin import bring_back, throw_away
from seqcore.runs.folder import RunFolder
from seqcore.runs.unwritable import why_not_written
from seqcore.runs.view import RunView


def why_not_deleted(folder: RunFolder, view: RunView | None) -> str:
    """Why a run cannot be deleted now; empty if it can. `view` is missing for one that is damaged."""
    if not may_control(folder):
        return why_not(folder)
    active = view is not None and server().status(folder.id, view) in (*GOING_ON, "paused", "elsewhere")
    return "Stop it first." if active else ""


def throw_away_all(run_ids: Iterable[str]) -> None:
    """Delete those of these runs that this browser may, and that nobody trains."""
    thrown, stayed = [], 0
    for run_id in run_ids:
        folder = RunFolder.find(run_id)
        if folder is None:
            continue
        if not may_control(folder) or folder.is_held():
            stayed += 1
            continue
        try:
            throw_away(folder)
        except OSError as error:
            session().problem = f"Run {run_id} could not be deleted. {plain(why_not_written(error))}."
            continue
        thrown.append(run_id)
        session().picked.pop(run_id, None)
        for kind in [kind for kind, shown in session().runs.items() if shown == run_id]:
            session().runs.pop(kind)
    session().thrown = tuple(thrown)
    if stayed:
        session().problem = f"Not deleted: {stayed} that others have started, or that still train."


def undo_panel() -> None:
    """What was deleted last, with the way back."""
    thrown = session().thrown
    if not thrown:
        return
    words = "1 run was deleted" if len(thrown) == 1 else f"{len(thrown)} runs were deleted"
    with st.container(horizontal=True, vertical_alignment="center", key="deleted"):
        st.markdown(f":material/delete: {words}. For a day there is a way back:", width="content")
        st.button("Undo", key="undo-delete", icon=":material/undo:", on_click=_undo, args=(thrown,))


def _undo(run_ids: tuple[str, ...]) -> None:
    lost = [run_id for run_id in run_ids if not bring_back(run_id)]
    session().thrown = ()
    if lost:
        session().problem = f"{len(lost)} of {len(run_ids)} could not be brought back."
