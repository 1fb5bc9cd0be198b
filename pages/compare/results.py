"""A comparison as it goes on and as it has ended: charts, verdict, table, and its runs."""

from collections.abc import Mapping

import streamlit as st

from pages.compare.charts_panel import how_to_draw, show_charts
from pages.compare.controls import controls
from pages.compare.memory_panel import memory_panel
from pages.compare.overview import Overview, baselines_of, views_of
from pages.compare.variants_table import column_formats, variants_table
from pages.compare.verdict_panel import show_verdict
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.opening import open_run
from pages.parts.plain import plain
from pages.parts.pressed import pressed
from pages.parts.readable_table import in_four_digits, readable_table
from pages.parts.rerunning import rerun
from pages.parts.run_words import ENDINGS, duration, state_together
from pages.parts.server import GOING_ON, server
from pages.parts.spoken import spoken
from pages.parts.ticking import ticking
from seqcore.comparisons.results import LOSS
from seqcore.runs.view import RunView

TICK_SECONDS = 0.5
IDLE_TICK_SECONDS = 3.0
NO_BASELINE = ""
RUNS_OF, PICKED = "compare-runs-of", "compare-picked"
"""Where the session keeps whose runs are listed, and that a row of the table has just been picked."""


def results(overview: Overview, comparison_id: str) -> None:
    """The part of the page that shows one comparison."""
    st.subheader(plain(overview.title), anchor=False)
    if overview.published:
        st.caption(f"Published: {overview.published}")
    if overview.look_for:
        st.markdown(f":material/visibility: **Look for** · {overview.look_for}")
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom", key="compare-controls"):
        is_going_on = controls(overview, comparison_id)
        drawn = how_to_draw()
    measure, baseline = _what_about(overview)
    baselines = baselines_of(overview)

    def panel() -> None:
        views = views_of(overview)
        _progress(overview, views)
        show_verdict(overview, views, measure)
        show_charts(overview, views, drawn, baselines, revision=comparison_id)
        _table(overview, views, baseline)
        if is_going_on and not any(_goes_on(run, views) for run in overview.runs):
            rerun()  # buttons, which stand outside of this fragment, change with the status

    with st.container(key="live"):
        ticking(
            drawn_or_said("The comparison")(panel), TICK_SECONDS if is_going_on else IDLE_TICK_SECONDS, *overview.runs
        )
    with drawn_or_said("The memory"):
        memory_panel(overview)
    with drawn_or_said("The runs"):
        _runs(overview)


def _goes_on(run: str, views: Mapping[str, RunView]) -> bool:
    return run in views and server().status(run, views[run]) in GOING_ON


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
    missing = runs - len(views)
    state, icon = ENDINGS[state_together([*statuses, *["paused"] * missing])]
    words = f"{icon} **{state}** · {done} of {runs} runs · {duration(seconds)} of computing"
    if missing:
        words += f" · {missing} cannot be read"
    if stopped := statuses.count("stopped"):
        words += f" · {stopped} stopped early"
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


def _table(overview: Overview, views: Mapping[str, RunView], baseline: str) -> None:
    table = variants_table(overview, views, baseline)
    import pandas as pd

    frame = pd.DataFrame(table)
    formats = column_formats(table, overview)
    numbers = [name for name in frame.columns if frame[name].dtype.kind == "f"]
    config = {name: st.column_config.NumberColumn(format=how) for name, how in formats.items()}
    readable_table(
        frame,
        label="The variants",
        column_config={**in_four_digits(frame, numbers), **config},
        key="compare-table",
        on_pick=lambda row: _pick(overview.entries[row].title),
    )
    st.caption("Pick a row to see its runs.")
    if st.session_state.pop(PICKED, False):
        rerun()  # the runs stand outside of this fragment


def _pick(title: str) -> None:
    st.session_state[RUNS_OF] = title
    st.session_state[PICKED] = True


def _runs(overview: Overview) -> None:
    """Every run of a variant, to be opened."""
    titles = [entry.title for entry in overview.entries]
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare-runs"):
        chosen = st.selectbox("Runs of", titles, key=RUNS_OF, width=320)
        entry = next((one for one in overview.entries if one.title == chosen), overview.entries[0])
        for run in entry.runs:
            view = server().following.view(run)
            if view is not None:
                label = f"Seed {view.experiment.training.seed}"
                if pressed(label, key=f"compare-run-{run}", icon=":material/open_in_new:", help="Open this run."):
                    open_run(entry.experiment.task.kind, run)
