"""The form's widgets for sentences and vectors of one's own: a file to upload, or a text to paste."""

import streamlit as st

from pages.parts.fields import widget_key
from pages.parts.form_values import Form, Path
from pages.parts.plain import plain
from pages.parts.session import session
from seqcore.data.text.reading import LARGEST_BYTES
from seqcore.data.uploads import file_name, save_upload
from seqcore.settings import SettingField

PASTED = "pasted.tsv"
MOST_PASTED = 500_000
MOST_MEGABYTES = 50
SHOWN = "Ada\tB-PER\nLovelace\tI-PER\nlived\tO\nin\tO\nLondon\tB-LOC"


def _keep(form: Form, path: Path, content: bytes, name: str) -> None:
    try:
        kept = save_upload(content, name)
    except OSError as error:
        session().problem = f"The file could not be kept on the server ({error.strerror})."
        return
    form.remember()
    form.at(path[:-1])[path[-1]] = kept


def _own_sentences(form: Form, path: Path, field: SettingField) -> None:
    key = widget_key(path)
    _uploader(form, path, field.title, ["tsv", "txt", "conll", "bio"], field.explanation, LARGEST_BYTES // 1_000_000)

    def store_pasted() -> None:
        text = st.session_state[f"{key}-pasted"]
        if text.strip():
            _keep(form, path, text.encode("utf-8", "replace"), PASTED)

    st.text_area(
        "Or paste them",
        key=f"{key}-pasted",
        max_chars=MOST_PASTED,
        placeholder=f"{SHOWN}\n\nThen press Ctrl + Enter.",
        on_change=store_pasted,
    )
    _in_use(form, path)


def _own_vectors(form: Form, path: Path, field: SettingField) -> None:
    _uploader(form, path, field.title, ["txt", "vec", "bin"], field.explanation, MOST_MEGABYTES)
    _in_use(form, path)


def _uploader(form: Form, path: Path, title: str, types: list[str], words: str, megabytes: int) -> None:
    key = f"{widget_key(path)}-upload"

    def store() -> None:
        file = st.session_state[key]
        if file is not None:
            _keep(form, path, file.getvalue(), file.name)

    st.file_uploader(title, type=types, key=key, help=words, max_upload_size=megabytes, on_change=store)


def _in_use(form: Form, path: Path) -> None:
    if name := file_name(form.at(path)):
        st.caption(f"In use: {plain(name)}")


TAG_WIDGETS = {"path": _own_sentences, "vector_path": _own_vectors}
