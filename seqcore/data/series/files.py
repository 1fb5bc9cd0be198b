"""Reading an uploaded CSV or Parquet file into a series. What is not chosen is found out, and every guess is told."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from seqcore.data.files import LARGEST_BYTES
from seqcore.data.series.reading.csv_dialect import refused
from seqcore.data.series.reading.csv_table import read_csv
from seqcore.data.series.reading.date_column import Dated, find_row_order
from seqcore.data.series.reading.day_and_month import ORDERS
from seqcore.data.series.reading.decimal_sign import find_decimal
from seqcore.data.series.reading.parquet_table import MAGIC, read_parquet
from seqcore.data.series.reading.rows import arrange
from seqcore.data.series.reading.table import Table, clean_names, shown
from seqcore.data.series.reading.value_column import find_values
from seqcore.data.series.series import SECONDS_A_DAY, Series
from seqcore.invalid import InvalidInput

SEPARATORS = {
    "auto": "Find out",
    "comma": "Comma (,)",
    "semicolon": "Semicolon (;)",
    "tab": "Tab",
    "pipe": "Bar (|)",
    "space": "Spaces",
}
DECIMALS = {"auto": "Find out", "point": "Point (1.5)", "comma": "Comma (1,5)"}
DATE_ORDERS = {"auto": "Find out", "ymd": "Year, month, day", "mdy": "Month, day, year", "dmy": "Day, month, year"}
MISSING = {
    "drop": "Leave out the row",
    "previous": "Repeat the value before",
    "interpolate": "Straight line between neighbours",
}
DUPLICATES = {"last": "Keep the last in the file", "first": "Keep the first in the file", "mean": "Take the mean"}


@dataclass(frozen=True)
class Reading:
    """How to read a file. "auto" and empty names mean: find out. The date column "-" means: number the rows."""

    separator: str = "auto"
    decimal: str = "auto"
    date_order: str = "auto"
    date_column: str = ""
    value_column: str = ""
    missing: str = "drop"
    duplicates: str = "last"


_CHOICES: Mapping[str, Mapping[str, str]] = {
    "separator": SEPARATORS,
    "decimal": DECIMALS,
    "date_order": DATE_ORDERS,
    "missing": MISSING,
    "duplicates": DUPLICATES,
}


@dataclass(frozen=True)
class Understood:
    """A series, and how the file was understood.

    `separator`, `decimal` and `encoding` are empty for Parquet, `date_order` where it does not matter, `date_column`
    where rows are numbered. `gaps` counts steps between dates of more than three median steps; `missing` counts the
    missing values of the value column, `duplicates` the rows with the date of another row.
    """

    series: Series
    separator: str
    decimal: str
    encoding: str
    date_order: str
    date_column: str
    value_column: str
    columns: tuple[str, ...]
    numeric_columns: tuple[str, ...]
    rows_read: int
    newest_first: bool
    gaps: int
    duplicates: int
    missing: int
    notes: tuple[str, ...]

    def facts(self) -> list[tuple[str, str]]:
        """What was understood, and in words how: a small table."""
        order = f" ({ORDERS[self.date_order][0]})" if self.date_order else ""
        written = [SEPARATORS.get(self.separator, "Parquet")]
        if self.separator:
            written += [f"decimal {self.decimal}", self.encoding.upper()]
        return [
            ("Dates", f"{self.date_column}{order}" if self.date_column else "none: row numbers"),
            ("Values", self.value_column),
            ("Rows", f"{len(self.series):,} of {self.rows_read:,}"),
            ("Span", _span(self.series)),
            ("Order", "newest first, turned round" if self.newest_first else "oldest first"),
            ("Written with", ", ".join(written)),
            ("Gaps", f"{self.gaps:,} long {'step' if self.gaps == 1 else 'steps'}" if self.gaps else "none"),
            ("Duplicates", f"{self.duplicates:,}" if self.duplicates else "none"),
            ("Missing values", f"{self.missing:,}" if self.missing else "none"),
        ]


def read_series(content: bytes, name: str, reading: Reading = Reading()) -> Understood:
    """The series in the content of a CSV or Parquet file of this name.

    Raises InvalidInput with a sentence on what is in the way: row numbers are those that a spreadsheet shows.
    """
    _check(reading)
    title, stem = _titles(name)
    if len(content) > LARGEST_BYTES:
        raise refused(f"the file has {len(content) / 1e6:,.1f} MB; at most {LARGEST_BYTES / 1e6:g} MB are allowed")
    is_parquet = content.startswith(MAGIC)
    named = (reading.date_column, reading.value_column)
    table = read_parquet(content, named) if is_parquet else read_csv(content, reading.separator, reading.decimal)
    order = find_row_order(table, reading.date_column, reading.date_order, reading.value_column)
    decimal, assumed = _decimal(table, reading.decimal, order.used)
    values = find_values(table, reading.value_column, decimal, order.used)
    rows = arrange(table, order, values, reading.missing, reading.duplicates)
    notes = (*table.notes, *order.notes, *assumed, *values.notes, *rows.notes)
    return Understood(
        series=Series(rows.index(), rows.columns(), stem, f"File {title}", notes),
        separator=table.separator,
        decimal="" if is_parquet else decimal,
        encoding=table.encoding,
        date_order=order.dates.order if isinstance(order, Dated) else "",
        date_column=order.column if isinstance(order, Dated) else "",
        value_column=values.column,
        columns=tuple(table.columns),
        numeric_columns=tuple(values.numbers),
        rows_read=len(table.rows),
        newest_first=rows.newest_first,
        gaps=rows.gaps(),
        duplicates=rows.duplicates,
        missing=int((~values.numbers[values.column].known).sum()),
        notes=notes,
    )


def _check(reading: Reading) -> None:
    """Raises InvalidInput for a setting that is none of its choices."""
    problems = [
        f"task.{field.name}: got {shown(passed)}; allowed is one of {', '.join(_CHOICES[field.name])}."
        for field in fields(reading)
        if field.name in _CHOICES and (passed := getattr(reading, field.name)) not in _CHOICES[field.name]
    ]
    if problems:
        raise InvalidInput(problems)


def _titles(name: str) -> list[str]:
    """The name of the file for people, with and without its ending; no folder, no letters that cannot be written."""
    last = name.replace("\\", "/").rpartition("/")[2].encode("utf-8", "replace").decode() or "without a name"
    return [clean_names([title])[0] for title in (last, last.rpartition(".")[0] or last)]


def _decimal(table: Table, chosen: str, dates: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if chosen != "auto":
        return chosen, ()
    return find_decimal([cells for name, cells in table.columns.items() if name not in dates], table.separator)


def _span(series: Series) -> str:
    if not series.has_dates:
        return f"row 0 to {len(series) - 1:,}"
    unit = "m" if (series.index.astype(np.int64) % SECONDS_A_DAY).any() else "D"
    first, last = series.index[[0, -1]].astype(f"datetime64[{unit}]").astype(str)
    return f"{first} to {last}".replace("T", " ")
