"""The weights of a layer by gate: as maps at an epoch, and as histograms over the epochs."""

from typing import Any

import numpy as np
import streamlit as st

from pages.parts.figure_style import FIRST, SECOND, frame
from pages.parts.inside.asked import place_of
from pages.parts.inside.look import Array, Look
from pages.parts.inside.timeline_figure import MOST_NUMBERS, MOST_UNITS
from pages.parts.live_chart import Chart, live_charts, pack
from pages.parts.replay import epochs_of
from pages.parts.run_words import epoch_words
from seqcore.jobs.inspecting import Weigh
from seqcore.jobs.questions import Replay

HEIGHT = 300
BINS = 41
MOST_EPOCHS, MOST_WEIGHTS = 60, 8_000_000
"""Epochs that are asked for, evenly spread; fewer of large layers: 16 MB in half precision."""


def question(look: Look) -> Weigh:
    """About the chosen layer."""
    return Weigh(look.reader.layer, look.reader.backward)


def near(look: Look) -> tuple[float, ...] | None:
    """As many epochs as there is room for."""
    epochs, units = epochs_of(look.shown), look.reader.units
    most = int(np.clip(MOST_WEIGHTS // (len(look.reader.cell.blocks) * units * 2 * units), 2, MOST_EPOCHS))
    places = np.linspace(0, len(epochs) - 1, min(len(epochs), most)).round().astype(int)
    return tuple(float(epochs[place]) for place in np.unique(places)) or None


def controls(look: Look) -> None:
    """The gate."""
    blocks = look.reader.cell.blocks
    if len(blocks) > 1:
        st.segmented_control("Gate", blocks, default=blocks[0], key=_gate_key(look), format_func=str.capitalize)


def _gate_key(look: Look) -> str:
    return f"inside-gate-{look.reader.keras}"


def draw(look: Look, replay: Replay, epoch: float | None) -> None:
    """Input and recurrent weights of the gate: maps and histograms."""
    units, blocks, place = look.reader.units, look.reader.cell.blocks, place_of(replay, epoch)
    block = blocks.index(st.session_state.get(_gate_key(look)) or blocks[0]) if len(blocks) > 1 else 0
    weights = replay.predictions[..., block * units : (block + 1) * units].astype(np.float32)
    biases = 2 if look.reader.keras == "GRU" else 1
    features = weights.shape[1] - units - biases
    parts = {"Input weights": weights[:, :features], "Recurrent weights": weights[:, features : features + units]}
    names = {"Input weights": "feature that comes in", "Recurrent weights": "unit before"}
    charts = []
    for title, part in parts.items():
        most = float(np.abs(part).max()) or 1.0
        label = f"{title} of the {blocks[block]}"
        charts.append(Chart(pack(weights_figure(title, part[place], names[title], most)), label, HEIGHT))
        charts.append(
            Chart(pack(histogram_figure(title, part, replay.epochs, most)), f"{label} over the epochs", HEIGHT)
        )
    live_charts(charts, key="inside-weights-drawn")
    drawn = min(units, MOST_UNITS)
    some = f" Drawn are the first {drawn} of {units} units." if drawn < units else ""
    st.caption(
        f"Weights of the {blocks[block]} after epoch {epoch_words(replay.epochs[place])}: columns are units, rows "
        f"what it reads. Colours have the same scale at all epochs.{some}"
    )


def weights_figure(title: str, weights: Array, reads: str, most: float) -> dict[str, Any]:
    """The weights (what is read, units) of one gate, blue below and orange above 0."""
    units = min(weights.shape[1], MOST_UNITS)
    shown = weights[: min(MOST_UNITS, MOST_NUMBERS // units), :units]
    trace = {
        "type": "heatmap",
        "uid": "weights",
        "x0": 1,
        "dx": 1,
        "y0": 1,
        "dy": 1,
        "z": shown.astype(np.float32),
        "zmin": -most,
        "zmax": most,
        "colorscale": [[0, FIRST], [0.5, "var(--st-background-color)"], [1, SECOND]],
        "colorbar": {"thickness": 10, "tickvals": [-most, 0, most], "ticktext": [f"{-most:.2g}", "0", f"{most:.2g}"]},
        "hovertemplate": f"{reads} %{{y}}, unit %{{x}}: %{{z:.3f}}<extra></extra>",
    }
    layout = frame(title) | {
        "xaxis": {"title": {"text": "unit"}, "showgrid": False, "nticks": 8},
        "yaxis": {"title": {"text": reads}, "autorange": "reversed", "showgrid": False, "dtick": -(-len(shown) // 8)},
        "margin": {"l": 56, "r": 66, "t": 44, "b": 44},
    }
    return {"data": [trace], "layout": layout}


def histogram_figure(title: str, weights: Array, epochs: list[float], most: float) -> dict[str, Any]:
    """How the weights (epochs, …) are spread: a column for each epoch, the darker the more weights have the value."""
    edges = np.linspace(-most, most, BINS + 1)
    counts = np.stack([np.histogram(part, edges)[0] / part.size for part in weights], axis=1)
    trace = {
        "type": "heatmap",
        "uid": "histogram",
        "x": [epoch_words(epoch) for epoch in epochs],
        "y": ((edges[1:] + edges[:-1]) / 2).astype(np.float32),
        "z": counts.astype(np.float32),
        "zmin": 0,
        "colorscale": [[0, "var(--st-secondary-background-color)"], [1, FIRST]],
        "colorbar": {"thickness": 10, "tickformat": ".0%", "nticks": 4},
        "hovertemplate": "after epoch %{x}, about %{y:.2f}: %{z:.1%} of the weights<extra></extra>",
    }
    layout = frame(f"{title} over the epochs") | {
        "xaxis": {"title": {"text": "epoch"}, "type": "category", "showgrid": False, "nticks": 6},
        "yaxis": {"title": {"text": "value"}, "showgrid": False, "nticks": 6},
        "margin": {"l": 56, "r": 66, "t": 44, "b": 44},
    }
    return {"data": [trace], "layout": layout}
