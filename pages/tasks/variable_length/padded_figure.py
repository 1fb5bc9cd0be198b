"""One padded sequence: its features, its target, and what the network says, also where there is nothing to say."""

from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.figure_style import FIRST, QUIET, SECOND, frame

MOST_FEATURES = 6
"""More would be a tangle."""
Values = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]


def padded_figure(inputs: Values, target: Values, is_true: Flags, said: Values | None) -> dict[str, Any]:
    """Of `inputs` (steps, features), `target` (steps,), which steps are true ones, and the outputs (steps,)."""
    steps = np.arange(1, len(target) + 1)
    lines = [
        _line(f"feature-{place}", "inputs", steps, inputs[:, place], QUIET, width=1, legend=place == 0)
        for place in range(min(MOST_FEATURES, inputs.shape[1]))
    ]
    lines.append(_line("target", "target", steps, target, FIRST))
    if said is not None:
        lines.append(_line("output", "network", steps, said, SECOND))
    layout = frame("One held-out sequence, the padding in grey") | {
        "xaxis": {"title": {"text": "step"}, "range": [0.5, len(target) + 0.5]},
        "shapes": [_grey(start, end) for start, end in _stretches(~is_true)],
    }
    return {"data": lines, "layout": layout}


def _line(
    uid: str, name: str, x: Values, y: Values, color: str, width: float = 2, legend: bool = True
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "uid": uid,
        "name": name,
        "x": x,
        "y": np.asarray(y, np.float32),
        "line": {"color": color, "width": width},
        "showlegend": legend,
        "legendgroup": name,
        "hovertemplate": f"%{{y:.3g}}<extra>{name}</extra>",
    }


def _grey(start: int, end: int) -> dict[str, Any]:
    """Steps `start` … `end` - 1, from 0."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": start + 0.5,
        "x1": end + 0.5,
        "y0": 0,
        "y1": 1,
        "fillcolor": QUIET,
        "opacity": 0.12,
        "line": {"width": 0},
    }


def _stretches(flags: Flags) -> list[tuple[int, int]]:
    """Where the flags are set: (first, one behind the last)."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in changes.reshape(-1, 2)]
