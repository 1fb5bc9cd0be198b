"""The form's widget for the reading order: those of the question to choose from, any other to type."""

import streamlit as st

from pages.parts.fields import Common, synchronize, widget_key
from pages.parts.form_values import Form, Path
from seqcore.settings import SettingField
from seqcore.tasks.image_patches.orders import KNOWN


def _order(form: Form, path: Path, field: SettingField) -> None:
    key, value = widget_key(path), form.at(path)
    synchronize(key, value)
    common: Common = {"label": field.title, "key": key, "help": field.explanation}
    st.selectbox(
        options=list(dict.fromkeys([*KNOWN, value])),
        format_func=lambda order: KNOWN.get(order, order),
        accept_new_options=True,
        on_change=lambda: form.put(path, st.session_state[key] or field.default),
        **common,
    )


PATCH_WIDGETS = {"order": _order}
