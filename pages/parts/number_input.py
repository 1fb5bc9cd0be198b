"""A field for any number at all, or none.

Streamlit's bounds are checked in the browser, which keeps a number out of bounds to itself: the script goes on with
the old one while the field shows the new. So there are no bounds here, and fractions are let through where a whole
number is wanted: what is allowed, the settings say.
"""

from typing import Any

import streamlit as st

# What a browser cannot read as a number ("1e400", "-"), it shows, and tells the script that the field is empty.
_forget_what_is_no_number = st.components.v2.component(
    "sequence_lab_numbers",
    js="""
const forget = ({ target, type, key }) => {
  if (target.validity?.badInput && (type === "focusout" || key === "Enter")) target.value = "";
};
export default function () {
  for (const event of ["focusout", "keydown"]) document.addEventListener(event, forget, true);
}
""",
)


def number_input(label: str, value: float | None, step: float, **arguments: Any) -> float | None:
    """`st.number_input` without bounds. Emptied, it falls back to `value`; `step` is that of the arrow keys."""
    fallback = None if value is None else float(value)
    return st.number_input(label, value=fallback, step=float(step), format="%s", **arguments)


def watch_number_inputs() -> None:
    """Make fields show what the script gets from them. To be drawn once a page."""
    _forget_what_is_no_number(key="number-inputs", height=1)
