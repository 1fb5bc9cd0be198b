"""Widgets of a series in the form: a file to upload, and names of columns to choose from."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import cast

import streamlit as st

from pages.parts.fields import show_field, widget_key
from pages.parts.form_values import Form, Path
from pages.parts.loading import Prepared
from pages.parts.plain import in_one_line, plain
from pages.parts.server import server
from pages.parts.session import session
from seqcore.data.series.files import Understood
from seqcore.data.series.reading.choices import Reading
from seqcore.data.series.series import Series
from seqcore.data.series.settings import SeriesSettings
from seqcore.data.series.sources import LoadedFile
from seqcore.data.uploads import file_name, save_upload
from seqcore.experiment import from_values
from seqcore.invalid import InvalidInput
from seqcore.settings import SettingField, fields_of

FILE_TYPES = [*("csv", "tsv", "txt", "dat", "json", "jsonl", "ndjson", "parquet", "xlsx", "xls", "ods", "gz", "zip")]
LARGEST_FILE_MEGABYTES = 50


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
        defaults = {name: field.default for name, field in fields_of(SeriesSettings).items()}
        found_out = {one.name: defaults[one.name] for one in fields(Reading)}
        form.at(path[:-1]).update(found_out | {path[-1]: kept, "features": []})

    st.file_uploader(
        field.title,
        type=FILE_TYPES,
        key=key,
        help="A table with a column of values and, if possible, dates: CSV, Excel, OpenDocument, Parquet, JSON.",
        max_upload_size=LARGEST_FILE_MEGABYTES,
        on_change=store,
    )
    if name := file_name(form.at(path)):
        st.caption(f"In use: {plain(name)}")


def _column(form: Form, path: Path, field: SettingField) -> None:
    """A name out of the file: a column, columns that make dates together, a series. Empty says what is found."""
    understood = _understood(form)
    found = found_out(understood).get(field.name, "") if understood else ""
    names = offered(understood).get(field.name, ()) if understood else ()
    _label_anew(form, path, found)
    show_field(form, path, field, f"find out: {in_one_line(found)}" if found else None, names)


def _way(form: Form, path: Path, field: SettingField) -> None:
    """A choice of how the file is read; the first one says what is found."""
    understood = _understood(form)
    found = found_out(understood).get(field.name, "") if understood else ""
    titles = dict(field.choices or {})
    if found and "auto" in titles:
        titles["auto"] = f"Find out: {titles.get(found, found)}"
    _label_anew(form, path, found)
    show_field(form, path, replace(field, choices=titles))


def _label_anew(form: Form, path: Path, found: str) -> None:
    """Have the browser show a new label for the same value, which it would not do by itself."""
    key = widget_key(path)
    if st.session_state.get(f"{key}-found", "") != found:
        st.session_state[f"{key}-found"] = found
        st.session_state[key] = form.at(path)


def found_out(understood: Understood) -> dict[str, str]:
    """What was found, by the settings that may choose otherwise."""
    return {
        "value_column": understood.value_column,
        "date_column": understood.date_column or "none, rows are numbered",
        "series": understood.series_name,
        "date_order": understood.date_order,
        "separator": understood.separator,
        "decimal": understood.decimal,
        "encoding": understood.encoding,
    }


def offered(understood: Understood) -> dict[str, Sequence[str]]:
    """The names that a setting may take, by the settings."""
    return {
        "value_column": understood.columns,
        "date_column": list(dict.fromkeys([understood.date_column, *understood.columns, "-"])),
        "series": understood.series_names,
    }


def _understood(form: Form) -> Understood | None:
    loaded = _prepared(form).loaded
    return loaded.understood if isinstance(loaded, LoadedFile) else None


def _features(form: Form, path: Path, field: SettingField) -> None:
    series = cast(Series | None, _prepared(form).data)
    names = [name for name in series.columns if name != series.target] if series else []
    show_field(form, path, field, names=names)


def _prepared(form: Form) -> Prepared:
    try:
        return server().loading.prepare(from_values(form.values))
    except InvalidInput:
        return Prepared()


SERIES_WIDGETS = {
    "path": _upload,
    **dict.fromkeys(("value_column", "date_column", "series"), _column),
    **dict.fromkeys(("date_order", "separator", "decimal", "encoding"), _way),
    "features": _features,
}
