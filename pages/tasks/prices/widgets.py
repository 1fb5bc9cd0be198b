"""The price task's own widgets in the form: a file to upload, and names of columns to choose from."""

from typing import cast

import streamlit as st

from pages.parts.fields import show_field, widget_key
from pages.parts.form_values import Form, Path
from pages.parts.loading import Prepared
from pages.parts.plain import plain
from pages.parts.server import server
from pages.parts.session import session
from seqcore.data.series.series import Series
from seqcore.data.uploads import file_name, save_upload
from seqcore.experiment import from_values
from seqcore.invalid import InvalidInput
from seqcore.settings import SettingField

FILE_TYPES = ["csv", "tsv", "txt", "parquet"]
LARGEST_FILE_MEGABYTES = 10


def _upload(form: Form, path: Path, field: SettingField) -> None:
    key = f"{widget_key(path)}-upload"

    def store() -> None:
        file = st.session_state[key]
        if file is None:
            return
        try:
            kept = save_upload(file.getvalue(), file.name)
        except OSError as error:
            session().problem = f"The file could not be kept on the server ({error.strerror})."
            return
        form.remember()
        form.at(path[:-1]).update({path[-1]: kept, "value_column": "", "date_column": "", "features": []})

    st.file_uploader(
        field.title,
        type=FILE_TYPES,
        key=key,
        help="A CSV or Parquet file with a column of values and, if possible, one of dates.",
        max_upload_size=LARGEST_FILE_MEGABYTES,
        on_change=store,
    )
    if name := file_name(form.at(path)):
        st.caption(f"In use: {plain(name)}")


def _column(form: Form, path: Path, field: SettingField) -> None:
    """A column of the file: of dates or of values."""
    loaded = _prepared(form).loaded
    show_field(form, path, field, names=loaded.columns if loaded else ())


def _features(form: Form, path: Path, field: SettingField) -> None:
    series = cast(Series | None, _prepared(form).data)
    names = [name for name in series.columns if name != series.target] if series else []
    show_field(form, path, field, names=names)


def _prepared(form: Form) -> Prepared:
    try:
        return server().loading.prepare(from_values(form.values))
    except InvalidInput:
        return Prepared()


PRICE_WIDGETS = {"path": _upload, "value_column": _column, "date_column": _column, "features": _features}
