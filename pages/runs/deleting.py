"""Deleting runs, one or many, and bringing them back."""

from collections.abc import Iterable

import streamlit as st

from pages.parts.ownership import may_control, why_not
from pages.parts.plain import plain
from pages.parts.server import GOING_ON, server
from pages.parts.session import session
from pages.runs.rows import headline, when
from seqcore.invalid import InvalidInput
from seqcore.runs.bin import bring_back, throw_away, thrown_away
from seqcore.runs.folder import RunFolder
from seqcore.runs.label import read_label
from seqcore.runs.unwritable import why_not_written
from seqcore.runs.view import RunView

MOST_LISTED = 20
"""Of deleted runs."""


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


def bin_panel() -> None:
    """All that was deleted within a day and is this browser's to bring back; asked for by a switch."""
    deleted = thrown_away()
    if not deleted or not st.toggle(f"Deleted runs ({len(deleted):,})", key="show-bin", help="Kept for a day."):
        return
    mine = [folder for folder in deleted if may_control(folder)]
    if len(mine) < len(deleted):
        st.caption(f"{len(deleted) - len(mine)} of them {'is' if len(deleted) - len(mine) == 1 else 'are'} of others.")
    for folder in mine[:MOST_LISTED]:
        with (
            st.container(border=True, key=f"bin-{folder.id}"),
            st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"),
        ):
            st.markdown(_what(folder), width="content")
            st.button(
                "Bring back", key=f"restore-{folder.id}", icon=":material/undo:", on_click=_undo, args=((folder.id,),)
            )
    if len(mine) > MOST_LISTED:
        st.caption(f"The {MOST_LISTED} that were deleted last; more come when these are back.")


def _what(folder: RunFolder) -> str:
    name = plain(read_label(folder.path).name)
    try:
        experiment = folder.experiment()
    except (InvalidInput, FileNotFoundError):
        words = f"Run {folder.id}, damaged"
    else:
        words = f"{headline(experiment)}, seed {experiment.training.seed} · {when(folder)}"
    return f"**{name}** · {words}" if name else words


def _undo(run_ids: tuple[str, ...]) -> None:
    lost = [run_id for run_id in run_ids if not bring_back(run_id)]
    session().thrown = tuple(run_id for run_id in session().thrown if run_id not in run_ids)
    if lost:
        session().problem = f"{len(lost)} of {len(run_ids)} could not be brought back."
