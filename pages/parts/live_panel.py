"""What moves while a run goes on: progress, numbers, curves. Drawn anew a few times a second, inputs kept outside."""

import time
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

import streamlit as st

from pages.parts.baselines import baseline_lines
from pages.parts.coaching import coaching, norms_part
from pages.parts.controls import Shown, runs_of
from pages.parts.curve_figure import curve_figure
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.live_chart import Chart, Packed, live_charts, pack
from pages.parts.panel import Draw
from pages.parts.plain import plain
from pages.parts.rerunning import rerun
from pages.parts.run_words import epoch_words, in_a_sentence, number_words, numbers_words, progress_words
from pages.parts.server import GOING_ON, server
from pages.parts.spoken import spoken
from pages.parts.ticking import ticking
from pages.parts.verdict import verdict_headline
from seqcore.comparisons.presets import COMPARISONS
from seqcore.experiment import Experiment
from seqcore.presets import PRESETS, preset_of
from seqcore.runs.view import RunView
from seqcore.tasks import Published
from seqcore.tasks.base.task import Baseline

TICK_SECONDS = 0.35
FIRST_POINT_TICK_SECONDS = 0.1
FIRST_POINT_PATIENCE_SECONDS = 0.2
IDLE_TICK_SECONDS = 3.0
CURVE_HEIGHT = 300


def live_panel(
    experiment: Experiment,
    shown: Shown | None,
    log_axis: bool,
    smoothing: float,
    draw_chart: Draw | None = None,
    baselines: Mapping[str, Baseline] = MappingProxyType({}),
    draw_scores: Draw | None = None,
    has_coach: bool = True,
    names_mistakes: bool = True,
) -> None:
    """Draw the panel for a run, or the empty charts of an experiment that was not trained yet.

    Without a coach whoever looks at the curves is to say what they say; where mistakes are not named, a verdict that
    would name one waits.
    """
    cluster_before = server().jobs.cluster.state
    waiting_for_first_point = shown is not None and shown.is_going_on and not shown.view.epochs
    every = _tick(shown, cluster_before)

    def panel() -> None:
        cluster = server().jobs.cluster
        view, status = RunView(experiment), ""
        if shown is not None:
            view = _news(shown) if waiting_for_first_point else server().following.view(shown.id) or shown.view
            status = server().status(shown.id, view)
        words = progress_words(view, status)
        st.progress(min(1.0, view.epochs / view.experiment.training.epochs), text=words)
        trouble = server().jobs.trouble(shown.id) if shown else ""
        _outcome(view, status, trouble, cluster.state, cluster.sentence, names_mistakes)
        spoken(words, _numbers(view))
        if draw_chart:
            with st.container(key="main-chart"):
                draw_chart(view)
        revision = shown.id if shown else ""
        _curves(view, log_axis, smoothing, baselines, revision)
        if has_coach:
            coaching(view, revision)
        norms_part(view, revision)
        if draw_scores:
            draw_scores(view)
        _comparison(view)
        # A change of status changes buttons, which stand outside of this fragment; the first point changes the pace.
        changed = shown is not None and status != shown.status and not (shown.is_going_on and status in GOING_ON)
        changed = changed or cluster.state != cluster_before
        if changed or (every == FIRST_POINT_TICK_SECONDS and view.epochs):
            rerun()

    with st.container(key="live"):
        ticking(drawn_or_said("The curves")(panel), every, *runs_of(shown), shows_beginning=True)


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


def _outcome(view: RunView, status: str, trouble: str, cluster: str, sentence: str, names_mistakes: bool) -> None:
    """What there is to say about the run, in a place that is kept for it: nothing below moves when it comes."""
    with st.container(key="outcome"):
        if trouble:
            st.warning(trouble, icon=":material/hard_drive:")
        elif cluster == "gone":
            st.warning(sentence, icon=":material/cloud_off:")
        elif cluster == "starting":
            st.info(sentence, icon=":material/hourglass_top:")
        elif view.note and status in ("running", "waiting"):
            st.info(plain(view.note), icon=":material/info:")
        elif view.finished and view.finished.note:
            st.error(plain(view.finished.note), icon=":material/error:")
        elif view.finished and view.finished.verdict and view.finished.verdict.is_flattered and not names_mistakes:
            st.caption("The verdict stands here once you have said what is wrong.")
        elif view.finished and view.finished.verdict:
            verdict_headline(view.finished.verdict)
        else:
            st.caption("When the run ends, it is judged here." if not view.finished else "This run was not judged.")


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
            trained = trained if measure.is_trained_on else "validation"
            value = number_words(validation[name], measure) if name in validation else "–"
            help_ = f"{measure.title}, on validation data"
            help_ += "; below it, the mean over the last epochs of training." if measure.is_trained_on else "."
            help_ = f"{help_} {measure.explanation}".strip()
            columns.metric(label, value, delta=trained, delta_color="off", delta_arrow="off", help=help_)
            said.append(f"{label}: {value} on validation data" + (f", {trained}" if trained != "validation" else ""))
        st.caption(numbers_words(view))
    return said


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
    tested = published.compared and f" Whether it holds here: **{COMPARISONS[published.compared].title}** (Compare)."
    here = "Train, and what comes of it here stands beside it."
    if ours is not None:
        result = f"{in_a_sentence(measure.title)} {number_words(ours, measure)}"
        here = f"Here, on validation data after {epoch_words(max(view.validation))} epochs: **{result}**."
    st.caption(f"Published: **{published.claim}** ({published.source}).  \n{here}{tested}")


def _curves(view: RunView, log_axis: bool, smoothing: float, baselines: Mapping[str, Baseline], revision: str) -> None:
    known_measures = view.experiment.task.measures()
    charts = view.experiment.task.charts()
    # What the curves depend on: while it is the same, so are they, for all who watch the run.
    known = (revision, view.updates, len(view.validation), len(view.learning_rates), log_axis, smoothing)
    published = _published_for(view.experiment)
    number = published if published and published.is_number else None
    drawn = []
    for name, scores in charts.items():
        measure = known_measures[name]
        settings = {
            "title": measure.chart_title,
            "scores": scores,
            "share": measure.share,
            "log_axis": log_axis and name == "loss",
            "smoothing": smoothing,
            "published": number if number and number.metric == name and measure.share else None,
            "baselines": baseline_lines(name, scores, baselines),
            "revision": revision,
        }
        draw = partial(_packed_curves, view, name, settings)
        figure = server().drawn.get((name, *known), draw) if revision else draw()
        drawn.append(Chart(figure, f"{settings['title']} over the epochs", CURVE_HEIGHT))
    live_charts(drawn, key="curves-drawn")


def _packed_curves(view: RunView, name: str, settings: Mapping[str, Any]) -> Packed:
    return pack(curve_figure(view, name, **settings))
