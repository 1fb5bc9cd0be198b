"""Attention: which steps of the input went into each step of the answer."""

from typing import Any

import numpy as np

from pages.parts.figure_style import FIRST, frame
from pages.parts.inside.asked import place_of
from pages.parts.inside.look import Array, Look
from pages.parts.live_chart import live_chart, pack
from pages.parts.plain import figure_text
from seqcore.jobs.inspecting import Attend
from seqcore.jobs.questions import Replay

HEIGHT = 340


def is_there(look: Look) -> bool:
    """Whether the network looks back at its input while it answers."""
    return look.shown.view.experiment.architecture.looks_back


def question(look: Look) -> Attend:
    """About the chosen example."""
    return Attend(look.example.inputs)


def draw(look: Look, replay: Replay, epoch: float | None) -> None:
    """The map, at the epoch that is nearest."""
    found, steps = replay.predictions[place_of(replay, epoch)], look.example.steps
    said = [look.example.symbol(int(code)) for code in found[:, steps:].argmax(axis=-1)]
    figure = attention_figure(look.example.words(), said, found[:, :steps])
    live_chart(pack(figure), key="inside-attention", height=HEIGHT, label="Which steps of the input it looked at")


def attention_figure(read: list[str], said: list[str], shares: Array) -> dict[str, Any]:
    """How much each symbol `said` (rows) looked at each symbol `read` (columns), as shares (said, read)."""
    layout = frame("Where each symbol of the answer looked") | {
        "xaxis": {
            "title": {"text": "the input, as it is read", "standoff": 16},
            "automargin": True,
            **_at_ticks(read),
        },
        "yaxis": {"title": {"text": "answer"}, "autorange": "reversed", **_at_ticks(said)},
    }
    trace = {
        "type": "heatmap",
        "uid": "attention",
        "z": np.round(shares, 3).astype(np.float32),
        "customdata": [[[figure_text(wrote), figure_text(saw)] for saw in read] for wrote in said],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, "var(--st-secondary-background-color)"], [1, FIRST]],
        "colorbar": {"thickness": 10, "tickformat": ".0%"},
        "hovertemplate": "when it wrote “%{customdata[0]}”: “%{customdata[1]}” %{z:.0%}<extra></extra>",
    }
    return {"data": [trace], "layout": layout}


def _at_ticks(words: list[str]) -> dict[str, list[Any]]:
    return {"tickvals": list(range(len(words))), "ticktext": [figure_text(word) for word in words]}
