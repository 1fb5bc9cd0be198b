"""What all figures share: names of theme colours (see `live_chart`), and the frame of a chart.

Traces carry a `uid`, and an axis whose numbers mean something else after a change of settings its own `uirevision`:
so zoom and legend choices survive what they should survive.
"""

from typing import Any

FIRST, SECOND = "var(--st-blue-color)", "var(--st-orange-color)"
SECOND_TEXT = "var(--st-orange-text-color)"
MARK, MARK_TEXT = "var(--st-violet-color)", "var(--st-violet-text-color)"
QUIET = "var(--st-gray-text-color)"
GOOD, GOOD_TEXT = "var(--st-green-color)", "var(--st-green-text-color)"

LEGIBLE = 0.5
"""So much of a colour, and no more, goes into a cell with a number on it: it can be read in both themes then."""

COUNTS = ",~f"
"""The tick format of an axis that counts. Looked at closely it has ticks at halves, which ",d" would call whole."""


def numbered(most: float, *, both_ways: bool = False) -> dict[str, Any]:
    """How cells up to `most` (from 0, or `both_ways`) with a number on each are drawn, so that it can be read."""
    reach = {"zmin": -most / LEGIBLE if both_ways else 0, "zmax": most / LEGIBLE}
    return reach | {"texttemplate": "%{text}", "textfont": {"color": "var(--st-text-color)"}}


def counting(first: float, last: float) -> dict[str, Any]:
    """An axis that counts epochs, steps or rows from `first` to `last`, with no ticks between them from the start."""
    return {"range": [first, last], "tickformat": COUNTS} | ({"tick0": 0, "dtick": 1} if last - first <= 10 else {})


def frame(title: str) -> dict[str, Any]:
    """A layout with a title and a horizontal legend above the chart; zoom and legend survive new data.

    The legend begins with a blank line where the title stands: Plotly makes room for all rows of a legend, but not for
    a title above it.
    """
    return {
        "template": "none",
        "uirevision": "keep",
        "title": {
            "text": title,
            "x": 0,
            "xref": "paper",
            "y": 1,
            "yanchor": "top",
            "pad": {"t": 6},
            "font": {"size": 16},
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.01,
            "yanchor": "bottom",
            "tracegroupgap": 0,
            "title": {"text": "\u00a0", "side": "top", "font": {"size": 16}},
        },
        "margin": {"l": 48, "r": 26, "t": 64, "b": 44},
    }
