"""How badly each row is rebuilt, the line that few rows of training pass, and the rows beyond it."""

from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.curve_points import thin
from pages.parts.figure_style import FIRST, MARK, QUIET, SECOND, frame
from pages.parts.series.time_axis import for_axis
from seqcore.tasks.series_autoencoder.examples import AutoencoderExamples

MOST_MARKED = 200
Values = npt.NDArray[Any]


def error_figure(examples: AutoencoderExamples, errors: Values | None, limit: float) -> dict[str, Any]:
    """Above the series, below it `errors` (rows,) and the threshold; None before anything was rebuilt."""
    rows, values = np.arange(len(examples.values)), examples.values
    thick, thin_ = {"color": FIRST, "width": 1.5}, {"color": SECOND, "width": 1.5}
    traces = [_trace(examples, "series", "series", "lines", rows[thin(values)], values, "y2", line=thick)]
    if len(examples.anomalies):
        star = {"color": MARK, "size": 9, "symbol": "star"}
        traces.append(_trace(examples, "planted", "planted", "markers", examples.anomalies, values, "y2", marker=star))
    if errors is not None:
        known = rows[np.isfinite(errors)]
        strange = known[errors[known] > limit][-MOST_MARKED:]
        ring = {"color": SECOND, "size": 8, "symbol": "circle-open", "line": {"width": 2}}
        dashed = {"color": QUIET, "width": 1.5, "dash": "dash"}
        shown, flat = known[thin(errors[known])], np.full(len(values), limit)
        traces += [
            _trace(examples, "strange", "badly rebuilt", "markers", strange, values, "y2", marker=ring),
            _trace(examples, "errors", "error of a row", "lines", shown, errors, "y", line=thin_),
            _trace(examples, "limit", "99 % of training", "lines", known[[0, -1]], flat, "y", line=dashed),
        ]
    layout = frame("The series, and what is rebuilt badly") | {
        "xaxis": {"type": "date" if examples.series.has_dates else "linear", "nticks": 6},
        "yaxis": {"title": {"text": "error, scaled"}, "rangemode": "tozero", "nticks": 4, "domain": [0, 0.42]},
        "yaxis2": {"nticks": 4, "domain": [0.5, 1], "zeroline": False},
        "shapes": [_held_out(examples)],
        "hovermode": "closest",
    }
    return {"data": traces, "layout": layout}


def _held_out(examples: AutoencoderExamples) -> dict[str, Any]:
    """The rows that judge, in grey."""
    start, end = for_axis(examples.series.index[[examples.split - 1, len(examples.values) - 1]])
    place = {"xref": "x", "yref": "paper", "x0": start, "x1": end, "y0": 0, "y1": 1}
    label = {"text": "held out", "textposition": "top left", "font": {"size": 11, "color": QUIET}}
    return {"type": "rect", **place, "fillcolor": QUIET, "opacity": 0.12, "line": {"width": 0}, "label": label}


def _trace(
    examples: AutoencoderExamples, uid: str, name: str, mode: str, rows: Values, values: Values, axis: str, **look: Any
) -> dict[str, Any]:
    """`values` (all rows,) at some `rows`."""
    return {
        "type": "scatter",
        "mode": mode,
        "uid": uid,
        "name": name,
        "x": for_axis(examples.series.index[rows]),
        "y": np.asarray(values[rows], np.float32),
        "yaxis": axis,
        "hovertemplate": f"%{{x}}: %{{y:.4g}}<extra>{name}</extra>",
        **look,
    }
