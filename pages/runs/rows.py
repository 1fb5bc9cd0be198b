"""What is said of a run in a list of runs, and how it follows the run while that goes on."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime

import streamlit as st

from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.plain import plain
from pages.parts.rerunning import rerun
from pages.parts.run_words import (
    ENDED,
    ENDINGS,
    duration,
    in_a_sentence,
    number_words,
    reached,
    state_together,
)
from pages.parts.server import GOING_ON, server
from pages.parts.ticking import ticking
from seqcore.experiment import Experiment
from seqcore.runs.damaged import Damaged, reading
from seqcore.runs.folder import RunFolder
from seqcore.runs.view import RunView

TICK_SECONDS = 1.0
Words = Callable[[RunFolder, RunView, str], list[str]]
"""Lines of Markdown about a run, which has a status."""


def read(folder: RunFolder) -> tuple[RunView | None, str]:
    """The view of a run, or why it cannot be shown; neither for one that was deleted just now."""
    try:
        view = server().following.view(folder.id)
        with reading("events.jsonl"):
            if view:
                _words(folder, view, view.status)
        return view, ""
    except FileNotFoundError:
        return None, ""
    except Damaged as error:
        return None, error.problems[0]


def live_words(folder: RunFolder, view: RunView, in_lines: Words | None = None) -> None:
    """The words about a run, which follow it while it goes on; `in_lines` says others than the usual ones."""
    status = server().status(folder.id, view)
    in_lines = in_lines or _words

    def words() -> None:
        now = server().following.view(folder.id) or view
        st.markdown("  \n".join(in_lines(folder, now, server().status(folder.id, now))), width="content")
        if server().status(folder.id, now) != status:
            rerun()  # buttons, which stand outside of this fragment, change with the status

    every = TICK_SECONDS if status in (*GOING_ON, "elsewhere") else None
    ticking(drawn_or_said("This run")(words), every, folder.id)


def live_words_together(known: Mapping[str, str]) -> None:
    """How far the runs of a comparison are, and when they were begun; only those not ended by what is `known` are read.

    `known` are the statuses by run.
    """
    open_runs = [run for run, status in known.items() if status not in ENDED]

    def words() -> None:
        statuses = dict(known)
        for run in open_runs:
            with suppress(Damaged):
                if view := server().following.view(run):
                    statuses[run] = server().status(run, view)
        states = [*statuses.values()]
        title, icon = ENDINGS[state_together(states)]
        parts = [f"{icon} {title}", f"{sum(status in ENDED for status in states)} of {len(states)} runs"]
        if stopped := states.count("stopped"):
            parts.append(f"{stopped} stopped early")
        if first := RunFolder.find(next(iter(known))):
            parts.append(when(first))
        st.markdown(f":small[{' · '.join(parts)}]", width="content")

    every = TICK_SECONDS if open_runs else None
    ticking(drawn_or_said("These runs")(words), every, *open_runs)


def _words(folder: RunFolder, view: RunView, status: str) -> list[str]:
    experiment = view.experiment
    title, icon = ENDINGS[status]
    parts = [reached(view)]
    results, measures = view.last_validation(), experiment.task.measures()
    for name in [name for first, lines in experiment.task.charts().items() for name in (lines.values() or [first])]:
        if name in results:
            measured = "loss" if name == "loss" else in_a_sentence(measures[name].title)
            parts.append(f"{measured} {number_words(results[name], measures[name])}")
    seconds = view.finished.seconds if view.finished else view.seconds
    small = [
        when(folder),
        f"{duration(seconds)} of training" if seconds else "not trained",
        f"seed {experiment.training.seed}",
    ]
    return [
        headline(experiment),
        f"{icon} {title.partition(';')[0]} · " + " · ".join(parts),
        f":small[{' · '.join(small)}]",
    ]


def headline(experiment: Experiment) -> str:
    """What network learns what."""
    return f"**{experiment.architecture.in_words()}** · {experiment.task.title} ({plain(experiment.task.in_words())})"


def when(folder: RunFolder) -> str:
    """When a run was started, by the server's clock."""
    return datetime.fromtimestamp(folder.created, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
