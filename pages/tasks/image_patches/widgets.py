"""The form's widget for the reading order: those of the question to choose from, any other to type."""

import streamlit as st

from pages.parts.fields import Common, place_of, widget_key
from pages.parts.form_values import Form, Path
from pages.parts.told import is_outdated, tell
from seqcore.settings import SettingField
from seqcore.tasks.image_patches.orders import KNOWN


def _order(form: Form, path: Path, field: SettingField) -> None:
    key, value = widget_key(path), form.at(path)
    tell(key, value)

    def store() -> None:
        if not is_outdated(key):
            form.put(path, st.session_state[key] or field.default)

    common: Common = {"label": field.title, "key": key, "help": field.explanation}
    options = list(dict.fromkeys([*KNOWN, value]))
    st.selectbox(
        options=options,
        index=place_of(value, options),
        format_func=lambda order: KNOWN.get(order, order),
        accept_new_options=True,
        on_change=store,
        **common,
    )


PATCH_WIDGETS = {"order": _order}
