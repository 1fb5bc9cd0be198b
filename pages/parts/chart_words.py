"""A figure in words, for who cannot see it: what each of its curves says now, and where it came from."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

MOST_BARS = 12


def chart_words(figure: go.Figure) -> str:
    """Newest value and trend of every curve drawn, such as "Training 0.03 at epoch 9, down from 0.7 at epoch 1"."""
    said = [words for trace in figure.data if (words := _trace_words(figure, trace))]
    said += [note.text for note in figure.layout.annotations if said and note.text]
    title = f"{figure.layout.title.text}: " if figure.layout.title.text else ""
    return title + ("; ".join(said) or "no values yet") + "."


def number_in_words(value: float, tick_format: str | None = None) -> str:
    """Four significant digits, or a percentage where the axis has one; large numbers in full."""
    if tick_format and tick_format.endswith("%"):
        return f"{value:.1%}"
    text = f"{value:,.0f}" if 1e4 <= abs(value) < 1e15 else f"{value:.4g}"
    return text.replace("-", "−")


def _trace_words(figure: go.Figure, trace: Any) -> str:
    if trace.visible == "legendonly":
        return ""
    if trace.type == "heatmap":
        return _heatmap_words(trace)
    axis = figure.layout["yaxis" + (trace.yaxis or "y")[1:]]
    is_area = trace.type == "scatter" and trace.fill == "toself"
    if trace.y is None or (trace.hoverinfo == "skip" and not is_area) or axis.visible is False:
        return ""
    x, y = _points(trace)
    if not len(y):
        return ""
    if is_area:
        return f"{trace.name} from {_number(y.min(), axis)} to {_number(y.max(), axis)}"
    name = trace.name or axis.title.text or "value"
    if trace.type == "bar" and len(y) <= MOST_BARS:
        return f"{name} " + ", ".join(
            f"{_place(figure, at)} {_number(value, axis)}" for at, value in zip(x, y, strict=True)
        )
    if len(y) > 1 and y.min() == y.max():
        return f"{name} {_number(y[0], axis)} throughout"
    newest = f"{name} {_number(y[-1], axis)} at {_place(figure, x[-1])}"
    return newest + (_trend(figure, axis, x, y) if len(y) > 1 else "")


def _points(trace: Any) -> tuple[list[Any], np.ndarray[Any, np.dtype[np.float64]]]:
    """The points that can be drawn."""
    y = np.asarray(trace.y, np.float64)
    x = list(trace.x) if trace.x is not None else _even(trace, len(y))
    drawn = np.flatnonzero(np.isfinite(y))
    return [x[place] for place in drawn], y[drawn]


def _even(trace: Any, count: int) -> list[Any]:
    """The places of points that are evenly apart; dates have their gap in milliseconds."""
    first, gap = trace.x0 or 0, trace.dx if trace.dx is not None else 1
    if isinstance(first, str):
        dates = np.datetime64(first, "s") + np.arange(count) * np.timedelta64(int(gap) // 1000, "s")
        return [str(date).removesuffix("T00:00:00") for date in dates]
    return [first + gap * place for place in range(count)]


def _trend(figure: go.Figure, axis: Any, x: Sequence[Any], y: np.ndarray[Any, np.dtype[np.float64]]) -> str:
    """How the newest value compares with the first, and the lowest and highest in between."""
    low, high = int(y.argmin()), int(y.argmax())
    first, newest = _number(y[0], axis), _number(y[-1], axis)
    way = "the same as" if first == newest else "down from" if y[-1] < y[0] else "up from"
    words = f", {way} {first} at {_place(figure, x[0])}"
    if low not in (0, len(y) - 1):
        words += f", lowest {_number(y[low], axis)} at {_place(figure, x[low])}"
    if high not in (0, len(y) - 1):
        words += f", highest {_number(y[high], axis)} at {_place(figure, x[high])}"
    return words


def _heatmap_words(trace: Any) -> str:
    z = np.asarray(trace.z, np.float64)
    return f"{z.shape[0]} rows of {z.shape[1]} values, from {number_in_words(z.min())} to {number_in_words(z.max())}"


def _number(value: float, axis: Any) -> str:
    return number_in_words(float(value), axis.tickformat)


def _place(figure: go.Figure, at: Any) -> str:
    """Where on the horizontal axis, e.g. "epoch 1,000" or "2024-01-31"."""
    title = figure.layout.xaxis.title.text
    is_number = isinstance(at, int | float | np.number)
    place = (
        number_in_words(float(at)) if is_number and not float(at).is_integer() else f"{at:,.0f}" if is_number else at
    )
    return f"{title} {place}" if title and is_number else f"{place}"
