"""A figure in words, for who cannot see it: what each of its curves says now, and where it came from."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Figure = Mapping[str, Any]
Array = npt.NDArray[np.float64]

MOST_BARS = 12
MOST_WORDS = 100
WORDS_ALONE = ("text",)


def chart_words(figure: Figure) -> str:
    """Newest value and trend of every curve drawn, such as "Training 0.03 at epoch 9, down from 0.7 at epoch 1".

    The figure is one as Plotly writes it in JSON.
    """
    layout = figure["layout"]
    said = [words for trace in figure["data"] if (words := _trace_words(layout, trace))]
    said += [note["text"] for note in layout.get("annotations", ()) if said and note.get("text")]
    title = f"{_title(layout)}: " if _title(layout) else ""
    return title + ("; ".join(said) or "no values yet") + "."


def number_in_words(value: float, tick_format: str | None = None) -> str:
    """Four significant digits, or a percentage where the axis has one; large numbers in full."""
    if tick_format and tick_format.endswith("%"):
        return f"{value:.1%}"
    text = f"{value:,.0f}" if 1e4 <= abs(value) < 1e15 else f"{value:.4g}"
    return text.replace("-", "−")


def _trace_words(layout: Figure, trace: Figure) -> str:
    if trace.get("visible") == "legendonly":
        return ""
    if trace["type"] == "heatmap":
        z = _numbers(trace["z"])
        low, high = number_in_words(np.nanmin(z)), number_in_words(np.nanmax(z))
        return f"{z.shape[0]} rows of {z.shape[1]} values, from {low} to {high}"
    if trace.get("mode") in WORDS_ALONE:
        return " ".join(trace["text"][:MOST_WORDS])
    axis = layout.get("yaxis" + trace.get("yaxis", "y")[1:], {})
    is_area = trace["type"] == "scatter" and trace.get("fill") == "toself"
    if trace.get("y") is None or (trace.get("hoverinfo") == "skip" and not is_area) or axis.get("visible") is False:
        return ""
    x, y = _points(trace)
    if not len(y):
        return ""
    if is_area:
        return f"{trace['name']} from {_number(y.min(), axis)} to {_number(y.max(), axis)}"
    name = trace.get("name") or _title(axis) or "value"
    if trace["type"] == "bar" and len(y) <= MOST_BARS:
        return f"{name} " + ", ".join(
            f"{_place(layout, at)} {_number(value, axis)}" for at, value in zip(x, y, strict=True)
        )
    if len(y) > 1 and y.min() == y.max():
        return f"{name} {_number(y[0], axis)} throughout"
    newest = f"{name} {_number(y[-1], axis)} at {_place(layout, x[-1])}"
    return newest + (_trend(layout, axis, x, y) if len(y) > 1 else "")


def _title(part: Figure) -> str:
    """The title of a figure or an axis."""
    return str(part.get("title", {}).get("text") or "")


def _values(written: Any) -> Any:
    """A list as it is; an array from the bytes it was written in."""
    if not isinstance(written, Mapping):
        return written
    shape = tuple(int(size) for size in str(written.get("shape", -1)).split(","))
    return np.frombuffer(base64.b64decode(written["bdata"]), written["dtype"]).reshape(shape)


def _numbers(written: Any) -> Array:
    """Numbers as an array; what is missing is not a number."""
    return np.asarray(_values(written), np.float64)


def _points(trace: Figure) -> tuple[list[Any], Array]:
    """The points that can be drawn."""
    y = _numbers(trace["y"])
    x = list(_values(trace["x"])) if trace.get("x") is not None else _even(trace, len(y))
    drawn = np.flatnonzero(np.isfinite(y))
    return [x[place] for place in drawn], y[drawn]


def _even(trace: Figure, count: int) -> list[Any]:
    """The places of points that are evenly apart; dates have their gap in milliseconds."""
    first, gap = trace.get("x0", 0), trace.get("dx", 1)
    if isinstance(first, str):
        dates = np.datetime64(first, "s") + np.arange(count) * np.timedelta64(int(gap) // 1000, "s")
        return [str(date).removesuffix("T00:00:00") for date in dates]
    return [first + gap * place for place in range(count)]


def _trend(layout: Figure, axis: Figure, x: Sequence[Any], y: Array) -> str:
    """How the newest value compares with the first, and the lowest and highest in between."""
    low, high = int(y.argmin()), int(y.argmax())
    first, newest = _number(y[0], axis), _number(y[-1], axis)
    way = "the same as" if first == newest else "down from" if y[-1] < y[0] else "up from"
    words = f", {way} {first} at {_place(layout, x[0])}"
    if low not in (0, len(y) - 1):
        words += f", lowest {_number(y[low], axis)} at {_place(layout, x[low])}"
    if high not in (0, len(y) - 1):
        words += f", highest {_number(y[high], axis)} at {_place(layout, x[high])}"
    return words


def _number(value: float, axis: Figure) -> str:
    return number_in_words(float(value), axis.get("tickformat"))


def _place(layout: Figure, at: Any) -> str:
    """Where on the horizontal axis, e.g. "epoch 1,000" or "2024-01-31"."""
    title = _title(layout.get("xaxis", {}))
    is_number = isinstance(at, int | float | np.number)
    place = (
        number_in_words(float(at)) if is_number and not float(at).is_integer() else f"{at:,.0f}" if is_number else at
    )
    return f"{title} {place}" if title and is_number else f"{place}"
