"""A part of the page that is drawn anew while a run goes on: only when there is something new to draw."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import wraps
from typing import Any

import streamlit as st

from pages.parts.server import server
from pages.parts.ticks import keep_news

Awaited = Future[Any] | None
"""What a panel was waiting for when it began to draw: it may have come by the time it had."""


def ticking(panel: Callable[[], Awaited], seconds: float | None, *run_ids: str, shows_beginning: bool = False) -> None:
    """Draw `panel` now, and again every so many `seconds` if the runs have gone on, or what `panel` returns has come.

    None for `seconds` draws it once. One that `shows_beginning` is drawn at once when a run has its first points.
    """

    @wraps(panel)
    def drawn() -> None:
        before = server().pulse(*run_ids)
        to_begin = [run for run in run_ids if shows_beginning and not server().has_begun(run)]
        awaited = panel()
        keep_news(
            lambda: server().pulse(*run_ids) != before or (awaited is not None and awaited.done()),
            lambda: any(map(server().has_begun, to_begin)),
        )

    st.fragment(drawn, run_every=seconds)()
