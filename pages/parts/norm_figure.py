"""Gradient and update of each layer over the epochs: a pure function from a run's view to a Plotly figure."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from pages.parts.curve_points import points
from pages.parts.figure_style import FIRST, GOOD, MARK, QUIET, SECOND, counting, frame
from seqcore.runs.view import RunView

RED, YELLOW = "var(--st-red-color)", "var(--st-yellow-color)"
COLORS = (FIRST, SECOND, MARK, GOOD, RED, YELLOW, QUIET)
DASHES = ("solid", "dash", "dot")


def norm_figure(
    view: RunView, norms: Mapping[int, Mapping[str, float]], title: str, words: Mapping[str, str], revision: str
) -> dict[str, Any]:
    """One line for each layer on a logarithmic axis; `words` are added to a layer's name in the legend."""
    epochs = np.array(sorted(norms))
    layers = list(norms[int(epochs[-1])]) if len(epochs) else []
    layout = frame(title) | {
        "hovermode": "x",
        "showlegend": True,
        "xaxis": counting(0, view.experiment.training.epochs) | {"title": {"text": "epoch"}, "uirevision": revision},
        "yaxis": {"type": "log", "tickformat": "~g", "exponentformat": "power", "uirevision": revision}
        | ({"dtick": _ticks(norms)} if layers else {"range": [-3, 0]}),
    }
    return {"data": [_line(view, norms, epochs, layer, place, words) for place, layer in enumerate(layers)]} | {
        "layout": layout
    }


def _ticks(norms: Mapping[int, Mapping[str, float]]) -> str | int:
    """Every digit, every 1, 2 and 5, or every decade or some: as many ticks as have room for their numbers."""
    known = [norm for layers in norms.values() for norm in layers.values() if 0 < norm < np.inf]
    decades = np.log10(max(known) / min(known)) if known else 0.0
    return "D1" if decades < 0.4 else "D2" if decades < 2 else max(1, int(decades / 5))


def _line(
    view: RunView,
    norms: Mapping[int, Mapping[str, float]],
    epochs: np.ndarray,
    layer: str,
    place: int,
    words: Mapping[str, str],
) -> dict[str, Any]:
    values = np.array([norms[int(epoch)].get(layer, 0.0) for epoch in epochs], np.float64)
    values[values <= 0] = np.nan  # there is no logarithm of 0: a gap
    name = f"{layer} ({words[layer]})" if words.get(layer) else layer
    return dict(
        type="scatter",
        **points(epochs, values),
        mode="lines+markers" if len(epochs) < 3 else "lines",
        name=name,
        uid=f"norm-{layer}",
        line={"color": COLORS[place % len(COLORS)], "width": 2, "dash": DASHES[place // len(COLORS) % len(DASHES)]},
        hovertemplate=f"epoch %{{x:,d}}, {layer} %{{y:.3g}}<extra></extra>",
    )
