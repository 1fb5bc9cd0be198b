"""Links from when a task stood at the root: they lead on to the page of their run's or experiment's task."""

import streamlit as st

from pages.parts.address import go, make_way
from pages.parts.opening import page_of
from pages.parts.plain import plain
from pages.parts.problems import not_opened
from pages.parts.session import session
from seqcore.experiment import from_link
from seqcore.invalid import InvalidInput
from seqcore.runs.folder import RunFolder

NO_RUN = "There is no such run any more; **Runs** lists those that there are."


def follow_old_link() -> None:
    """Go to the page that the address is about, with its query; say why not when that cannot be known.

    Only once: who comes back by the browser's Back wants to see the home page.
    """
    told = []
    for name, find in (("run", _task_of_run), ("experiment", _task_of_experiment)):
        value = st.query_params.get(name)
        if value:
            kind, problem = find(value)
            if kind and session().led_on == value:
                return
            if kind:
                make_way()
                session().led_on = value
                go(page_of(kind), **st.query_params.to_dict())
            told.append(problem)
    if told:
        st.warning(told[0], icon=":material/link_off:")


def _task_of_run(run_id: str) -> tuple[str, str]:
    """The task's kind, or what is in the way."""
    folder = RunFolder.find(run_id)
    if folder is None:
        return "", NO_RUN
    try:
        return folder.experiment().task.kind, ""
    except FileNotFoundError:
        return "", NO_RUN
    except InvalidInput as error:
        problem = plain(error.problems[0].removesuffix("."))
        return "", f"This run cannot be shown: it is damaged or was written by another version ({problem})."


def _task_of_experiment(link: str) -> tuple[str, str]:
    try:
        return from_link(link).task.kind, ""
    except InvalidInput as error:
        return "", not_opened("link", error.problems[0])
