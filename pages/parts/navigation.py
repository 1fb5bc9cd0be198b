"""All pages, as the navigation lists them: those for every task always in sight, and the tasks in their groups."""

import streamlit as st
from streamlit.navigation.page import Page

from pages.home.cards import groups
from pages.parts.opening import clinic_page, compare_page, findings_page, page_of

SKIP_TO = {
    "Home": "Skip to the lessons",
    "Runs": "Skip to the runs",
    "Compare": "Skip to the comparison",
    "Findings": "Skip to the claims",
    "Clinic": "Skip to the cases",
}
"""What the first tab stop leads to, by the page's title; on the tasks' pages it is the training."""


def menus() -> dict[str, list[str]]:
    """The kinds of the tasks by menu: a group is one, but for tasks that are alone in theirs; "" has these."""
    found: dict[str, list[str]] = {"": []}
    for group, kinds in groups().items():
        found.setdefault(group if len(kinds) > 1 else "", []).extend(kinds)
    return found


def all_pages() -> dict[str, list[Page]]:
    """The pages by menu; those of the menu without a name stand in sight, without icons, to leave room."""
    home = st.Page("pages/home/home.py", title="Home", default=True)
    runs = st.Page("pages/runs/history.py", title="Runs", url_path="runs")
    of_tasks = {menu: list(map(page_of, kinds)) for menu, kinds in menus().items()}
    in_sight = [home, runs, compare_page(), *of_tasks.pop("")]
    return {"": in_sight, "Explore": [findings_page(), clinic_page()], **of_tasks}
