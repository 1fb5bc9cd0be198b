"""A table for the eye and for the ear: Streamlit paints its own, and reads out raw values of the rows in sight only."""

import html
import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

if TYPE_CHECKING:  # pandas takes 0.3 s to import, and the form is to be drawn before
    import pandas as pd

LARGE = 1e4
MOST_ROWS = 200
"""So many rows are read out; the caption says of how many."""

IN_PYTHON = {"percent": ".2%", "localized": ","}
"""Streamlit's words for formats that are no printf."""

_HIDDEN = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap"


def readable_table(
    table: "pd.DataFrame | Mapping[str, Any]",
    *,
    label: str,
    height: int | Literal["auto"] = "auto",
    column_config: Mapping[str, Any] | None = None,
    key: str = "",
    on_pick: Callable[[int], None] | None = None,
) -> None:
    """Draw `table` at full width, and beside it an HTML table for screen readers that `label` names.

    With a `key` a row may be picked: `on_pick` is called with its number when one is.
    """
    import pandas as pd

    frame = pd.DataFrame(table)
    config = column_config or {}
    with st.container(gap=None):
        st.dataframe(
            frame,
            hide_index=True,
            width="stretch",
            height=height,
            column_config=config,
            alt=label,
            placeholder="",
            key=key or None,
            on_select=partial(_picked, key, on_pick) if on_pick else "ignore",
            selection_mode="single-row",
        )
        st.html(f'<div style="{_HIDDEN}">{as_html(frame, label, config)}</div>')


def _picked(key: str, on_pick: Callable[[int], None]) -> None:
    for row in st.session_state[key].selection.rows:
        on_pick(row)


def in_four_digits(frame: "pd.DataFrame", columns: Iterable[str]) -> Mapping[str, Any]:
    """Formats for columns of numbers: four significant digits, large numbers in full; a click on a cell shows all."""
    large = {name: frame[name].abs().max() >= LARGE for name in columns}
    return {name: st.column_config.NumberColumn(format="%.0f" if large[name] else "%.4g") for name in columns}


def as_html(frame: "pd.DataFrame", label: str, column_config: Mapping[str, Any]) -> str:
    """The first rows as an HTML table; whatever a name or a cell holds is shown as text."""
    shown = frame.head(MOST_ROWS)
    caption = label if len(shown) == len(frame) else f"{label}: the first {MOST_ROWS} of {len(frame):,} rows"
    formats = [((column_config.get(name) or {}).get("type_config") or {}).get("format") for name in frame.columns]
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in frame.columns)
    rows = (
        "".join(f"<td>{html.escape(_words(value, how))}</td>" for value, how in zip(row, formats, strict=True))
        for row in shown.itertuples(index=False, name=None)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f"<table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _words(value: Any, how: str | None) -> str:
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if how and isinstance(value, (int, float)):
        if how in IN_PYTHON:
            return format(value, IN_PYTHON[how])
        if "%" in how:
            return how % value
    return f"{value:.4g}" if isinstance(value, float) else str(value)
