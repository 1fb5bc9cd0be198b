"""The newest runs of this browser, each to be opened again."""

from itertools import islice

import streamlit as st

from pages.parts.opening import open_run
from pages.parts.pressed import pressed
from pages.parts.run_words import ENDINGS, reached
from pages.parts.session import owner
from pages.runs.rows import live_words, read, when
from seqcore.runs.damaged import Damaged
from seqcore.runs.folder import RunFolder, all_runs
from seqcore.runs.view import RunView

SHOWN = 4
LOOKED_AT = 1000
"""The newest runs of the server, among which those of this browser are looked for: 0.03 s."""


def last_runs() -> None:
    """Draw them; nothing for a browser without any."""
    found = ((folder, read(folder)[0]) for folder in islice(all_runs(), LOOKED_AT) if _is_mine(folder))
    mine = list(islice(((folder, view) for folder, view in found if view), SHOWN))
    if not mine:
        return
    st.header("Your last runs", anchor=False)
    with st.container(key="last-runs"):
        for folder, view in mine:
            with st.container(border=True, gap="xsmall", key=f"last-{folder.id}"):
                live_words(folder, view, _words)
                with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                    st.caption(when(folder), width="content")
                    is_wanted = pressed("Open", key=f"open-{folder.id}", icon=":material/open_in_new:")
                if is_wanted:
                    open_run(view.experiment.task.kind, folder.id)


def _is_mine(folder: RunFolder) -> bool:
    try:
        return owner() in folder.ownership.owners()
    except Damaged:
        return False


def _words(folder: RunFolder, view: RunView, status: str) -> list[str]:
    title, icon = ENDINGS[status]
    experiment = view.experiment
    return [
        f"**{experiment.task.title}** · {experiment.architecture.in_words()}",
        f"{icon} {title.partition(':')[0]} · {reached(view)}",
    ]
