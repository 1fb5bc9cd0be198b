"""All runs: newest first, each to be opened or deleted."""

from datetime import UTC, datetime

import streamlit as st

from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.operator import operator_panel
from pages.parts.ownership import may_control, why_not
from pages.parts.plain import plain
from pages.parts.run_words import ENDINGS, duration, in_a_sentence, number_words, reached
from pages.parts.server import GOING_ON, server
from pages.parts.session import session
from seqcore.runs.damaged import Damaged, reading
from seqcore.runs.folder import RunFolder, run_ids
from seqcore.runs.view import RunView

RUNS_A_PAGE = 20
TICK_SECONDS = 1.0


def show_history() -> None:
    """The page."""
    st.title("Runs", anchor=False)
    runs = run_ids()
    if not runs:
        st.info("No run yet. Choose a task above, press **Train**, and it appears here.", icon=":material/history:")
        return
    pages = -(-len(runs) // RUNS_A_PAGE)
    page = st.pagination(pages, key="history-page") if pages > 1 else 1
    st.caption(f"{len(runs):,} runs, newest first." if len(runs) > 1 else "1 run.")
    for run_id in runs[(page - 1) * RUNS_A_PAGE : page * RUNS_A_PAGE]:
        if folder := RunFolder.find(run_id):
            _row(folder)


def _row(folder: RunFolder) -> None:
    view, reason = _read(folder)
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
            _live_words(folder, view)
        with st.container(horizontal=True, width="content"):
            if view is not None and st.button("Open", key=f"open-{folder.id}", icon=":material/open_in_new:"):
                kind = view.experiment.task.kind
                session().runs.pop(kind, None)
                st.switch_page(f"pages/experiments/{kind}.py", query_params={"run": folder.id})
            _delete_button(folder, view)


def _read(folder: RunFolder) -> tuple[RunView | None, str]:
    """The view of a run, or why it cannot be shown; neither for one that was deleted just now."""
    try:
        view = server().following.view(folder.id)
        with reading("events.jsonl"):
            if view:
                _words(folder, view, view.status)
        return view, ""
    except FileNotFoundError:
        return None, ""
    except Damaged as error:
        return None, error.problems[0]


def _live_words(folder: RunFolder, view: RunView) -> None:
    """The words about a run, which follow it while it goes on."""
    status = server().status(folder.id, view)

    def words() -> None:
        now = server().following.view(folder.id) or view
        st.markdown("  \n".join(_words(folder, now, server().status(folder.id, now))), width="content")
        if server().status(folder.id, now) != status:
            st.rerun()  # buttons, which stand outside of this fragment, change with the status

    every = TICK_SECONDS if status in (*GOING_ON, "elsewhere") else None
    st.fragment(drawn_or_said("This run")(words), run_every=every)()


def _words(folder: RunFolder, view: RunView, status: str) -> list[str]:
    experiment = view.experiment
    title, icon = ENDINGS[status]
    parts = [reached(view)]
    results, measures = view.last_validation(), experiment.task.measures()
    for name in [name for first, lines in experiment.task.charts().items() for name in (lines.values() or [first])]:
        if name in results:
            measured = "loss" if name == "loss" else in_a_sentence(measures[name].title)
            parts.append(f"{measured} {number_words(results[name], measures[name])}")
    when = datetime.fromtimestamp(folder.created, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    seconds = view.finished.seconds if view.finished else view.seconds
    small = [when, f"{duration(seconds)} of training" if seconds else "not trained", f"seed {experiment.training.seed}"]
    return [
        f"**{experiment.architecture.in_words()}** · {experiment.task.title} ({plain(experiment.task.in_words())})",
        f"{icon} {title.partition(';')[0]} · " + " · ".join(parts),
        f":small[{' · '.join(small)}]",
    ]


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
