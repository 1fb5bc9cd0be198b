"""Saying on the page what is wrong with an experiment, in the words the form uses.

A problem may quote what a stranger put into a link or a file, so it is shown as plain text, never as Markdown.
"""

import streamlit as st

from pages.parts.form_values import Form
from pages.parts.paths import Path, fields_along, paths_of
from pages.parts.plain import plain


def show_problems(form: Form) -> None:
    """What is wrong with a form."""
    if form.problems:
        st.error("  \n".join(in_words(problem, form) for problem in form.problems), icon=":material/error:")


def show_at_field(problem: str) -> None:
    """What is wrong with the field above."""
    st.markdown(f":small[:red[{plain(_capitalized(problem.partition(':')[2].strip()))}]]")


def in_words(problem: str, form: Form) -> str:
    """A problem as Markdown; the settings that it begins with are named by their titles in the form."""
    _, colon, rest = problem.partition(":")
    titles = [_titles(path, form) for path in paths_of(problem)]
    return f"**{' and '.join(titles)}**{colon} {plain(rest)}" if all(titles) else plain(problem)


def show_not_opened(what: str, problem: str, icon: str) -> None:
    """One message about a link or a file that was not opened."""
    st.warning(not_opened(what, problem), icon=icon)


def not_opened(what: str, problem: str) -> str:
    """Why a link or a file was not opened, in one sentence."""
    reason = problem.removeprefix("link: ").removeprefix("experiment: ")
    return f"The {what} was not opened: {plain(reason)}"


def _titles(path: Path, form: Form) -> str:
    """The titles along ("training", "epochs"); empty if the path leads to something the form does not show."""
    fields = fields_along(path, *form.kinds)
    named = [field.title if field else str(int(step) + 1) for field, step in zip(fields, path[1:], strict=False)]
    return " › ".join([str(path[0]).capitalize(), *named]) if named else ""


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]
