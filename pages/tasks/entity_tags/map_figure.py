"""Words on a map: a pure function from vectors to a Plotly figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.figure_style import FIRST, GOOD, MARK, QUIET, SECOND, frame
from pages.parts.plain import figure_text
from seqcore.evaluation.likeness import on_a_map

COLORS = (FIRST, SECOND, GOOD, MARK)
OTHERS = "no name"
MOST_WRITTEN = 12
"""Words of a kind that are written out; all of them can be read by pointing."""


@dataclass(frozen=True, eq=False)
class Mapped:
    """`rows` (words, numbers) of `words`, whose `kinds` are places in `names`, −1 for none."""

    title: str
    rows: npt.NDArray[np.floating]
    words: Sequence[str]
    kinds: Sequence[int]
    names: Sequence[str]


def map_figure(mapped: Mapped) -> dict[str, Any]:
    """The words along the two directions in which they differ most."""
    places, share = on_a_map(mapped.rows)
    traces = []
    for kind in sorted(set(mapped.kinds)):
        own = [place for place, one in enumerate(mapped.kinds) if one == kind]
        words = [figure_text(mapped.words[place]) for place in own]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "uid": f"kind-{kind}",
                "name": OTHERS if kind < 0 else figure_text(mapped.names[kind]),
                "x": places[own, 0].astype(np.float32),
                "y": places[own, 1].astype(np.float32),
                "text": [word if place < MOST_WRITTEN else "" for place, word in enumerate(words)],
                "customdata": words,
                "textposition": "top center",
                "textfont": {"size": 11},
                "marker": {"size": 6, "color": QUIET if kind < 0 else COLORS[kind % len(COLORS)]},
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    axis = {"showticklabels": False, "zeroline": False}
    layout = frame(f"{mapped.title}: {share:.0%} of the variance") | {"xaxis": axis, "yaxis": axis}
    layout["margin"] = {"l": 12, "r": 12, "t": 76, "b": 16}
    return {"data": traces, "layout": layout}
