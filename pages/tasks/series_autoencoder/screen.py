"""The screen of the autoencoder: a window and its copy, what cannot be rebuilt, and what the features are worth."""

from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.examples import examples_of
from pages.parts.live_chart import Packed, live_chart, pack
from pages.parts.panel import Draw, Subject
from pages.parts.replay import epoch_slider
from pages.parts.run_words import epoch_words
from pages.parts.screen import experiment_screen
from pages.parts.series.file_panel import file_panel
from pages.parts.series.told import offer_bundled, told
from pages.parts.series.widgets import SERIES_WIDGETS
from pages.parts.server import server
from pages.tasks.series_autoencoder.copy_figure import copy_figure
from pages.tasks.series_autoencoder.error_figure import error_figure
from pages.tasks.series_autoencoder.feature_figure import feature_figure
from pages.tasks.series_autoencoder.forecast_panel import forecast_panel
from seqcore.runs.view import RunView
from seqcore.tasks.series_autoencoder.anomalies import threshold
from seqcore.tasks.series_autoencoder.examples import AutoencoderExamples

WORDS_HEIGHT = 72
"""Two lines on a phone."""
HEIGHTS = {"copy": 320, "errors": 420, "features": 380}


def copies(subject: Subject) -> Draw | None:
    """A window and its copy, live; after training, of an epoch that is chosen; below it what cannot be rebuilt."""
    examples = examples_of(subject, AutoencoderExamples, "series")
    if examples is None:
        return None
    ends = examples.drawn
    when = {int(end): _when(examples, int(end)) for end in ends}
    first = int(ends[np.searchsorted(ends, examples.split)])
    end = st.select_slider(
        "Window that ends at",
        list(when),
        first,
        format_func=when.__getitem__,
        key=f"autoencoder-window-{examples.series.fingerprint[:8]}-{examples.task.window}-{examples.task.held_out}",
    )
    epoch = epoch_slider(subject.shown)
    st.session_state["autoencoder-epoch"] = epoch
    place = int(np.searchsorted(ends, end))

    def draw(view: RunView) -> None:
        at = _at(view, epoch)
        recorded = _recorded(examples, view, at)
        rebuilt = None if recorded is None else recorded[:, : examples.task.window]
        _chart(
            subject,
            ("copy", at, end),
            partial(copy_figure, examples, place, _row(rebuilt, place)),
            "A window and its copy",
        )
        part = "held out" if end >= examples.split else "trained on"
        off = "" if rebuilt is None else f": off by {_off(examples, place, rebuilt):.3g} on average"
        told_when = "train to see the copy" if at is None else f"after epoch {epoch_words(at)}"
        with st.container(height=WORDS_HEIGHT, border=False):  # of one height, so that nothing moves below it
            st.markdown(f"**The window that ends at {when[end]}** ({part}), {told_when}{off}.")

    return draw


def rebuilding(subject: Subject) -> Draw | None:
    """The error over the whole series, and the map of features."""
    waiting = "As soon as there is a series, it appears here."
    examples = examples_of(subject, AutoencoderExamples, "series", waiting)
    if examples is None:
        return None
    epoch = st.session_state.get("autoencoder-epoch")

    def draw(view: RunView) -> None:
        at = _at(view, epoch)
        recorded = _recorded(examples, view, at)
        window = examples.task.window
        errors = None if recorded is None else examples.errors(recorded[:, :window])
        limit = 0.0 if errors is None else threshold(examples, errors)
        _chart(subject, ("errors", at), partial(error_figure, examples, errors, limit), "The series and its errors")
        st.markdown(_anomalies(examples, errors, limit))
        if recorded is None:
            return
        features = recorded[:, window:]
        _chart(subject, ("features", at), partial(feature_figure, examples, features), "The features of every window")
        st.caption(
            "Each point is a window: the two directions in which the features of training windows differ most "
            "(principal components). Windows that come back to the same place look alike to the network."
        )

    return draw


def worth(subject: Subject) -> None:
    """The forecasts of a run that has ended, and the series of the form."""
    examples = examples_of(subject, AutoencoderExamples, "series")
    if examples is not None:
        forecast_panel(examples, subject.shown)
    st.header("The series", anchor=False)
    told(subject.prepared)


def _chart(subject: Subject, key: tuple[Any, ...], draw: partial[dict[str, Any]], label: str) -> None:
    """Drawn once for all who watch a run."""

    def packed() -> Packed:
        return pack(draw())

    figure = server().drawn.get((*key, subject.run_id), packed) if subject.run_id else packed()
    live_chart(figure, key=f"autoencoder-{key[0]}", height=HEIGHTS[key[0]], label=label)


def _at(view: RunView, epoch: int | None) -> int | None:
    return epoch if epoch in view.snapshots else max(view.snapshots, default=None)


def _recorded(examples: AutoencoderExamples, view: RunView, at: int | None) -> np.ndarray | None:
    """Copies and features (drawn, window + features); None where a file does not fit the series."""
    found = None if at is None else view.snapshots[at]
    fits = found is not None and found.ndim == 2 and len(found) == len(examples.drawn)
    return found if fits and found is not None and found.shape[1] > examples.task.window else None


def _row(rebuilt: np.ndarray | None, place: int) -> np.ndarray | None:
    return None if rebuilt is None else rebuilt[place]


def _off(examples: AutoencoderExamples, place: int, rebuilt: np.ndarray) -> float:
    true = examples.windows(examples.drawn[place : place + 1])[0, :, 0]
    return float(np.abs(rebuilt[place] - true).mean())


def _when(examples: AutoencoderExamples, row: int) -> str:
    """The date of a row, or its number."""
    value = examples.series.index[row]
    return str(value.astype("datetime64[D]")) if examples.series.has_dates else f"row {int(value):,}"


def _anomalies(examples: AutoencoderExamples, errors: np.ndarray | None, limit: float) -> str:
    if errors is None:
        return "Train to see which rows the network cannot rebuild."
    held = errors[examples.held_out]
    above, expected = int((held > limit).sum()), 0.01 * len(held)
    words = (
        f"**{above} of {len(held):,} held-out rows** are rebuilt worse than {limit:.3g}, the error that 99 % of the "
        f"training rows stay below. If they were like those, it would be {expected:.2g}."
    )
    if not len(examples.anomalies):
        return words
    near = np.abs(examples.anomalies[:, np.newaxis] - np.flatnonzero(errors > limit)) <= 1
    return f"{words} **{int(near.any(axis=1).sum())} of {len(examples.anomalies)} planted anomalies** are among them."


experiment_screen(
    "series_autoencoder",
    rebuilding,
    worth,
    widgets=SERIES_WIDGETS,
    remedy=offer_bundled,
    chart=copies,
    source=file_panel,
)
