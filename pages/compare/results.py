"""A comparison as it goes on and as it has ended: charts, verdict, table, and its runs."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.compare.band_figure import MOST_NUMBERS, band_figure
from pages.compare.controls import controls
from pages.compare.overview import Overview, results_of, views_by_title, views_of
from pages.compare.variants_table import variants_table
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.live_chart import Chart, live_charts, pack
from pages.parts.opening import open_run
from pages.parts.plain import figure_text, plain
from pages.parts.readable_table import in_four_digits, readable_table
from pages.parts.run_words import duration, in_a_sentence
from pages.parts.server import GOING_ON, server
from pages.parts.spoken import spoken
from pages.parts.ticking import ticking
from seqcore.comparisons.bands import AXES, PARTS, SPREADS, band
from seqcore.comparisons.noise import TEST, Noise
from seqcore.comparisons.results import LOSS, verdict
from seqcore.runs.view import RunView

TICK_SECONDS = 0.5
IDLE_TICK_SECONDS = 3.0
CHART_HEIGHT = 360
NO_BASELINE = ""
AXIS_TITLES = {"epochs": "Epochs", "updates": "Updates", "seconds": "Seconds of computing"}
SPREAD_TITLES = {"range": "Range of the seeds", "deviation": "± standard deviation"}
PART_TITLES = {"validation": "Validation", "training": "Training"}


def results(overview: Overview, comparison_id: str) -> None:
    """The part of the page that shows one comparison."""
    st.subheader(plain(overview.title), anchor=False)
    if overview.published:
        st.caption(f"Published: {overview.published}")
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom", key="compare-controls"):
        is_going_on = controls(overview, comparison_id)
        drawn = _how_to_draw(overview)
    measure, baseline = _what_about(overview)

    def panel() -> None:
        views = views_of(overview)
        _progress(overview, views)
        _verdict(overview, views, measure)
        _charts(overview, views, drawn, revision=comparison_id)
        _table(overview, views, baseline)
        if is_going_on and not any(_goes_on(run, views) for run in overview.runs):
            st.rerun()  # buttons, which stand outside of this fragment, change with the status

    with st.container(key="live"):
        ticking(
            drawn_or_said("The comparison")(panel), TICK_SECONDS if is_going_on else IDLE_TICK_SECONDS, *overview.runs
        )
    with drawn_or_said("The runs"):
        _runs(overview)


def _goes_on(run: str, views: Mapping[str, RunView]) -> bool:
    return run in views and server().status(run, views[run]) in GOING_ON


def _how_to_draw(overview: Overview) -> dict[str, Any]:
    with st.popover("Curves", icon=":material/show_chart:", key="compare-curves"):
        return {
            "part": st.segmented_control(
                "Curves of",
                list(PARTS),
                default="validation",
                format_func=PART_TITLES.__getitem__,
                required=True,
                key="compare-part",
                help="Held-out data, or the batches that are trained on.",
            ),
            "axis": st.segmented_control(
                "Over",
                list(AXES),
                default="epochs",
                format_func=AXIS_TITLES.__getitem__,
                required=True,
                key="compare-axis",
                help="What the points stand over: seconds are those of a worker, without waiting.",
            ),
            "spread": st.segmented_control(
                "The band is",
                list(SPREADS),
                default="range",
                format_func=SPREAD_TITLES.__getitem__,
                required=True,
                key="compare-spread",
                help="From the lowest to the highest seed, or one standard deviation each way.",
            ),
            "smoothing": st.slider(
                "Smoothing",
                0.0,
                0.99,
                0.0,
                0.01,
                key="compare-smoothing",
                help="How much of the past each point of a mean carries; the raw mean stays as a shadow.",
            ),
            "single_runs": st.toggle("Single runs", key="compare-single", help="Every run as a faint line."),
            "log_axis": st.toggle("Logarithmic loss", key="compare-log", help="The loss on a logarithmic axis."),
        }


def _what_about(overview: Overview) -> tuple[str, str]:
    """The measure that the verdict is about, and the variant that the table takes differences to."""
    names = overview.measures
    titles = [entry.title for entry in overview.entries]
    with st.container(horizontal=True, key="compare-about"):
        measure = st.selectbox(
            "Verdict on",
            list(names),
            index=list(names).index(overview.measure) if overview.measure in names else 0,
            format_func=lambda name: "Loss" if name == LOSS else names[name].title,
            key="compare-measure",
            width=320,
        )
        baseline = st.selectbox(
            "Differences to",
            [NO_BASELINE, *titles],
            format_func=lambda title: title or "none",
            key="compare-baseline",
            help="The table then shows how far each mean is from this variant's.",
            width=320,
        )
    return measure or LOSS, baseline or NO_BASELINE


def _progress(overview: Overview, views: Mapping[str, RunView]) -> None:
    runs = len(overview.runs)
    done = sum(view.finished is not None for view in views.values())
    share = sum(1.0 if view.finished else view.epochs / view.experiment.training.epochs for view in views.values())
    seconds = sum(view.finished.seconds if view.finished else view.seconds for view in views.values())
    statuses = [server().status(run, view) for run, view in views.items()]
    if done == runs:
        state = ":material/check_circle: **Finished**"
    elif any(status in GOING_ON for status in statuses):
        state = ":material/directions_run: **Training**"
    elif "elsewhere" in statuses:
        state = ":material/hourglass_top: **Training in another process**"
    else:
        state = ":material/pause_circle: **Paused**"
    words = f"{state} · {done} of {runs} runs · {duration(seconds)} of computing"
    if missing := runs - len(views):
        words += f" · {missing} cannot be read"
    failed = sum(status in ("failed", "not_finite") for status in statuses)
    if failed:
        words += f" · {failed} came to nothing"
    st.progress(min(1.0, share / max(1, runs)), text=words)
    cluster = server().jobs.cluster
    if cluster.state == "starting" and done < runs:
        st.info(cluster.sentence, icon=":material/hourglass_top:")
    elif cluster.state == "gone":
        st.warning(cluster.sentence, icon=":material/cloud_off:")
    spoken(words, [])


def _verdict(overview: Overview, views: Mapping[str, RunView], measure: str) -> None:
    """The sentence, its evidence, and what became of the guess."""
    kinds = {entry.experiment.task.kind for entry in overview.entries}
    with st.container(key="compare-verdict"):
        if len(overview.entries) < 2:
            st.caption("One line only: these runs differ in nothing but their seeds.")
            return
        if len(kinds) > 1:
            st.caption("These are runs of different tasks: what they measure cannot be compared.")
            return
        noise = verdict(results_of(overview, views), measure, overview.measures[measure])
        if not all(view.finished for view in views.values()) and not noise.pairs:
            st.info(
                "The verdict stands here as soon as every variant has ended with two seeds.", icon=":material/balance:"
            )
            return
        st.info(plain(noise.sentence), icon=":material/balance:")
        ended = all(run in views and views[run].finished for run in overview.runs)
        if overview.guess and ended:
            st.markdown(_guess_words(overview.guess, noise))
        if noise.pairs:
            with st.popover("Evidence", icon=":material/query_stats:", key="compare-evidence"):
                _evidence(noise)


def _guess_words(guess: str, noise: Noise) -> str:
    said = f":material/how_to_vote: Before it began, **{plain(guess)}** was expected to win: "
    if not noise.pairs:
        return f"{said}nobody can tell yet."
    best = noise.pairs[0].ahead
    is_told = all(pair.is_more_than_noise for pair in noise.pairs if pair.ahead == best)
    alike = {best, *(pair.behind for pair in noise.pairs if pair.ahead == best and not pair.is_more_than_noise)}
    if guess == best and is_told:
        return f"{said}**that was right.**"
    if guess in alike:
        return f"{said}it is among those that cannot be told apart from the best."
    return f"{said}**that was wrong**; {plain(best)} is ahead by more than noise."


def _evidence(noise: Noise) -> None:
    st.markdown(f"Every pair: {TEST}. Runs with the same seed are a pair.")
    readable_table(
        {
            "Ahead": [pair.ahead for pair in noise.pairs],
            "Behind": [pair.behind for pair in noise.pairs],
            "By": [f"{pair.by:.3g} ± {pair.reach:.2g}" for pair in noise.pairs],
            "p": [f"{pair.p:.3g}" for pair in noise.pairs],
            "More than noise": ["yes" if pair.is_more_than_noise else "no" for pair in noise.pairs],
        },
        label="Every pair of variants",
    )


def _charts(overview: Overview, views: Mapping[str, RunView], drawn: Mapping[str, Any], revision: str) -> None:
    by_title = views_by_title(overview, views)
    longest = max(entry.experiment.training.epochs for entry in overview.entries)
    charts = []
    for name in overview.charts:
        measure = overview.measures[name]
        bands = {
            title: band(found, name, drawn["part"], drawn["axis"], drawn["spread"]) for title, found in by_title.items()
        }
        if not any(len(one.x) for one in bands.values()) and name != overview.charts[0]:
            continue
        words = f"{PART_TITLES[drawn['part']]} {in_a_sentence('Loss' if name == LOSS else measure.title)}"
        figure = band_figure(
            bands,
            title=figure_text(words),
            axis=drawn["axis"],
            span=longest if drawn["axis"] == "epochs" else None,
            share=measure.share,
            log_axis=drawn["log_axis"] and name == LOSS,
            smoothing=drawn["smoothing"],
            single_runs=drawn["single_runs"],
            numbers=MOST_NUMBERS // len(overview.charts),
            revision=revision,
        )
        charts.append(Chart(pack(figure), f"{words} of every variant over the {AXES[drawn['axis']][0]}s", CHART_HEIGHT))
    live_charts(charts, key="compare-charts")
    several = max(len(entry.runs) for entry in overview.entries) > 1
    words = f"Line: mean over the seeds. Band: {SPREADS[drawn['spread']][0]}. " if several else ""
    st.caption(f"{words}A click on a name in the legend shows that variant alone; one more brings back the others.")


def _table(overview: Overview, views: Mapping[str, RunView], baseline: str) -> None:
    table = variants_table(overview, views, baseline)
    import pandas as pd

    frame = pd.DataFrame(table)
    numbers = [name for name in frame.columns if frame[name].dtype.kind == "f"]
    readable_table(frame, label="The variants", column_config=in_four_digits(frame, numbers))


def _runs(overview: Overview) -> None:
    """Every run of a variant, to be opened."""
    titles = [entry.title for entry in overview.entries]
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare-runs"):
        chosen = st.selectbox("Runs of", titles, key="compare-runs-of", width=320)
        entry = next((one for one in overview.entries if one.title == chosen), overview.entries[0])
        for run in entry.runs:
            view = server().following.view(run)
            if view is not None:
                label = f"Seed {view.experiment.training.seed}"
                if st.button(label, key=f"compare-run-{run}", icon=":material/open_in_new:", help="Open this run."):
                    open_run(entry.experiment.task.kind, run)
