"""Buttons whose click is not lost when another one follows before the script has come to them."""

from typing import Any

import streamlit as st


def pressed(label: str, *, key: str, **how: Any) -> bool:
    """Draw a button, with what `st.button` takes but a callback; whether it has been pressed.

    Streamlit tells that to one script only. Where that one was cut short for a later click, the next one is told here.
    """
    st.button(label, key=key, on_click=_presses().add, args=(key,), **how)
    was_pressed = key in _presses() and not how.get("disabled")
    _presses().discard(key)
    return was_pressed


def forget_presses() -> None:
    """To be called when the script has come to its end: what was pressed then is not on the page any more."""
    _presses().clear()


def _presses() -> set[str]:
    return st.session_state.setdefault("presses", set())
