"""What a worker finds out once for all visitors, when the first of them presses a button."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

import streamlit as st

from pages.parts.asking import wait_for
from pages.parts.plain import plain
from pages.parts.server import server
from seqcore.kept import Kept


def asked_once(key: str, work: Callable[[], Any], waiting: str, show: Callable[[Any], None]) -> None:
    """What `work` of a worker came to, shown by `show`, if anybody has asked already; else the button that does.

    `key` is its name in the server's memory, and `waiting` what is said until it is there.
    """
    asked = _kept().find(key)
    if asked is None:
        _button(key, work)
    elif not asked.done():
        wait_for(asked, waiting)
    elif error := asked.exception():
        why = str(error) if isinstance(error, ConnectionError) else f"no answer came ({type(error).__name__})."
        st.warning(f"Keras could not be asked: {plain(why)}", icon=":material/warning:")
        _button(key, work)
    else:
        show(asked.result())


def _kept() -> Kept[Future[Any]]:
    return server().worked_out


def _button(key: str, work: Callable[[], Any]) -> None:
    if st.button("Ask Keras", key="ask-keras", on_click=partial(_ask, key, work)):  # still there: nobody was asked
        st.caption("No training process is there yet: ask again in a moment.")


def _ask(key: str, work: Callable[[], Any]) -> None:
    """Put the question, unless another visitor has just done so."""
    jobs, asked = server().jobs, _kept().find(key)
    if jobs.cluster.workers and (asked is None or (asked.done() and asked.exception())):
        _kept().put(key, jobs.compute(work))
