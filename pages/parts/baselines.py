"""Baselines in the charts over the epochs: which line is where, and how it is drawn."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.figure_style import QUIET
from seqcore.tasks.base.task import Baseline

BASELINE_POINTS = 25
MOST_BASELINES_IN_LEGEND = 2
"""More would take the chart's place: they are named on their lines."""
SMALL = 11
BASELINE_DASHES = ("dash", "dot", "dashdot")
NAME_HEIGHT, LINE_HEIGHT = 0.12, 0.02
"""Of the chart's height."""
AXIS_REACH = 1.05
"""How far Plotly makes an axis reach, in its highest value."""

Array = npt.NDArray[np.float64]
NamePlace = tuple[str, str]
"""At which end of the line, and on top of it or at its bottom."""


def baseline_lines(name: str, scores: Mapping[str, str], baselines: Mapping[str, Baseline]) -> dict[str, float]:
    """The baselines' values by title in the chart of a measure, or of several `scores` by the words for each."""
    lines: dict[str, float] = {}
    for one in baselines.values():
        values = {word: one.scores[score] for word, score in (scores or {"": name}).items() if score in one.scores}
        same = len(set(values.values())) == 1
        lines |= {one.title if same else f"{one.title}, {word}": value for word, value in values.items()}
    return lines


def baseline_traces(
    baselines: Mapping[str, float], span: float, number: str, drawn: Array, *, share: bool, log_axis: bool
) -> list[dict[str, Any]]:
    """A thin line for each, with points along it to hover over; named in the legend, or where they are many, on it.

    `drawn` are all the other values in the chart, which decide how far its axis reaches.
    """
    in_legend = len(baselines) <= MOST_BASELINES_IN_LEGEND
    values = np.array([*baselines.values()], np.float64)
    places = name_places(_heights(values, drawn, share=share, log_axis=log_axis))
    return [
        dict(
            type="scatter",
            x=np.linspace(0, span, BASELINE_POINTS),
            y=np.full(BASELINE_POINTS, value, np.float32),
            **({"mode": "lines"} if name_place is None else _named(title, name_place, is_shown=not in_legend)),
            name=title,
            uid=f"baseline-{place}",
            showlegend=in_legend,
            line={"color": QUIET, "width": 1.25, "dash": BASELINE_DASHES[place % len(BASELINE_DASHES)]},
            hovertemplate=f"%{{y:{number}}}<extra>{title}</extra>",
        )
        for place, ((title, value), name_place) in enumerate(zip(baselines.items(), places, strict=True))
    ]


def name_places(heights: Array) -> list[NamePlace | None]:
    """Where on its line each name stands: in the chart and in no other name's way, if it can be on no other line.

    `heights` of the lines are 0 at the bottom and 1 at the top. None: no room, or no such height.
    """
    found: list[NamePlace | None] = [None] * len(heights)
    taken: list[tuple[str, float]] = []
    for place in np.argsort(-heights):
        free = [
            (end, side, bottom)
            for side, bottom in (("top", heights[place]), ("bottom", heights[place] - NAME_HEIGHT))
            for end in ("left", "right")
            if 0 <= bottom <= 1 - NAME_HEIGHT
            and all(end != other or abs(bottom - there) >= NAME_HEIGHT for other, there in taken)
        ]
        on_no_line = [one for one in free if not _has_between(heights, one[2], one[2] + NAME_HEIGHT)]
        for end, side, bottom in (on_no_line or free)[:1]:
            found[place] = (end, side)
            taken.append((end, bottom))
    return found


def _has_between(heights: Array, bottom: float, top: float) -> bool:
    return bool(((heights > bottom + LINE_HEIGHT) & (heights < top - LINE_HEIGHT)).any())


def _heights(values: Array, drawn: Array, *, share: bool, log_axis: bool) -> Array:
    """Where values lie on the axis as it is when nobody has zoomed: 0 is its bottom, 1 its top; NaN is nowhere."""
    if share and not log_axis:
        return values
    everything = np.concatenate([values, drawn])
    if log_axis:
        with np.errstate(divide="ignore", invalid="ignore"):
            values, everything = np.log10(values), np.log10(everything)
    everything = everything[np.isfinite(everything)]
    if not len(everything):
        return np.full(len(values), np.nan)
    low, high = (everything.min(), everything.max()) if log_axis else (min(0, everything.min()), everything.max())
    return (np.where(np.isfinite(values), values, np.nan) - low) / ((high - low) or 1) / AXIS_REACH


def _named(title: str, place: NamePlace, *, is_shown: bool) -> dict[str, Any]:
    """A chart that is too low for a legend shows the name in any case."""
    end, side = place
    texts = [""] * BASELINE_POINTS
    texts[0 if end == "left" else -1] = title
    return {
        "mode": "lines+text" if is_shown else "lines",
        "text": texts,
        "textposition": f"{side} {'right' if end == 'left' else 'left'}",
        "textfont": {"size": SMALL, "color": QUIET},
    }
