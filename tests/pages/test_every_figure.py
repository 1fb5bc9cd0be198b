"""What holds for every figure of the product, whatever names it was given."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.curve_figure import curve_figure
from pages.parts.inside.attention import attention_figure
from pages.parts.inside.input_figure import answer_figure, input_figure
from pages.parts.inside.look import Example
from pages.parts.inside.memory_figure import Reach, distance_figure, influence_figure
from pages.parts.inside.timeline_figure import heatmap_figure, unit_figure
from pages.parts.inside.vectors import vectors_figure
from pages.parts.inside.weights import histogram_figure, weights_figure
from pages.parts.live_chart import pack
from pages.parts.sequence_figure import cumulative_sum_figure
from pages.tasks.addition.anatomy_panel import share_figure
from pages.tasks.entity_tags.map_figure import Mapped, map_figure
from pages.tasks.entity_tags.transitions_panel import transitions_figure
from pages.tasks.image_patches.figures import certainty_figure, confusion_figure
from pages.tasks.prices.price_figure import Band, Line, price_figure
from pages.tasks.prices.residual_figures import (
    error_by_horizon_figure,
    residual_autocorrelation,
    residual_histogram,
    residuals_over_time,
)
from pages.tasks.regression_line.fit_figure import fit_figure
from pages.tasks.series_autoencoder.copy_figure import copy_figure
from pages.tasks.series_autoencoder.error_figure import error_figure
from pages.tasks.series_autoencoder.feature_figure import feature_figure
from pages.tasks.series_autoencoder.forecast_panel import forecast_figure
from seqcore.data.series.series import Series
from seqcore.experiment import from_values
from seqcore.inspection.horizon import horizon
from seqcore.runs.view import RunView
from seqcore.tasks.addition.anatomy import Group
from seqcore.tasks.regression_line.task import RegressionLine
from seqcore.tasks.series_autoencoder.examples import AutoencoderExamples
from seqcore.tasks.series_autoencoder.task import SeriesAutoencoder
from seqcore.training.events import LearningRate

HOSTILE = "95 % “interval” #1.a > b"
VALUES = np.array([3.0, 1.0, 2.0])
ROWS = np.arange(3)


def series() -> Series:
    dates = np.array(["2024-01-01", "2024-01-02", "2024-01-03"], "datetime64[s]")
    return Series(dates, {HOSTILE: np.array([100.0, 101, 99])}, HOSTILE, "by hand")


def curves() -> dict[str, Any]:
    kinds = {"task": {"kind": "cumulative_sum"}, "architecture": {"kind": "recurrent_stack"}, "training": {}}
    known = RunView(from_values(kinds), training={"loss": [3.0, 1.0, 2.0]}, validation={0: {"loss": 4.0}})
    known.learning_rates.append(LearningRate(update=1, epoch=1, value=0.1))
    return curve_figure(known, "loss", title="Loss", smoothing=0.5)


def prices() -> go.Figure:
    band = Band(ROWS, VALUES, VALUES + 1, "red", HOSTILE)
    return price_figure(series(), None, [Line(HOSTILE, HOSTILE, ROWS, VALUES, "red")], bands=[band])


def autoencoder() -> AutoencoderExamples:
    dates = np.datetime64("2024-01-01", "s") + np.arange(40) * np.timedelta64(1, "D")
    made = Series(dates, {HOSTILE: np.sin(np.arange(40.0))}, HOSTILE, "by hand")
    return SeriesAutoencoder(window=4, anomalies=2).examples(made)


FIGURES: dict[str, Callable[[], go.Figure | dict[str, Any]]] = {
    "curves": curves,
    "sequence": lambda: cumulative_sum_figure([0.5, 0.75], 1.0, [0, 1], [0.2, 0.8]),
    "prices": prices,
    "errors over time": lambda: residuals_over_time(series(), ROWS, VALUES),
    "histogram": lambda: residual_histogram(VALUES),
    "autocorrelation": lambda: residual_autocorrelation(VALUES, VALUES),
    "by horizon": lambda: error_by_horizon_figure(VALUES, {HOSTILE: VALUES}),
    "shares": lambda: share_figure(HOSTILE, {"held out": [Group(HOSTILE, 5, 10)]}),
    "fit": lambda: fit_figure(RegressionLine().examples(), np.zeros(121)),
    "window and copy": lambda: copy_figure(autoencoder(), 3, np.zeros(4)),
    "errors of rows": lambda: error_figure(autoencoder(), np.linspace(0, 1, 40), 0.9),
    "features": lambda: feature_figure(autoencoder(), np.random.default_rng(1).normal(size=(36, 3))),
    "forecasts": lambda: forecast_figure(autoencoder(), np.ones(12), np.zeros(12)),
    "confusion": lambda: confusion_figure(np.ones((10, 10), np.int64)),
    "certainty": lambda: certainty_figure(np.full((4, 10), 0.1), 3, "How likely"),
    "transitions": lambda: transitions_figure(np.eye(3), ("O", HOSTILE)),
    "map": lambda: map_figure(Mapped("Now", np.eye(3), [HOSTILE, "b", "c"], [0, 1, -1], [HOSTILE, "PER"])),
    "attention": lambda: attention_figure(["1", HOSTILE], ["2"], np.array([[0.3, 0.7]])),
    "input": lambda: input_figure(Example(HOSTILE, np.zeros((1, 3, 2), np.float32)), 3),
    "symbols": lambda: input_figure(Example(HOSTILE, np.zeros((1, 3), np.int32), (HOSTILE,)), 3),
    "images": lambda: input_figure(Example("digit", np.zeros((1, 2, 3, 3, 1), np.float32)), 2),
    "many features": lambda: input_figure(Example("many", np.ones((1, 3, 9), np.float32)), 3),
    "answer": lambda: answer_figure(["answer 1"]),
    "units": lambda: heatmap_figure("hidden state", np.zeros((3, 2), np.float32), [1, 0], [0, 1], None, 1),
    "unit": lambda: unit_figure({"hidden state": np.zeros(3)}, (), 0, (0, 1)),
    "influence": lambda: influence_figure(np.eye(3), range(3)),
    "distance": lambda: distance_figure([Reach(HOSTILE, horizon(np.eye(3), range(3)))]),
    "vectors": lambda: vectors_figure("The words", [HOSTILE], np.zeros((1, 2)), 0, [], [[0, 1], [0, 1]]),
    "weights": lambda: weights_figure("Input weights", np.eye(3), 1, "feature", 1.0),
    "weights over epochs": lambda: histogram_figure("Input weights", np.zeros((2, 3)), [0, 1.5], 1.0),
}


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_can_select_every_trace(name: str) -> None:
    assert all(re.fullmatch("[A-Za-z0-9-]+", trace.get("uid", "-")) for trace in pack(FIGURES[name]())["data"])


@pytest.mark.parametrize("name", FIGURES)
def test_says_its_newest_values(name: str) -> None:
    words = pack(FIGURES[name]())["words"]
    assert "no values" not in words
    assert re.search(r"\d", words.removeprefix(HOSTILE)), words


@given(st.lists(st.text(min_size=1), min_size=2, max_size=4, unique=True))
def test_any_uid_becomes_one_that_css_takes_and_stays_another_than_the_others(uids: list[str]) -> None:
    packed = pack(go.Figure([{"type": "scatter", "y": [1], "uid": uid} for uid in uids]))
    safe = [trace["uid"] for trace in packed["data"]]
    assert all(re.fullmatch("[A-Za-z0-9-]+", uid) for uid in safe)
    assert len(set(safe)) == len(uids)


class TestWords:
    def test_by_hand(self) -> None:
        y = [0.7, 0.25, 0.12345678]
        figure = go.Figure({"type": "scatter", "name": "Loss", "x0": 1, "dx": 10, "y": y}, {"xaxis_title": "epoch"})
        assert pack(figure)["words"] == "Loss 0.1235 at epoch 21, down from 0.7 at epoch 1."

    def test_tells_where_it_was_lowest_and_highest(self) -> None:
        figure = go.Figure({"type": "scatter", "name": "Loss", "y": [2, 1, 5, 2]}, {"title": "All"})
        assert pack(figure)["words"] == "All: Loss 2 at 3, the same as 2 at 0, lowest 1 at 1, highest 5 at 2."

    def test_takes_the_axis_units_and_dates(self) -> None:
        trace = {"type": "scatter", "name": "A", "x0": "2024-01-31", "dx": 86_400_000, "y": [0.5, 0.925], "yaxis": "y2"}
        figure = go.Figure(trace, {"title": "T", "yaxis2": {"tickformat": ".0%"}})
        assert pack(figure)["words"] == "T: A 92.5% at 2024-02-01, up from 50.0% at 2024-01-31."

    def test_leaves_out_what_is_not_drawn(self) -> None:
        hidden = [{"visible": "legendonly"}, {"hoverinfo": "skip"}, {"y": [np.nan]}]
        figure = go.Figure([{"type": "scatter", "y": [1.0]} | one for one in hidden], {"title": "Prices"})
        assert pack(figure)["words"] == "Prices: no values yet."


THEMES = {
    "light": ("#1f2433", "#f4f5f9", {"var(--st-blue-color)": "#3b82f6", "var(--st-orange-color)": "#e0682b"}),
    "dark": ("#e8eaf2", "#1a1f2c", {"var(--st-blue-color)": "#85b8f8", "var(--st-orange-color)": "#f2a56d"}),
}
"""The colours of texts, of cells that are about nothing, and of those that are about most, as a browser has them."""


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["transitions", "confusion"])
def test_numbers_on_cells_can_be_read(theme: str, name: str) -> None:
    """Contrast as the WCAG count it: at least 4.5 for small letters."""
    text, empty, colors = THEMES[theme]
    (cells,) = FIGURES[name]()["data"]
    most = max(abs(value) / cells["zmax"] for row in cells["z"] for value in row if value is not None)
    assert most > 0
    for _, color in [stop for stop in cells["colorscale"] if stop[1] in colors]:
        mixed = most * _rgb(colors[color]) + (1 - most) * _rgb(empty)
        dark, light = sorted(map(_luminance, (mixed, _rgb(text))))
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def _rgb(color: str) -> npt.NDArray[np.float64]:
    return np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])


def _luminance(color: npt.NDArray[np.float64]) -> float:
    linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
