"""Baselines in the charts over the epochs: which line is where, and how it is drawn."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from pages.parts.figure_style import QUIET
from seqcore.tasks.base.task import Baseline

BASELINE_POINTS = 25
MOST_BASELINES_IN_LEGEND = 2
"""More would take the chart's place: they are named on their lines."""
SMALL = 11
BASELINE_DASHES = ("dash", "dot", "dashdot")


def baseline_lines(name: str, scores: Mapping[str, str], baselines: Mapping[str, Baseline]) -> dict[str, float]:
    """The baselines' values by title in the chart of a measure, or of several `scores` by the words for each."""
    lines: dict[str, float] = {}
    for one in baselines.values():
        values = {word: one.scores[score] for word, score in (scores or {"": name}).items() if score in one.scores}
        same = len(set(values.values())) == 1
        lines |= {one.title if same else f"{one.title}, {word}": value for word, value in values.items()}
    return lines


def baseline_traces(baselines: Mapping[str, float], span: float, number: str) -> list[dict[str, Any]]:
    """A thin line for each, with points along it to hover over; named in the legend, or where they are many, on it."""
    in_legend = len(baselines) <= MOST_BASELINES_IN_LEGEND
    return [
        dict(
            type="scatter",
            x=np.linspace(0, span, BASELINE_POINTS),
            y=np.full(BASELINE_POINTS, value, np.float32),
            mode="lines" if in_legend else "lines+text",
            text=_at_one_end(title, right=place % 2 == 0),
            textposition="top left" if place % 2 == 0 else "top right",
            textfont={"size": SMALL, "color": QUIET},
            name=title,
            uid=f"baseline-{place}",
            showlegend=in_legend,
            line={"color": QUIET, "width": 1.25, "dash": BASELINE_DASHES[place % len(BASELINE_DASHES)]},
            hovertemplate=f"%{{y:{number}}}<extra>{title}</extra>",
        )
        for place, (title, value) in enumerate(baselines.items())
    ]


def _at_one_end(title: str, *, right: bool) -> list[str]:
    """The text at each point of a baseline: names in turns at the right end and the left, so that neighbours differ."""
    texts = [""] * BASELINE_POINTS
    texts[-1 if right else 0] = title
    return texts
