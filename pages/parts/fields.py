"""One widget for one setting, chosen by the type of its value; title and help come from the setting.

Widgets know no bounds: a browser that finds a value out of bounds keeps it to itself. The value comes here whatever
it is, and what the settings say about it stands at the field.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from pages.parts.form_values import Form, Path, forms
from pages.parts.number_input import number_input
from pages.parts.told import tell, when_changed
from seqcore.settings import SettingField

MOST_SEGMENTS, MOST_SEGMENT_CHARACTERS = 3, 18
"""Up to this many choices stand side by side; with more of them, or longer titles, they go into a list."""

Common = dict[str, Any]
"""The arguments that all widgets share: label, key, help, on_change."""


def widget_key(path: Path) -> str:
    """The key of the widget for `path`, e.g. ``form-training-epochs``; in the page, the class ``st-key-`` + this."""
    return "-".join(("form", *map(str, path)))


def is_narrow(field: SettingField) -> bool:
    """Whether the widget of `field` needs half a line only: a number that cannot be left empty."""
    return field.value_type in (int, float) and not field.choices and not field.optional


def show_field(
    form: Form, path: Path, field: SettingField, empty: str | None = None, names: Sequence[str] | None = None
) -> None:
    """The widget of `field` for the value at `path`; `empty` tells what no value means, `names` what texts to offer."""
    key, value = widget_key(path), form.at(path)
    tell(key, value)

    def store(shown: Any) -> None:
        form.put(path, _as_stored(field, shown))
        forms().link_problems = ()

    common: Common = {"label": field.title, "key": key, "help": field.explanation}
    common["on_change"] = when_changed(key, store)
    if field.choices:
        _choice(field, value, common)
    elif names is not None:
        _names(field, value, names, empty or _when_empty(field), common)
    else:
        WIDGETS[field.value_type](field, value, empty or _when_empty(field), common)


# Every widget has its value as its default, too, as far as it can: see told.py.


def _choice(field: SettingField, value: Any, common: Common) -> None:
    titles = dict(field.choices or {})
    few = len(titles) <= MOST_SEGMENTS and sum(map(len, titles.values())) <= MOST_SEGMENT_CHARACTERS
    if field.optional:
        options = [None, *titles]
        st.selectbox(
            options=options,
            index=place_of(value, options),
            format_func=lambda name: titles[name] if name else "none",
            **common,
        )
    elif few:
        st.segmented_control(
            options=list(titles),
            default=value if value in titles else None,
            format_func=titles.__getitem__,
            required=True,
            **common,
        )
    else:
        options = list(titles)
        st.selectbox(options=options, index=place_of(value, options), format_func=titles.__getitem__, **common)


def place_of(value: Any, options: Sequence[Any]) -> int:
    """Where the value stands; 0 if it is none of the options."""
    return options.index(value) if value in options else 0


def _names(field: SettingField, value: Any, names: Sequence[str], empty: str, common: Common) -> None:
    """One of `names`, or several; others can be typed."""
    if field.value_type is tuple:
        options = list(dict.fromkeys([*names, *value]))
        st.multiselect(options=options, default=list(value), accept_new_options=True, **common)
    else:
        options = list(dict.fromkeys(["", *names, value]))
        st.selectbox(
            options=options,
            index=place_of(value, options),
            format_func=lambda name: name or empty or "none",
            accept_new_options=True,
            **common,
        )


def _number(field: SettingField, value: Any, empty: str, common: Common) -> None:
    fallback, step = None if field.optional else value, 1 if field.value_type is int else _step(value)
    number_input(value=fallback, step=step, placeholder=empty, **common)


def _as_stored(field: SettingField, value: Any) -> Any:
    """The value that a widget has, as settings want it: number inputs know fractions only."""
    is_whole = field.value_type is int and isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return int(value) if is_whole else value


def _switch(field: SettingField, value: Any, empty: str, common: Common) -> None:
    st.toggle(value=bool(value), **common)


def _text(field: SettingField, value: Any, empty: str, common: Common) -> None:
    st.text_input(value=value, placeholder=empty or ", ".join(map(str, field.examples)), **common)


def _list_of_names(field: SettingField, value: Any, empty: str, common: Common) -> None:
    _names(field, value, (), empty, common)


WIDGETS: dict[type, Callable[[SettingField, Any, str, Common], None]] = {
    int: _number,
    float: _number,
    bool: _switch,
    str: _text,
    tuple: _list_of_names,
}


def _step(value: float | None) -> float:
    """Half of the value's power of ten: 0.05 for 0.25, 0.0005 for 0.001."""
    return 10 ** math.floor(math.log10(abs(value))) / 2 if value else 0.05


def _when_empty(field: SettingField) -> str:
    """What an explanation says about leaving the field empty: "no clipping" for "… Empty: no clipping."."""
    return field.explanation.partition("Empty: ")[2].removesuffix(".")
