"""The form's widget for the reading order: those of the question to choose from, any other to type."""

import streamlit as st

from pages.parts.fields import Common, place_of, widget_key
from pages.parts.form_values import Form, Path
from pages.parts.told import tell, when_changed
from seqcore.settings import SettingField
from seqcore.tasks.image_patches.orders import KNOWN


def _order(form: Form, path: Path, field: SettingField) -> None:
    key, value = widget_key(path), form.at(path)
    tell(key, value)
    common: Common = {"label": field.title, "key": key, "help": field.explanation}
    options = list(dict.fromkeys([*KNOWN, value]))
    st.selectbox(
        options=options,
        index=place_of(value, options),
        format_func=lambda order: KNOWN.get(order, order),
        accept_new_options=True,
        on_change=when_changed(key, lambda order: form.put(path, order or field.default)),
        **common,
    )


PATCH_WIDGETS = {"order": _order}
