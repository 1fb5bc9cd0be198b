"""How a file is to be read: what a person may choose. "auto" and empty names mean: find out."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from seqcore.data.series.reading.encoding import ENCODINGS
from seqcore.data.series.reading.numbers import UNITS
from seqcore.data.series.reading.resampling import AGGREGATES, RESAMPLINGS
from seqcore.data.series.reading.row_order import ROW_ORDERS
from seqcore.data.series.reading.table import shown
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

TOO_LONG = {"newest": "The newest rows", "every": "Every n-th row"}


@dataclass(frozen=True)
class Reading:
    """How to read a file.

    The date column "-" means: number the rows; "Date + Time" are two columns that make dates together. The value
    column "*" means: all columns that are years, below each other. `series` names one of several in the file,
    `sheet` one of a workbook;
    `missing_numbers` are numbers that stand for nothing ("-999, -200"; "-": none).
    """

    separator: str = "auto"
    decimal: str = "auto"
    date_order: str = "auto"
    date_column: str = ""
    value_column: str = ""
    missing: str = "drop"
    duplicates: str = "last"
    series: str = ""
    missing_numbers: str = ""
    row_order: str = "auto"
    unit: str = "auto"
    encoding: str = "auto"
    sheet: str = ""
    resample: str = "none"
    aggregate: str = "mean"
    too_long: str = "newest"


FIND_OUT = Reading()

CHOICES: Mapping[str, Mapping[str, str]] = {
    "separator": SEPARATORS,
    "decimal": DECIMALS,
    "date_order": DATE_ORDERS,
    "missing": MISSING,
    "duplicates": DUPLICATES,
    "row_order": ROW_ORDERS,
    "unit": UNITS,
    "encoding": ENCODINGS,
    "resample": RESAMPLINGS,
    "aggregate": AGGREGATES,
    "too_long": TOO_LONG,
}


def check(reading: Reading) -> None:
    """Raises InvalidInput for a setting that is none of its choices."""
    problems = [
        f"task.{field.name}: got {shown(passed)}; allowed is one of {', '.join(CHOICES[field.name])}."
        for field in fields(reading)
        if field.name in CHOICES and (passed := getattr(reading, field.name)) not in CHOICES[field.name]
    ]
    if problems:
        raise InvalidInput(problems)
