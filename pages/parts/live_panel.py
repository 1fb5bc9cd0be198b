"""What moves while a run goes on: progress, numbers, curves. Drawn anew a few times a second, inputs kept outside."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

import streamlit as st

from pages.parts.controls import Shown
from pages.parts.curve_figure import curve_figure
from pages.parts.live_chart import Chart, Packed, live_charts, pack
from pages.parts.server import GOING_ON, server
from pages.parts.spoken import spoken
from pages.parts.verdict import verdict_headline
from seqcore.evaluation.metrics import Measure
from seqcore.experiment import Experiment
from seqcore.presets import PRESETS, preset_of
from seqcore.runs.averages import FEWEST_EXAMPLES
from seqcore.runs.view import RunView
from seqcore.tasks import Published
from seqcore.tasks.base import Baseline, Score

TICK_SECONDS = 0.35
FIRST_POINT_TICK_SECONDS = 0.1
FIRST_POINT_PATIENCE_SECONDS = 0.2
IDLE_TICK_SECONDS = 3.0
CURVE_HEIGHT = 300
STEADY_UPDATES = 100
"""Updates after which the pace says something: before, most of the time goes into compiling."""
ENDINGS = {
    "completed": ("Finished", ":material/check_circle:"),
    "early_stopping": ("Stopped early: the validation loss no longer improved", ":material/check_circle:"),
    "stopped": ("Stopped", ":material/stop_circle:"),
    "not_finite": ("Stopped: the loss is no longer a number", ":material/error:"),
    "failed": ("Failed", ":material/error:"),
    "paused": ("Paused", ":material/pause_circle:"),
    "interrupted": ("Interrupted: its process ended before it did; press Resume to go on", ":material/pause_circle:"),
    "elsewhere": ("Training in another process", ":material/hourglass_top:"),
    "queued": ("Waiting for its turn", ":material/hourglass_top:"),
    "waiting": ("Waiting for a training process", ":material/cloud_off:"),
    "running": ("Training", ":material/directions_run:"),
}


DrawChart = Callable[[RunView], None]
"""Draws the chart that matters most, of a run as it is now: above the curves, in the same rhythm."""


def live_panel(
    experiment: Experiment,
    shown: Shown | None,
    log_axis: bool,
    smoothing: float,
    draw_chart: DrawChart | None = None,
    baselines: Mapping[str, Baseline] = MappingProxyType({}),
    draw_scores: DrawChart | None = None,
) -> None:
    """Draw the panel for a run, or the empty charts of an experiment that was not trained yet."""
    cluster_before = server().jobs.cluster.state
    waiting_for_first_point = shown is not None and shown.is_going_on and not shown.view.epochs

    def panel() -> None:
        cluster = server().jobs.cluster
        view, status = RunView(experiment), ""
        if shown is not None:
            view = _news(shown) if waiting_for_first_point else server().following.view(shown.id) or shown.view
            status = server().status(shown.id, view)
        words = progress_words(view, status)
        st.progress(min(1.0, view.epochs / view.experiment.training.epochs), text=words)
        _outcome(view, status, cluster.state, cluster.sentence)
        spoken(words, _numbers(view))
        if draw_chart:
            draw_chart(view)
        _curves(view, log_axis, smoothing, baselines, revision=shown.id if shown else "")
        _comparison(view)
        if draw_scores:
            draw_scores(view)
        # A change of status changes buttons, which stand outside of this fragment; the first point changes the pace.
        changed = shown is not None and status != shown.status and not (shown.is_going_on and status in GOING_ON)
        changed = changed or cluster.state != cluster_before
        if changed or (waiting_for_first_point and view.epochs):
            st.rerun()

    with st.container(key="live"):
        st.fragment(panel, run_every=_tick(shown, cluster_before))()


def _news(shown: Shown) -> RunView:
    """The view of a run that has just begun: its first point is near, so wait for it a moment."""
    deadline = time.monotonic() + (0 if server().jobs.is_crowded else FIRST_POINT_PATIENCE_SECONDS)
    while True:
        view = server().following.view(shown.id) or shown.view
        if view.validation or view.finished or time.monotonic() >= deadline:
            return view
        time.sleep(0.01)


def _tick(shown: Shown | None, cluster: str) -> float:
    """Seconds between two drawings. With nothing under way it still looks now and then: another tab may resume."""
    if shown is not None and shown.is_going_on:
        soon = not shown.view.epochs and cluster == "ready" and not server().jobs.is_crowded
        return FIRST_POINT_TICK_SECONDS if soon else TICK_SECONDS
    return TICK_SECONDS if cluster == "starting" else IDLE_TICK_SECONDS


def _outcome(view: RunView, status: str, cluster: str, sentence: str) -> None:
    """What there is to say about the run, in a place that is kept for it: nothing below moves when it comes."""
    with st.container(key="outcome"):
        if cluster == "gone":
            st.warning(sentence, icon=":material/cloud_off:")
        elif cluster == "starting":
            st.info(sentence, icon=":material/hourglass_top:")
        elif view.note and status in ("running", "waiting"):
            st.info(view.note, icon=":material/info:")
        elif view.finished and view.finished.note:
            st.error(view.finished.note, icon=":material/error:")
        elif view.finished and view.finished.verdict:
            verdict_headline(view.finished.verdict)
        else:
            st.caption("When the run ends, it is judged here." if not view.finished else "This run was not judged.")


def progress_words(view: RunView, status: str) -> str:
    """The line above the progress bar, e.g. "Training · epoch 340 of 1,000 · 2,100 updates/s · 0.4 s · 0.3 s left"."""
    total = view.experiment.training.epochs
    if not status:
        return f"Epoch 0 of {total:,} · press **Train** to begin"
    words, icon = ENDINGS[status]
    parts = [f"{icon} **{words}**", reached(view)]
    steady = status in GOING_ON and view.updates >= STEADY_UPDATES
    if status == "running" and not view.epochs:
        parts.append("getting the network ready")
    if steady:
        parts.append(f"{view.pace:,.0f} updates/s")
    seconds = view.finished.seconds if view.finished else view.seconds
    if seconds:
        parts.append(f"{duration(seconds)} of training")
    if steady and view.seconds_left is not None:
        parts.append(f"{duration(view.seconds_left)} left")
    return " · ".join(parts)


def reached(view: RunView) -> str:
    """How far a run is, or how far it came."""
    if view.finished and not view.epochs:
        return f"before the {'end of the ' if view.finished.updates else ''}first epoch"
    return f"epoch {view.epochs:,} of {view.experiment.training.epochs:,}"


def duration(seconds: float) -> str:
    """A length of time as a person says it: 0.4 s, 12 s, 3 min 20 s, 2 h 5 min."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _numbers(view: RunView) -> list[str]:
    """The newest scores; returns them as they are read out."""
    said = []
    average, validation = view.training_average(), view.last_validation()
    training = average.scores if average else {}
    measures = view.experiment.task.measures()
    with st.container(key="numbers"):
        columns = st.grid(len(measures), min_column_width=150)
        for name, measure in measures.items():
            label = "Loss" if name == "loss" else measure.title
            trained = f"training {number_words(training[name], measure)}" if name in training else "training –"
            trained = "validation" if isinstance(measure, Score) else trained
            value = number_words(validation[name], measure) if name in validation else "–"
            help_ = f"{measure.title}, on validation data"
            help_ += "." if isinstance(measure, Score) else "; below it, the mean over the last epochs of training."
            help_ = f"{help_} {measure.explanation}".strip()
            columns.metric(label, value, delta=trained, delta_color="off", delta_arrow="off", help=help_)
            said.append(f"{label}: {value} on validation data" + (f", {trained}" if trained != "validation" else ""))
        st.caption(numbers_words(view))
    return said


def numbers_words(view: RunView) -> str:
    """What the numbers are: those of training are means over enough examples, or left out."""
    average, counted = view.training_average(), view.experiment.task.counted
    if average is None:
        return f"Large: validation. Training follows as soon as {FEWEST_EXAMPLES:,} {counted} can be averaged."
    return f"Large: validation. Training: mean of the {average.in_words(counted)}."


def _published_for(experiment: Experiment) -> Published | None:
    name = preset_of(experiment)
    return PRESETS[name].preset.published if name else None


def _comparison(view: RunView) -> None:
    """A published result beside ours, for presets that have one."""
    published = _published_for(view.experiment)
    if published is None:
        return
    ours = view.last_validation().get(published.metric)
    measure = view.experiment.task.measures()[published.metric]
    result = f"{in_a_sentence(measure.title)} {'–' if ours is None else number_words(ours, measure)}"
    st.caption(
        f"Published: **{published.claim}** ({published.source}).  \n"
        f"Here, on validation data after {epoch_words(max(view.validation, default=0))} epochs: **{result}**."
    )


def epoch_words(epoch: float) -> str:
    """An epoch for a person: 1,000, or 3.4 for an end within the fourth."""
    return f"{epoch:,.{0 if epoch == int(epoch) else 1}f}"


def in_a_sentence(title: str) -> str:
    """A title as it stands within a sentence: "Error in the sum (RMSE)" keeps its RMSE."""
    return title if title[:2].isupper() else title[0].lower() + title[1:]


def number_words(value: float, measure: Measure | Score) -> str:
    """A measured number for a person."""
    return f"{value:.1%}" if measure.share else f"{value:.4g}".replace("-", "−")


def _curves(view: RunView, log_axis: bool, smoothing: float, baselines: Mapping[str, Baseline], revision: str) -> None:
    known_measures = view.experiment.task.measures()
    charts = view.experiment.task.charts()
    # What the curves depend on: while it is the same, so are they, for all who watch the run.
    known = (revision, view.updates, len(view.validation), len(view.learning_rates), log_axis, smoothing)
    published = _published_for(view.experiment)
    drawn = []
    for name, scores in charts.items():
        measure = known_measures[name]
        settings = {
            "title": (isinstance(measure, Score) and measure.chart) or measure.title,
            "scores": scores,
            "share": measure.share,
            "log_axis": log_axis and name == "loss",
            "smoothing": smoothing,
            "published": published if published and published.metric == name and measure.share else None,
            "baselines": baseline_lines(name, scores, baselines),
            "revision": revision,
        }
        draw = partial(_packed_curves, view, name, settings)
        figure = server().drawn.get((name, *known), draw) if revision else draw()
        drawn.append(Chart(figure, f"{settings['title']} over the epochs", CURVE_HEIGHT))
    live_charts(drawn, key="curves-drawn")


def baseline_lines(name: str, scores: Mapping[str, str], baselines: Mapping[str, Baseline]) -> dict[str, float]:
    """The baselines' values by title in the chart of a measure, or of several `scores` by the words for each."""
    lines: dict[str, float] = {}
    for one in baselines.values():
        values = {word: one.scores[score] for word, score in (scores or {"": name}).items() if score in one.scores}
        same = len(set(values.values())) == 1
        lines |= {one.title if same else f"{one.title}, {word}": value for word, value in values.items()}
    return lines


def _packed_curves(view: RunView, name: str, settings: Mapping[str, Any]) -> Packed:
    return pack(curve_figure(view, name, **settings))
