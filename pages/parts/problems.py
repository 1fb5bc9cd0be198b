"""Saying on the page what is wrong with an experiment, in the words the form uses.

A problem may quote what a stranger put into a link or a file, so it is shown as plain text, never as Markdown.
"""

import re

import streamlit as st

from seqcore.architectures import ARCHITECTURES
from seqcore.settings import Settings, fields_of
from seqcore.tasks import TASKS
from seqcore.training.settings import Training


def show_problem(problem: str, task_kind: str, architecture_kind: str) -> None:
    """One message about a value of the form; the path it begins with is replaced by the titles of the form."""
    path, colon, rest = problem.partition(":")
    titles = _titles(path.split("."), task_kind, architecture_kind)
    said = f"**{' › '.join(titles)}**{colon}{plain(rest)}" if titles else plain(problem)
    st.error(said, icon=":material/error:")


def show_not_opened(what: str, problem: str, icon: str) -> None:
    """One message about a link or a file that was not opened."""
    reason = problem.removeprefix("link: ").removeprefix("experiment: ")
    st.warning(f"The {what} was not opened: {plain(reason)}", icon=icon)


def plain(text: str) -> str:
    """Markdown that shows `text` as it is: no links, pictures or formulas."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def _titles(path: list[str], task_kind: str, architecture_kind: str) -> list[str]:
    """The titles along ``["training", "epochs"]``; empty if the path leads to something the form does not show."""
    groups: dict[str, type[Settings]] = {
        "task": TASKS[task_kind],
        "architecture": ARCHITECTURES[architecture_kind],
        "training": Training,
    }
    if path[0] not in groups:
        return []
    owner: type[Settings] = groups[path[0]]
    titles = [path[0].capitalize()]
    for step in path[1:]:
        field = fields_of(owner).get(step)
        if step.isdigit():
            titles.append(str(int(step) + 1))
        elif field:
            owner = field.item or owner
            titles.append(field.title)
        else:
            return []
    return titles
