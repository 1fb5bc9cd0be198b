"""The form's widget for a text of one's own: a file to upload, or a text to paste."""

import streamlit as st

from pages.parts.fields import widget_key
from pages.parts.form_values import Form, Path
from pages.parts.plain import plain
from pages.parts.session import session
from seqcore.data.text.reading import LARGEST_BYTES
from seqcore.data.uploads import file_name, save_upload
from seqcore.settings import SettingField

PASTED = "pasted.txt"
MOST_PASTED = 500_000


def _own_text(form: Form, path: Path, field: SettingField) -> None:
    key = widget_key(path)

    def keep(content: bytes, name: str) -> None:
        try:
            kept = save_upload(content, name)
        except OSError as error:
            session().problem = f"The text could not be kept on the server ({error.strerror})."
            return
        form.remember()
        form.at(path[:-1])[path[-1]] = kept

    def store_file() -> None:
        file = st.session_state[f"{key}-upload"]
        if file is not None:
            keep(file.getvalue(), file.name)

    def store_pasted() -> None:
        text = st.session_state[f"{key}-pasted"]
        if text.strip():
            keep(text.encode("utf-8", "replace"), PASTED)

    st.file_uploader(
        field.title,
        type=["txt", "md"],
        key=f"{key}-upload",
        help="A text file; its encoding is found out. A few thousand characters are the least that teaches anything.",
        max_upload_size=LARGEST_BYTES // 1_000_000,
        on_change=store_file,
    )
    st.text_area(
        "Or paste a text",
        key=f"{key}-pasted",
        max_chars=MOST_PASTED,
        placeholder="Then press Ctrl + Enter.",
        on_change=store_pasted,
    )
    if name := file_name(form.at(path)):
        st.caption(f"In use: {plain(name)}")


TEXT_WIDGETS = {"path": _own_text}
