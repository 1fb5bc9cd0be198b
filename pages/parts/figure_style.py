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


def frame(title: str) -> dict[str, Any]:
    """A layout with a title and a horizontal legend above the chart; zoom and legend survive new data."""
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
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.01, "yanchor": "bottom"},
        "margin": {"l": 48, "r": 26, "t": 64, "b": 44},
    }
