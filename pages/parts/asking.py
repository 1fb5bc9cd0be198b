"""Asking the network of a run: a worker answers, and the page waits a moment or looks again."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.rerunning import rerun
from seqcore.jobs.questions import Replay

PATIENCE_SECONDS = 1.5
POLL_SECONDS = 0.5


@dataclass
class _Asked:
    about: Hashable
    future: "Future[Any]"


@dataclass
class Streamed:
    """A question that is asked anew of every newer epoch of a run, and the answer before while one is on its way.

    `about` is the question, `version` whom it was put to.
    """

    about: Hashable
    version: Hashable
    future: "Future[Replay]"
    before: Replay | None = None

    @property
    def answered(self) -> Replay | None:
        """The newest answer there is."""
        is_answered = self.future.done() and not self.future.exception()
        return self.future.result() if is_answered else self.before

    @property
    def is_pending(self) -> bool:
        return not self.future.done()

    @property
    def problem(self) -> str:
        """Why there is no answer; empty while one may come."""
        return str(self.future.exception() or "") if self.future.done() else ""


def streamed(key: str, about: Hashable, version: Hashable, ask: "Callable[[], Future[Replay]]") -> Streamed:
    """See to it that a question `about` something was put to the network as it is now, its `version`."""
    asked: Streamed | None = st.session_state.get(key)
    is_new = asked is None or (asked.about, asked.version) != (about, version)
    if asked is None or (asked.future.done() and (is_new or asked.future.exception())):
        before = asked.answered if asked and asked.about == about else None
        asked = st.session_state[key] = Streamed(about, version, ask(), before)
    return asked


def answer_to(key: str, about: Hashable, ask: Callable[[], "Future[Any]"]) -> Any | None:
    """The answer to the question `about` something, asked once; until it is there nothing, and a word to the reader."""
    asked: _Asked | None = st.session_state.get(key)
    if asked is None or asked.about != about or (asked.future.done() and asked.future.exception()):
        asked = st.session_state[key] = _Asked(about, ask())
    future = asked.future
    try:
        return future.result(timeout=PATIENCE_SECONDS)
    except TimeoutError:
        wait_for(future, "Asking the network …")
    except Exception as error:
        st.warning(f"The network could not be asked: {error}", icon=":material/warning:")
    return None


def wait_for(future: "Future[Any]", words: str) -> None:
    """Say `words`, and draw the page anew as soon as the answer is there."""

    def wait() -> None:
        st.caption(words)
        if future.done():
            rerun()

    st.fragment(wait, run_every=POLL_SECONDS)()
