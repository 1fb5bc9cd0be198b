"""All runs: found, named, compared, deleted; runs of a comparison stand together."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.parts.opening import open_comparison, open_run
from pages.parts.operator import operator_panel
from pages.parts.plain import plain
from pages.parts.pressed import pressed
from pages.parts.server import server
from pages.parts.session import session
from pages.runs.changing import begin_changing, change_one
from pages.runs.deleting import bin_panel, undo_panel
from pages.runs.filters import NEWEST, Wanted, show_filters, wanted_runs
from pages.runs.picked import picked_panel, tick
from pages.runs.row_menu import row_menu
from pages.runs.rows import live_words, live_words_together, read
from pages.runs.together import Together, together
from seqcore.runs.bin import empty_bin
from seqcore.runs.folder import RunFolder, run_ids
from seqcore.runs.label import read_label
from seqcore.runs.summary import Summary
from seqcore.runs.view import RunView

RUNS_A_PAGE = 20
RUNS_UNFOLDED = 40
"""Of a comparison, when it is unfolded; its page shows all."""


def show_history() -> None:
    """The page."""
    st.title("Runs", anchor=False)
    empty_bin()
    undo_panel()
    if session().problem:
        st.warning(session().problem, icon=":material/warning:")
        session().problem = ""
    runs = run_ids()
    if not runs:
        words = "No run yet. Choose a lesson on the home page, press **Train**, and it appears here."
        st.info(words, icon=":material/history:")
        return
    summaries = server().index.summaries(runs)
    wanted = show_filters(summaries)
    groups = together(runs)
    found = wanted_runs(summaries, wanted, {run_id: group.title for run_id, group in groups.items()})
    picked_panel()
    entries = _entries(found, wanted, summaries, groups)
    pages = -(-len(entries) // RUNS_A_PAGE)
    page = st.pagination(pages, key="history-page") if pages > 1 else 1
    st.caption(_how_many(len(found), len(runs), wanted))
    for entry in entries[(page - 1) * RUNS_A_PAGE : page * RUNS_A_PAGE]:
        if isinstance(entry, Together):
            unpinned = [run_id for run_id in entry.runs if not summaries[run_id].label.pinned]
            _unfolding(entry, unpinned, summaries)
        elif folder := RunFolder.find(entry):
            _row(folder)


def _entries(
    found: Sequence[str], wanted: Wanted, summaries: Mapping[str, Summary], groups: Mapping[str, Together]
) -> list[str | Together]:
    """Runs, and comparisons in the place of their newest run; all runs one by one where something is looked for.

    Pinned runs stand for themselves; comparisons that have no others come last.
    """
    if not wanted.is_everything:
        return list(found)
    entries: list[str | Together] = []
    seen: set[str] = set()
    for run_id in found:
        group = None if summaries[run_id].label.pinned else groups.get(run_id)
        if group is None:
            entries.append(run_id)
        elif group.id not in seen:
            seen.add(group.id)
            entries.append(group)
    all_pinned = {groups[run_id].id: groups[run_id] for run_id in found if run_id in groups}
    return [*entries, *(group for name, group in all_pinned.items() if name not in seen)]


def _how_many(found: int, runs: int, wanted: Wanted) -> str:
    order = ", newest first" if wanted.order == NEWEST and runs > 1 else ""
    if found == runs:
        return f"{runs:,} run{'s' if runs > 1 else ''}{order}."
    return (
        f"{found:,} of {runs:,} runs{order}." if found else "No run is like that. Search for less, or clear the filter."
    )


def _unfolding(group: Together, runs: Sequence[str], summaries: Mapping[str, Summary]) -> None:
    """A comparison, and below it those of its `runs` that do not stand on top of the list."""
    with st.container(border=True, key=f"together-{group.id}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            with st.container(width="content", gap=None, key=f"words-together-{group.id}"):
                words = f":material/stacked_line_chart: **{plain(group.title)}** · {group.variants} variants"
                st.markdown(words, width="content")
                live_words_together({run: summaries[run].status for run in group.runs})
            if pressed("Open", key=f"open-comparison-{group.id}", icon=":material/open_in_new:"):
                open_comparison(comparison=group.id)
        key = f"unfold-{group.id}"
        if st.toggle("Its runs", key=key):
            for run_id in runs[:RUNS_UNFOLDED]:
                if folder := RunFolder.find(run_id):
                    _row(folder)
            if len(runs) > RUNS_UNFOLDED:
                st.caption(f"The first {RUNS_UNFOLDED}; its page has all.")


def _row(folder: RunFolder) -> None:
    view, reason = read(folder)
    if view is None and not reason:
        return  # deleted just now
    with st.container(border=True, key=f"run-{folder.id}"):
        _line(folder, view, reason)
        if view is not None and session().changing == folder.id:
            change_one(folder, view.experiment)


def _line(folder: RunFolder, view: RunView | None, reason: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"said-{folder.id}"):
            tick(folder.id)
            if view is None:
                words = f"Run {folder.id} cannot be shown: it is damaged or was written by another version."
                st.markdown(f"{words}  \n:small[{plain(reason)}]", width="content")
            else:
                with st.container(width="content", gap=None, key=f"words-{folder.id}"):
                    _label_words(folder)
                    live_words(folder, view)
        with st.container(horizontal=True, width="content"):
            if view is not None and pressed("Open", key=f"open-{folder.id}", icon=":material/open_in_new:"):
                open_run(view.experiment.task.kind, folder.id)
            if view is not None:
                st.button(
                    "Again",
                    key=f"change-{folder.id}",
                    icon=":material/replay:",
                    help="Train it again with one change: another seed, optimizer, cell, …",
                    on_click=begin_changing,
                    args=(folder.id,),
                )
            row_menu(folder, view)


def _label_words(folder: RunFolder) -> None:
    label = read_label(folder.path)
    parts = [":material/keep:"] if label.pinned else []
    parts += [f"**{plain(label.name)}**"] if label.name else []
    parts += [f":gray-badge[{plain(tag)}]" for tag in label.tags]
    parts += [f":small[{plain(label.note)}]"] if label.note else []
    if parts:
        st.markdown(" ".join(parts), width="content")


show_history()
bin_panel()
operator_panel()
