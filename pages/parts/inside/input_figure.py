"""The picture of an input, one step a place: what stands above all that a layer does at these steps."""

from typing import Any

import numpy as np

from pages.parts.figure_style import FIRST, GOOD, MARK, QUIET, SECOND, frame
from pages.parts.inside.look import Example
from pages.parts.plain import figure_text

LEFT, RIGHT = 64, 76
"""Margins in pixels, the same in all charts of the timeline, so that steps stand below each other."""
MOST_LINES, MOST_MARKERS, MOST_LETTERS = 4, 40, 60
LONGEST_WORD = 14
_COLORS = (FIRST, SECOND, MARK, GOOD)


def step_axis(steps: int) -> dict[str, Any]:
    """The axis that all charts of the timeline share."""
    ticks = {"tick0": 1, "dtick": max(1, -(-steps // 10)), "ticks": ""}
    return {"range": [0.5, steps + 0.5], "showgrid": False, "zeroline": False, "fixedrange": True, **ticks}


def input_figure(example: Example, steps: int) -> dict[str, Any]:
    """Characters, numbers or images, each at its step of `steps`."""
    values = example.inputs[0]
    if example.spelled:
        return _words_figure(example, steps)
    if example.symbols:
        traces, axis = [_characters(example)], {"visible": False, "range": [-1, 1]}
    elif values.ndim > 2:
        traces, axis = [_images(values)], {"visible": False, "autorange": "reversed"}
    elif values.shape[1] > MOST_LINES:
        traces, axis = [_features(values)], {"title": {"text": "feature"}, "dtick": max(1, values.shape[1] // 4)}
    else:
        traces = [_line(values[:, place], place, values.shape[1]) for place in range(values.shape[1])]
        axis = {"nticks": 4, "automargin": False}
    layout = frame(f"What comes in: {figure_text(example.title)}") | {
        "xaxis": step_axis(steps),
        "yaxis": {"zeroline": False, "fixedrange": True} | axis,
        "margin": {"l": LEFT, "r": RIGHT, "t": 34, "b": 24},
        "showlegend": False,
    }
    return {"data": traces, "layout": layout}


def _words_figure(example: Example, steps: int) -> dict[str, Any]:
    """Words, each upright at its step: there is room for all of them."""
    words = [figure_text(word) for word in example.words()[:steps]]
    places = list(range(1, len(words) + 1))
    trace = {
        "type": "scatter",
        "uid": "words",
        "name": "word",
        "mode": "markers",
        "x": places,
        "y": [0.0] * len(words),
        "text": words,
        "marker": {"size": 14, "opacity": 0},
        "hovertemplate": "step %{x}: %{text}<extra></extra>",
    }
    size = 13 if len(words) <= 20 else 10
    layout = frame(f"What comes in: {figure_text(example.title)}") | {
        "xaxis": step_axis(steps),
        "yaxis": {"visible": False, "range": [-1, 1], "fixedrange": True},
        "margin": {"l": LEFT, "r": RIGHT, "t": 34, "b": 24},
        "showlegend": False,
        "annotations": [_upright(word, place, size) for place, word in zip(places, example.words(), strict=False)],
    }
    return {"data": [trace], "layout": layout}


def _upright(word: str, place: int, size: int) -> dict[str, Any]:
    short = word if len(word) <= LONGEST_WORD else word[: LONGEST_WORD - 1] + "…"
    text = {"text": figure_text(short), "textangle": -90, "showarrow": False, "font": {"size": size}}
    return text | {"x": place, "y": 0, "yanchor": "middle"}


def _characters(example: Example) -> dict[str, Any]:
    words = example.words()
    few = len(words) <= MOST_LETTERS
    return {
        "type": "scatter",
        "uid": "characters",
        "name": "character",
        "mode": "text",
        "x": list(range(1, len(words) + 1)),
        "y": [0.0] * len(words),
        "text": [figure_text(word) for word in words],
        "textfont": {"size": 16 if few else 10},
        "hovertemplate": "step %{x}: %{text}<extra></extra>",
    }


def _line(values: Any, place: int, features: int) -> dict[str, Any]:
    name = "value" if features == 1 else f"feature {place + 1}"
    return {
        "type": "scatter",
        "uid": f"feature-{place}",
        "name": name,
        "mode": "lines+markers" if len(values) <= MOST_MARKERS else "lines",
        "x0": 1,
        "dx": 1,
        "y": values.astype(np.float32),
        "line": {"color": _COLORS[place], "width": 2},
        "hovertemplate": f"step %{{x}}, {name} %{{y:.3f}}<extra></extra>",
    }


def _features(values: Any) -> dict[str, Any]:
    most = float(np.abs(values).max()) or 1.0
    return {
        "type": "heatmap",
        "uid": "features",
        "x0": 1,
        "dx": 1,
        "y0": 1,
        "dy": 1,
        "z": values.T.astype(np.float32),
        "zmin": -most,
        "zmax": most,
        "colorscale": [[0, FIRST], [0.5, "var(--st-background-color)"], [1, SECOND]],
        "showscale": False,
        "hovertemplate": "step %{x}, feature %{y}: %{z:.3f}<extra></extra>",
    }


def _images(values: Any) -> dict[str, Any]:
    """Each step's image within its place, with an empty column after it."""
    steps, height, width = values.shape[:3]
    places = np.concatenate([step + 0.55 + 0.9 * (np.arange(width + 1) + 0.5) / (width + 1) for step in range(steps)])
    ink = np.full((height, steps, width + 1), np.nan, np.float32)
    ink[:, :, :width] = values[..., 0].transpose(1, 0, 2)
    return {
        "type": "heatmap",
        "uid": "images",
        "x": places.astype(np.float32),
        "z": ink.reshape(height, -1),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, "var(--st-secondary-background-color)"], [1, "var(--st-text-color)"]],
        "showscale": False,
        "hoverongaps": False,
        "hovertemplate": "ink %{z:.2f}<extra></extra>",
    }


def answer_figure(words: list[str]) -> dict[str, Any]:
    """The steps of an answer, for layers that write one."""
    trace = {
        "type": "scatter",
        "uid": "answer-steps",
        "name": "step",
        "mode": "text",
        "x": list(range(1, len(words) + 1)),
        "y": [0.0] * len(words),
        "text": [figure_text(word) for word in words],
        "textfont": {"color": QUIET},
        "hoverinfo": "skip",
    }
    layout = frame("Steps of the answer that it writes") | {
        "xaxis": step_axis(len(words)),
        "yaxis": {"visible": False, "range": [-1, 1], "fixedrange": True},
        "margin": {"l": LEFT, "r": RIGHT, "t": 34, "b": 24},
        "showlegend": False,
    }
    return {"data": [trace], "layout": layout}
