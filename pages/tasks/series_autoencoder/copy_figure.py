"""A window of the series and the copy that was rebuilt from its features."""

from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.figure_style import FIRST, QUIET, SECOND, frame
from pages.parts.series.time_axis import for_axis
from seqcore.tasks.series_autoencoder.examples import AutoencoderExamples

MARGIN = 0.08
Values = npt.NDArray[Any]


def copy_figure(examples: AutoencoderExamples, place: int, rebuilt: Values | None) -> dict[str, Any]:
    """The drawn window number `place`, scaled, and its copy (window,) where there is one."""
    window = examples.task.window
    rows = int(examples.drawn[place]) + np.arange(1 - window, 1)
    x = for_axis(examples.series.index[rows])
    true = examples.windows(examples.drawn[place : place + 1])[0, :, 0]
    traces = [_line("window", "window", x, true, FIRST)]
    if rebuilt is not None:
        traces.append(_line("copy", "rebuilt copy", x, rebuilt, SECOND))
    every = examples.scaled[:, 0]
    low, high = float(every.min()), float(every.max())
    room = MARGIN * (high - low) or 1.0
    layout = frame("A window and its rebuilt copy") | {
        "xaxis": {"type": "date" if examples.series.has_dates else "linear", "nticks": 6, "uirevision": str(place)},
        "yaxis": {
            "title": {"text": "value, scaled" if examples.lost == 0 else "change, scaled"},
            "range": [low - room, high + room],
            "zeroline": True,
            "zerolinecolor": QUIET,
            "nticks": 6,
        },
    }
    return {"data": traces, "layout": layout}


def _line(uid: str, name: str, x: list[Any], y: Values, color: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "uid": uid,
        "name": name,
        "x": x,
        "y": np.asarray(y, np.float32),
        "line": {"color": color, "width": 2},
        "marker": {"size": 5},
        "hovertemplate": f"%{{x}}: %{{y:.3g}}<extra>{name}</extra>",
    }
