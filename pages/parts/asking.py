"""Asking the network of a run: a worker answers, and the page waits a moment or looks again."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import streamlit as st

PATIENCE_SECONDS = 1.5
POLL_SECONDS = 0.5


@dataclass
class _Asked:
    about: Hashable
    future: "Future[Any]"


def answer_to(key: str, about: Hashable, ask: Callable[[], "Future[Any]"]) -> Any | None:
    """The answer to the question `about` something, asked once; until it is there nothing, and a word to the reader."""
    asked: _Asked | None = st.session_state.get(key)
    if asked is None or asked.about != about or (asked.future.done() and asked.future.exception()):
        asked = st.session_state[key] = _Asked(about, ask())
    future = asked.future
    try:
        return future.result(timeout=PATIENCE_SECONDS)
    except TimeoutError:

        def wait() -> None:
            st.caption("Asking the network …")
            if future.done():
                st.rerun()

        st.fragment(wait, run_every=POLL_SECONDS)()
    except Exception as error:
        st.warning(f"The network could not be asked: {error}", icon=":material/warning:")
    return None
