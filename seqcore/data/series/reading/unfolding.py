"""Tables whose columns are years, months or dates: each cell becomes a row of its own, below the others.

Year, Jan, Feb, …            Year, Month, value
1990, 5.0, 5.1, …     ->     1990, Jan,   5.0
                             1990, Feb,   5.1
"""

import re
from dataclasses import dataclass, replace

import numpy as np

from seqcore.data.series.reading.date_forms import FIRST_PLAIN_YEAR, LAST_PLAIN_YEAR
from seqcore.data.series.reading.dates import read_dates
from seqcore.data.series.reading.decimal_sign import find_decimal
from seqcore.data.series.reading.month_names import MONTH_OF
from seqcore.data.series.reading.names import MONTH, QUARTER, WEEK, YEAR, is_called
from seqcore.data.series.reading.numbers import Array64, is_text, read_numbers, trimmed
from seqcore.data.series.reading.table import MOST_CELLS, Table, clean_names, listed

_YEAR = re.compile(r"(?:[xyXY]|FY)?\s?(1[5-9]\d\d|2[01]\d\d)(?:\s?\[YR\d{4}\]|\.0|年)?")
_QUARTER = re.compile(r"[qQ]([1-4])")
_NUMBERED = {"Month": range(1, 13), "Day": range(1, 32), "Hour": range(1, 25), "Hour of day": range(24)}
_NUMBER = re.compile(r"(?:h|he|hr|hour|hour ending|std|d|day|tag|m|month)?[ _.]?0?(\d\d?)(?::00)?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d\d?):([0-5]\d)(?::00)?(?:\s?[-–]\s?\d\d?:\d\d(?::00)?)?")
_RARER = {"Month": ("Y", YEAR), "Day": ("M", MONTH), "Hour": ("D", ()), "Hour of day": ("D", ()), "Time": ("D", ())}
"""What the rows of such a table are: years, months or days; with the names of a column of their numbers."""
FEWEST_MONTHS, FEWEST_DATES = 6, 3
_DAY = 24 * 60
VALUE = "value"


@dataclass(frozen=True)
class Unfolded:
    """The longer table, the columns that it was made of, and whether a person might have meant one of them only."""

    table: Table
    columns: tuple[str, ...]
    is_doubtful: bool


def unfold(table: Table, decimal: str) -> Unfolded | None:
    """The table with a row for each cell below a year, a month or a date; None where the columns are no such names."""
    table = _with_months(table)
    found = _periods(table)
    if found is None:
        return None
    kind, periods = found
    if decimal == "auto":
        decimal = find_decimal([*table.columns.values()], table.separator)[0]
    numeric = [name for name in periods if _is_numeric(table, name, decimal)]
    if len(numeric) < 2 or len(numeric) * len(table.rows) > 2 * MOST_CELLS:
        return None
    others = [name for name in table.columns if name not in periods]
    kept = [name for name in others if _is_part(table, name) or not _is_numeric(table, name, decimal)]
    has_months = any(is_called(name, (*MONTH, *QUARTER)) or _holds_months(table, name) for name in kept)
    has_parts = any(_is_part(table, name) for name in kept)
    if kind in _RARER and not any(_is_rarer(table, name, kind) for name in kept):
        return None
    told = f"The columns {listed(numeric[:2])}, … {numeric[-1]} are {kind.lower()}s: each cell became a row."
    if gone := [name for name in others if name not in kept]:
        told += f" Further columns were left out: {listed(gone)}."
    longer = _below_each_other(table, kept, kind, {name: periods[name] for name in numeric}, told)
    return Unfolded(longer, tuple(numeric), is_doubtful=kind == "Year" and has_parts and not has_months)


def _with_months(table: Table) -> Table:
    """With names for a year and twelve numbers in each row of a table without any, or for the years alone."""
    first, *others = table.columns
    years = read_numbers(table.columns[first], "point").values
    lacks_names = first == clean_names([""])[0] and (table.is_named or len(others) == 12)
    if not lacks_names or not (np.diff(years) == 1).all() or not _are_years(years):
        return table
    names = ["Year", *(others if table.is_named else map(str, range(1, 13)))]
    return replace(table, columns=dict(zip(names, table.columns.values(), strict=True)), is_named=True)


def _are_years(numbers: Array64) -> bool:
    return bool(((numbers >= FIRST_PLAIN_YEAR) & (numbers <= LAST_PLAIN_YEAR)).all())


def _periods(table: Table) -> tuple[str, dict[str, str]] | None:
    """What the names of columns are, and in what words: months, quarters, years or dates."""
    months = {name: name.strip().lower().rstrip(".") for name in table.columns}
    months = {name: word for name, word in months.items() if word in MONTH_OF}
    if len(months) >= FEWEST_MONTHS:
        return "Month", months
    clocks = {
        name: (int(found[1]), int(found[2])) for name in table.columns if (found := _CLOCK.fullmatch(name.strip()))
    }
    minutes = np.array([60 * hour + minute for hour, minute in clocks.values()])
    if len(clocks) > 1 and (np.diff(minutes) * len(clocks) == _DAY).all() and minutes[-1] <= _DAY:
        return "Time", {name: f"{hour:02d}:{minute:02d}" for name, (hour, minute) in clocks.items()}
    numbered = {name: found[1] for name in table.columns if (found := _NUMBER.fullmatch(name.strip()))}
    for kind, numbers in _NUMBERED.items():
        if sorted(map(int, numbered.values())) == list(numbers):
            return kind, numbered
    quarters = {name: found[1] for name in table.columns if (found := _QUARTER.fullmatch(name.strip()))}
    if len(quarters) == 4:
        return "Quarter", quarters
    years = {name: found[1] for name in table.columns if (found := _YEAR.fullmatch(name.strip()))}
    steps = set(np.diff([int(year) for year in years.values()]))
    if len(years) > 1 and len(steps) == 1 and abs(steps.pop()) in (1, 2, 5, 10):
        return "Year", years
    dates = _dates(list(table.columns))
    return ("Date", dates) if len(dates) >= FEWEST_DATES and len(dates) > len(table.columns) / 2 else None


def _dates(names: list[str]) -> dict[str, str]:
    import pyarrow as pa

    plain = [name if not name.isdecimal() else "" for name in names]
    found = read_dates(pa.array(plain, pa.string())) if any(any(map(str.isdecimal, name)) for name in plain) else None
    return {name: name for name, there in zip(names, found.readable, strict=True) if there} if found else {}


def _is_numeric(table: Table, name: str, decimal: str) -> bool:
    numbers = read_numbers(table.columns[name], decimal)
    return bool(numbers.known.sum() > numbers.text.sum())


def _is_part(table: Table, name: str) -> bool:
    """Whether a column holds a part of a date: a year, a month, a week, …"""
    return is_called(name, (*YEAR, *MONTH, *WEEK, *QUARTER)) or _holds_months(table, name)


def _is_rarer(table: Table, name: str, kind: str) -> bool:
    unit, called = _RARER[kind]
    dates = read_dates(table.columns[name])
    begin = dates.times.astype(f"datetime64[{unit}]").astype("datetime64[s]")
    is_begin = (begin == dates.times)[dates.readable]
    return (
        is_called(name, called)
        or (kind == "Month" and _is_part(table, name))
        or (dates.share > 0.9 and bool(is_begin.all()) and len(np.unique(begin)) == len(begin))
    )


def _holds_months(table: Table, name: str) -> bool:
    if not is_text(table.columns[name]):
        return False
    words = [str(word).lower().rstrip(".") for word in trimmed(table.columns[name]).drop_null().to_pylist()[:50]]
    return bool(words) and all(word in MONTH_OF for word in words)


def _below_each_other(table: Table, kept: list[str], kind: str, periods: dict[str, str], told: str) -> Table:
    import pyarrow as pa

    rows, many = len(table.rows), len(periods)
    places = np.repeat(np.arange(rows), many)
    columns = {name: table.columns[name].take(pa.array(places)) for name in kept}
    period, value = clean_names([*kept, kind, VALUE])[-2:]
    columns[period] = pa.array(list(periods.values()) * rows, pa.string())
    cells = pa.concat_arrays([table.columns[name].cast(pa.string()) for name in periods])
    columns[value] = cells.take(pa.array((np.arange(many)[None, :] * rows + np.arange(rows)[:, None]).ravel()))
    return Table(
        columns,
        table.rows[places],
        table.separator,
        table.encoding,
        (*table.notes, told),
        kind=table.kind,
        sheet=table.sheet,
        others=table.others,
    )
