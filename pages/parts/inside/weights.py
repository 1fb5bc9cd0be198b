"""The weights of a layer by gate: as maps at an epoch, and as histograms over the epochs."""

from typing import Any

import numpy as np
import streamlit as st

from pages.parts.figure_style import FIRST, SECOND, frame
from pages.parts.inside.asked import place_of
from pages.parts.inside.look import Array, Look
from pages.parts.inside.units import num_drawn, pages
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
    """The gate, and of a large layer the units."""
    blocks, known = look.reader.cell.blocks, _pages(look)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        if len(blocks) > 1:
            key = _gate_key(look)
            st.segmented_control("Gate", blocks, default=blocks[0], required=True, key=key, format_func=str.capitalize)
        if len(known) > 1:
            st.selectbox("Units in the maps", known, key=_page_key(look), width=160)


def _pages(look: Look) -> dict[str, range]:
    """The units whose weights are drawn together: what each of them reads stands in the map in full."""
    reads = max(look.reader.units, look.reader.features)
    return pages(look.reader.units, num_drawn(look.reader.units, reads))


def _page_key(look: Look) -> str:
    return f"inside-weights-{look.reader.title}"


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
    known = _pages(look)
    page = known.get(st.session_state.get(_page_key(look), ""), next(iter(known.values())))
    charts = []
    for title, part in parts.items():
        most = float(np.abs(part).max()) or 1.0
        label = f"{title} of the {blocks[block]}"
        figure = weights_figure(title, part[place][:, page], page[0] + 1, names[title], most)
        charts.append(Chart(pack(figure), label, HEIGHT))
        charts.append(
            Chart(pack(histogram_figure(title, part, replay.epochs, most)), f"{label} over the epochs", HEIGHT)
        )
    live_charts(charts, key="inside-weights-drawn")
    some = f" The maps show units {page[0] + 1} to {page[-1] + 1} of {units}." if len(page) < units else ""
    st.caption(
        f"Weights of the {blocks[block]} after epoch {epoch_words(replay.epochs[place])}: columns are units, rows "
        f"what it reads. Colours have the same scale at all epochs.{some}"
    )


def weights_figure(title: str, weights: Array, first: int, reads: str, most: float) -> dict[str, Any]:
    """The weights (what is read, units) of units from number `first` on, in one gate: blue below 0, orange above."""
    trace = {
        "type": "heatmap",
        "uid": "weights",
        "x0": first,
        "dx": 1,
        "y0": 1,
        "dy": 1,
        "z": weights.astype(np.float32),
        "zmin": -most,
        "zmax": most,
        "colorscale": [[0, FIRST], [0.5, "var(--st-background-color)"], [1, SECOND]],
        "colorbar": {"thickness": 10, "tickvals": [-most, 0, most], "ticktext": [f"−{most:.2g}", "0", f"{most:.2g}"]},
        "hovertemplate": f"{reads} %{{y}}, unit %{{x}}: %{{z:.3f}}<extra></extra>",
    }
    layout = frame(title) | {
        "xaxis": {"title": {"text": "unit", "standoff": 8}, "showgrid": False, "nticks": 8},
        "yaxis": {"title": {"text": reads}, "autorange": "reversed", "showgrid": False, "dtick": -(-len(weights) // 8)},
        "margin": {"l": 56, "r": 66, "t": 44, "b": 48},
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
        "xaxis": {"title": {"text": "epoch", "standoff": 8}, "type": "category", "showgrid": False, "nticks": 6},
        "yaxis": {"title": {"text": "value"}, "showgrid": False, "nticks": 6},
        "margin": {"l": 56, "r": 66, "t": 44, "b": 48},
    }
    return {"data": [trace], "layout": layout}
