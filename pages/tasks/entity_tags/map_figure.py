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
"""Words of a kind that are written out where none is in the way; all of them can be read by pointing."""
WIDTH, HEIGHT, LETTER, LINE = 600, 240, 6, 13
"""Of the map and of what is written on it, in pixels."""


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
    kinds = {
        kind: [place for place, one in enumerate(mapped.kinds) if one == kind] for kind in sorted(set(mapped.kinds))
    }
    # The first words of each kind before the second ones: they are the most frequent.
    wanted = [own[rank] for rank in range(MOST_WRITTEN) for own in kinds.values() if rank < len(own)]
    written = _legible(places, mapped.words, wanted)
    traces = []
    for kind, own in kinds.items():
        words = [figure_text(mapped.words[place]) for place in own]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "uid": f"kind-{kind}",
                "name": OTHERS if kind < 0 else figure_text(mapped.names[kind]),
                "x": places[own, 0].astype(np.float32),
                "y": places[own, 1].astype(np.float32),
                "text": [word if place in written else "" for place, word in zip(own, words, strict=True)],
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


def _legible(places: npt.NDArray[np.floating], words: Sequence[str], wanted: Sequence[int]) -> set[int]:
    """Those of the `wanted` words that can be written, in this order, without writing over another one."""
    pixels = places / np.maximum(np.ptp(places, axis=0), 1e-9) * (WIDTH, HEIGHT)
    written: list[int] = []
    for place in wanted:
        away = np.abs(pixels[written] - pixels[place])
        widths = np.array([len(words[one]) + len(words[place]) for one in written]) * LETTER / 2
        if not np.any((away[:, 0] < widths) & (away[:, 1] < LINE)):
            written.append(place)
    return set(written)
