"""What can be done to one run in the list: opened, called something, tried again with a change, deleted."""

from typing import Any

import streamlit as st

from pages.parts.opening import open_settings
from pages.parts.ownership import may_control, why_not
from pages.parts.plain import plain
from pages.parts.pressed import pressed
from pages.parts.session import session
from pages.runs.deleting import throw_away_all, why_not_deleted
from seqcore.runs.folder import RunFolder
from seqcore.runs.label import LONGEST_NAME, LONGEST_NOTE, LONGEST_TAG, MOST_TAGS, Label, read_label, write_label
from seqcore.runs.unwritable import why_not_written
from seqcore.runs.view import RunView


def row_menu(folder: RunFolder, view: RunView | None) -> None:
    """The menu of a run; `view` is missing for one that is damaged."""
    with st.popover("More", icon=":material/more_horiz:", key=f"more-{folder.id}"):
        if view is not None:
            if pressed(
                "Into the form",
                key=f"again-{folder.id}",
                icon=":material/edit_note:",
                help="Its settings in the form of its lesson, to be changed there.",
            ):
                open_settings(view.experiment)
            _label(folder)
        reason = why_not_deleted(folder, view)
        st.button(
            "Delete",
            key=f"delete-{folder.id}",
            icon=":material/delete:",
            disabled=bool(reason),
            help=reason or "It can be brought back for a day.",
            on_click=throw_away_all,
            args=([folder.id],),
        )


def _label(folder: RunFolder) -> None:
    """The name, the note and the tags, to be changed by whoever controls the run."""
    label, mine = read_label(folder.path), may_control(folder)
    key = f"label-{folder.id}"
    common: dict[str, Any] = {"disabled": not mine, "on_change": _keep, "args": (folder.id, key)}
    st.text_input("Name", label.name, max_chars=LONGEST_NAME, key=f"{key}-name", **common)
    st.text_area("Note", label.note, max_chars=LONGEST_NOTE, key=f"{key}-note", height=80, **common)
    st.multiselect(
        "Tags",
        list(label.tags),
        default=list(label.tags),
        accept_new_options=True,
        max_selections=MOST_TAGS,
        key=f"{key}-tags",
        **common,
    )
    st.toggle("On top of the list", label.pinned, key=f"{key}-pinned", **common)
    if not mine:
        st.caption(why_not(folder))


def _keep(run_id: str, key: str) -> None:
    """Write down what stands in the fields."""
    state = st.session_state
    tags = tuple(dict.fromkeys(tag[:LONGEST_TAG] for tag in state[f"{key}-tags"] if tag.strip()))[:MOST_TAGS]
    label = Label(
        name=state[f"{key}-name"][:LONGEST_NAME],
        note=state[f"{key}-note"][:LONGEST_NOTE],
        tags=tags,
        pinned=state[f"{key}-pinned"],
    )
    change_label(run_id, label)


def change_label(run_id: str, label: Label) -> None:
    """Keep a label, if this browser controls the run; the page says why not where it cannot be written."""
    folder = RunFolder.find(run_id)
    if folder is None or not may_control(folder):
        return
    try:
        write_label(folder.path, label)
    except OSError as error:
        session().problem = f"What was written could not be kept. {plain(why_not_written(error))}."
