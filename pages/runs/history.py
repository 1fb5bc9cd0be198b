"""All runs: newest first, each to be opened or deleted."""

import streamlit as st

from pages.parts.opening import open_run
from pages.parts.operator import operator_panel
from pages.parts.ownership import may_control, why_not
from pages.parts.plain import plain
from pages.parts.server import GOING_ON, server
from pages.parts.session import session
from pages.runs.rows import live_words, read
from seqcore.runs.folder import RunFolder, run_ids
from seqcore.runs.view import RunView

RUNS_A_PAGE = 20


def show_history() -> None:
    """The page."""
    st.title("Runs", anchor=False)
    runs = run_ids()
    if not runs:
        words = "No run yet. Choose a lesson on the home page, press **Train**, and it appears here."
        st.info(words, icon=":material/history:")
        return
    pages = -(-len(runs) // RUNS_A_PAGE)
    page = st.pagination(pages, key="history-page") if pages > 1 else 1
    st.caption(f"{len(runs):,} runs, newest first." if len(runs) > 1 else "1 run.")
    for run_id in runs[(page - 1) * RUNS_A_PAGE : page * RUNS_A_PAGE]:
        if folder := RunFolder.find(run_id):
            _row(folder)


def _row(folder: RunFolder) -> None:
    view, reason = read(folder)
    if view is None and not reason:
        return  # deleted just now
    with (
        st.container(border=True, key=f"run-{folder.id}"),
        st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"),
    ):
        if view is None:
            words = f"Run {folder.id} cannot be shown: it is damaged or was written by another version."
            st.markdown(f"{words}  \n:small[{plain(reason)}]", width="content")
        else:
            live_words(folder, view)
        with st.container(horizontal=True, width="content"):
            if view is not None and st.button("Open", key=f"open-{folder.id}", icon=":material/open_in_new:"):
                open_run(view.experiment.task.kind, folder.id)
            _delete_button(folder, view)


def _delete_button(folder: RunFolder, view: RunView | None) -> None:
    active = view is not None and server().status(folder.id, view) in (*GOING_ON, "paused", "elsewhere")
    reason = None if may_control(folder) else why_not(folder)
    reason = "Stop it first." if active else reason
    with st.popover(
        "Delete", icon=":material/delete:", disabled=reason is not None, help=reason, key=f"confirm-{folder.id}"
    ):
        st.markdown("Delete this run with its curves and weights? This cannot be undone.")
        st.button("Delete for good", key=f"delete-{folder.id}", type="primary", on_click=_delete, args=(folder.id,))


def _delete(run_id: str) -> None:
    folder = RunFolder.find(run_id)
    if folder is not None and may_control(folder) and not folder.is_held():
        folder.delete()
        for kind in [kind for kind, shown in session().runs.items() if shown == run_id]:
            session().runs.pop(kind)


show_history()
operator_panel()
