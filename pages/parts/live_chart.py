"""Plotly charts that keep zoom, legend choices and hover while their data changes.

`st.plotly_chart` builds a new chart at every change of the data. This component keeps one, and hands every figure to
`Plotly.react`; what the person did to the chart stays as long as the figure's `uirevision` (of the layout, an axis, or
a trace with a `uid`) stays the same. To forget it, for instance for another run, pass another `key`. Charts that
belong together are sent in one message and drawn in one frame. When Plotly fails, the chart is drawn anew; when that
fails too, the place is empty and says so: an old picture never stands as if it were the new one.

Colours: a figure names a theme colour the CSS way, `"var(--st-blue-text-color)"`, which Plotly for Python accepts as
a colour. The browser puts in the value of the theme in force just before it draws, and draws again when the theme
changes. Fonts, backgrounds, grid and hover labels come from the theme unless the figure sets them; the figure's own
Plotly template is not sent. With `hovermode` "x" Plotly's label on the axis is left out: hover texts name their x.

Plotly for the browser is the file that Plotly for Python brings along, served under `component/` by Streamlit and
loaded once per browser page: no chart needs the internet, and no message carries the library.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import plotly
import plotly.graph_objects as go
import streamlit as st
from streamlit.components.v1 import declare_component

from pages.parts.chart_words import chart_words

_PLOTLY_FOLDER = Path(plotly.__file__).parent / "package_data"
_PARTS = Path(__file__).parent


def _without_comments(script: str) -> str:
    """The script without lines of comments and indentation: Streamlit sends it along with every figure."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


_mount = st.components.v2.component(
    "live_chart",
    html='<div class="live-charts"></div>',
    css=(_PARTS / "live_chart.css").read_text(encoding="utf-8"),
    js=_without_comments((_PARTS / "live_chart.js").read_text(encoding="utf-8")),
    isolate_styles=False,
)

TYPED = ("i1", "u1", "i2", "u2", "i4", "u4", "f4", "f8")
"""The kinds of numbers that Plotly reads from bytes."""

Packed = dict[str, Any]
"""A figure as the browser takes it."""


@dataclass(frozen=True)
class Chart:
    """One of several charts: `label` says what it shows to who cannot see it; `height` is in pixels."""

    figure: Packed
    label: str
    height: int = 320


def pack(figure: go.Figure | Mapping[str, Any]) -> Packed:
    """What `live_charts` sends of a figure; to be kept and sent again while the figure would be the same."""
    packed: Packed = json.loads(figure.to_json(remove_uids=False)) if isinstance(figure, go.Figure) else _plain(figure)
    packed["layout"].pop("template", None)
    for trace in packed["data"]:
        if "uid" in trace:
            trace["uid"] = _safe_uid(trace["uid"])
    packed["words"] = chart_words(packed)
    return packed


def _plain(value: Any) -> Any:
    """A figure of dictionaries as JSON has it, with arrays in the few bytes that Plotly reads them from."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if not isinstance(value, np.ndarray):
        return None if value != value else value  # JSON has no NaN
    code = value.dtype.str[1:]
    if code not in TYPED:
        return value.tolist()
    packed = {"dtype": code, "bdata": base64.b64encode(np.ascontiguousarray(value).data).decode()}
    return packed if value.ndim == 1 else packed | {"shape": ", ".join(map(str, value.shape))}


def _safe_uid(uid: str) -> str:
    """A uid of letters, digits and dashes: Plotly puts it into CSS selectors. Different uids stay different."""
    if re.fullmatch("[A-Za-z0-9-]+", uid):
        return uid
    return re.sub("[^A-Za-z0-9]+", "-", uid) + "-" + hashlib.sha256(uid.encode()).hexdigest()[:8]


def live_chart(figure: go.Figure | Packed, *, key: str, height: int = 320, label: str) -> None:
    """Draw `figure` at the full width and `height` pixels; `label` says what it shows to who cannot see it."""
    packed = pack(figure) if isinstance(figure, go.Figure) else figure
    live_charts([Chart(packed, label, height)], key=key)


def live_charts(charts: Sequence[Chart], *, key: str, on_pick: Callable[[str], None] | None = None) -> None:
    """Draw charts that belong together, side by side where there is room, always in the same frame.

    `on_pick` is called with the y of a point that is clicked, as text: a browser may send any.
    """
    # Every time, because a file is served by the runtime it was declared in, which a test may have replaced.
    served = declare_component("plotlyjs", path=_PLOTLY_FOLDER)
    library = f"component/{served.name}/plotly.min.js?{plotly.__version__}"
    data = {"charts": [vars(chart) for chart in charts], "plotly": library, "picks": on_pick is not None}
    heard: dict[str, Any] = {"on_picked_change": partial(_picked, key, on_pick)} if on_pick else {}
    _mount(key=key, data=data, **heard)


def _picked(key: str, on_pick: Callable[[str], None]) -> None:
    if isinstance(row := st.session_state[key].get("picked"), str):
        on_pick(row)
