"""What the form's widgets are told to show, and whether the browser has heard of it.

With each of its messages a browser sends what all widgets show, also when it has not heard yet that they are to show
something else: who chose a preset and pressed Train a moment later, or everybody on a busy server, would train what
stood in the form before. And what Streamlit has not sent when the script begins anew, it throws away, or the browser
does, while it still loads the widget. So widgets are told again until the browser has a mark that was drawn together
with them, and what they showed before does not count until then. The mark is told of in the same way, after all others,
and is a number that may be left empty, like the only widgets that cannot have their value as their default.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

MARK = "browser-heard"


@dataclass
class _Told:
    before: dict[str, Any] = field(default_factory=dict)
    """What widgets showed before they were told something else, by key; None where they were not there."""
    number: int = 0
    """How often something was told: what the mark is to show."""


def listen() -> None:
    """Forget what the browser has heard of. To be called before the widgets of the form are drawn."""
    if _has_heard():
        _told().before.clear()


def tell(key: str, value: Any) -> None:
    """Make the widget `key`, which comes next, show `value`. Left alone where it does: someone may be typing there."""
    told = _told()
    shown = st.session_state.get(key)
    if key not in st.session_state or shown != value:
        told.before[key] = shown
        told.number += 1
    if key in told.before:
        st.session_state[key] = value


def when_changed(key: str, action: Callable[[Any], None]) -> Callable[[], None]:
    """What to give the widget `key` as its `on_change`: does the action with its new value.

    Not where the change is none: the browser has not heard that the widget is to show something else.
    """

    def changed() -> None:
        value, before = st.session_state[key], _told().before
        if key not in before or value != before[key] or _has_heard():
            action(value)

    return changed


def draw_mark() -> None:
    """To be called after the widgets of the form have been drawn."""
    told = _told()
    if told.before:
        st.session_state[MARK] = told.number
    with st.container(key=f"{MARK}-hidden"):
        st.number_input("heard", value=None, key=MARK, label_visibility="collapsed")


def _told() -> _Told:
    return st.session_state.setdefault("told", _Told())


def _has_heard() -> bool:
    """Whether the message that this script runs for came from a browser that showed the last mark."""
    script = get_script_run_ctx()
    sent = script.session_state._state._new_widget_state if script else {}
    return any(id.endswith(f"-{MARK}") and sent[id] == _told().number for id in sent)
