"""The charts of a comparison, and the choices of how to draw them."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.compare.band_figure import MOST_NUMBERS, band_figure
from pages.compare.overview import Overview, views_by_title
from pages.parts.baselines import baseline_lines
from pages.parts.live_chart import Chart, live_charts, pack
from pages.parts.plain import figure_text
from pages.parts.run_words import in_a_sentence
from seqcore.comparisons.bands import AXES, PARTS, SPREADS, band
from seqcore.comparisons.results import LOSS
from seqcore.runs.view import RunView
from seqcore.tasks.base.task import Baseline

CHART_HEIGHT = 360
AXIS_TITLES = {"epochs": "Epochs", "updates": "Updates", "seconds": "Seconds of computing"}
SPREAD_TITLES = {"range": "Range of the seeds", "deviation": "± standard deviation"}
PART_TITLES = {"validation": "Validation", "training": "Training"}
OF_VALIDATION = ", validation part"
"""Ends titles of measures that stand alone elsewhere; a chart says its part itself."""


def how_to_draw() -> dict[str, Any]:
    """Draw the choices; returns them by name."""
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


def show_charts(
    overview: Overview,
    views: Mapping[str, RunView],
    drawn: Mapping[str, Any],
    baselines: Mapping[str, Baseline],
    revision: str,
) -> None:
    """A chart for each measure, with the baselines that all variants have; another `revision` forgets the zoom."""
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
        measured = "Loss" if name == LOSS else measure.title.removesuffix(OF_VALIDATION)
        words = f"{PART_TITLES[drawn['part']]} {in_a_sentence(measured)}"
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
            baselines=baseline_lines(name, {}, baselines),
            revision=revision,
        )
        charts.append(Chart(pack(figure), f"{words} of every variant over the {AXES[drawn['axis']][0]}s", CHART_HEIGHT))
    live_charts(charts, key="compare-charts")
    several = max(len(entry.runs) for entry in overview.entries) > 1
    words = f"Line: mean over the seeds. Band: {SPREADS[drawn['spread']][0]}. " if several else ""
    st.caption(f"{words}A click on a name in the legend shows that variant alone; one more brings back the others.")
