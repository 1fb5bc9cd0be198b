"""What can be done to the runs that are ticked: compare them, tag them, delete them."""

import streamlit as st

from pages.parts.opening import open_comparison
from pages.parts.ownership import may_control
from pages.parts.pressed import pressed
from pages.parts.session import session
from pages.runs.deleting import throw_away_all
from pages.runs.row_menu import change_label
from seqcore.runs.folder import RunFolder
from seqcore.runs.label import LONGEST_TAG, MOST_TAGS, read_label

MOST_COMPARED = 100


def picked() -> list[str]:
    """The runs that are ticked and still there."""
    return [run_id for run_id, ticked in session().picked.items() if ticked and RunFolder.find(run_id)]


def tick(run_id: str) -> None:
    """A box to tick a run."""
    key = f"pick-{run_id}"
    st.session_state[key] = session().picked.get(run_id, False)
    st.checkbox(
        "Select this run", key=key, label_visibility="collapsed", width="content", on_change=_tick, args=(run_id, key)
    )


def _tick(run_id: str, key: str) -> None:
    session().picked[run_id] = st.session_state[key]


def picked_panel() -> None:
    """The buttons; without a tick a word that there are some."""
    runs = picked()
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="picked"):
        if not runs:
            st.caption("Tick runs to compare, tag or delete them together.", width="content")
            return
        st.markdown(f"**{len(runs)} selected**", width="content")
        if pressed(
            "Compare",
            key="picked-compare",
            icon=":material/stacked_line_chart:",
            disabled=len(runs) < 2,
            help="Their curves in one chart." if len(runs) > 1 else "Tick at least two.",
        ):
            open_comparison(runs=",".join(runs[:MOST_COMPARED]))
        with st.popover("Tag", icon=":material/label:", key="picked-tags"):
            st.text_input("Tag", key="picked-tag", max_chars=LONGEST_TAG)
            st.button("Add to all selected", key="picked-tag-add", on_click=_tag, args=(runs,))
        with st.popover("Delete", icon=":material/delete:", key="picked-deleting"):
            st.markdown(f"Delete {len(runs)} runs? They can be brought back for a day.")
            st.button(
                "Delete",
                key="picked-delete",
                type="primary",
                on_click=throw_away_all,
                args=(runs,),
                help="Those that others have started, or that still train, stay.",
            )
        st.button("None", key="picked-none", icon=":material/deselect:", on_click=session().picked.clear)


def _tag(runs: list[str]) -> None:
    tag = st.session_state["picked-tag"].strip()[:LONGEST_TAG]
    folders = {run_id: folder for run_id in runs if tag and (folder := RunFolder.find(run_id))}
    if foreign := sum(not may_control(folder) for folder in folders.values()):
        session().problem = f"Not tagged: {foreign} that others have started."
    for run_id, folder in folders.items():
        if may_control(folder):
            label = read_label(folder.path)
            tags = tuple(dict.fromkeys((*label.tags, tag)))[:MOST_TAGS]
            change_label(run_id, label.model_copy(update={"tags": tags}))
