"""All pages, as the navigation lists them: Home and Runs always in sight, and the tasks in their groups."""

import streamlit as st
from streamlit.navigation.page import Page

from pages.home.cards import groups
from pages.parts.opening import page_of
from seqcore.tasks import TASKS

SKIP_TO = {"Home": "Skip to the lessons", "Runs": "Skip to the runs"}
"""What the first tab stop leads to, by the page's title; on the tasks' pages it is the training."""


def all_pages() -> dict[str, list[Page]]:
    """The pages by menu; those of the menu without a name stand in sight, as does a task that is alone in its group."""
    home = st.Page("pages/home/home.py", title="Home", icon=":material/home:", default=True)
    runs = st.Page("pages/runs/history.py", title="Runs", icon=":material/history:", url_path="runs")
    menus = {"": [home, runs]}
    for group, kinds in groups().items():
        pages = [st.Page(page_of(kind), title=TASKS[kind].title, url_path=kind) for kind in kinds]
        menus.setdefault(group if len(pages) > 1 else "", []).extend(pages)
    return menus
