"""The text of a CSV file as a table: which row holds the names, and what is done about rows that do not fit."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqcore.data.series.reading.csv_dialect import decode, find_separator, records, refused, shapes, usual_width
from seqcore.data.series.reading.dates import read_dates
from seqcore.data.series.reading.numbers import MISSING_WORDS
from seqcore.data.series.reading.table import (
    DATE_NAMES,
    FEW,
    MOST_COLUMNS,
    Table,
    clean_names,
    columns_note,
    counted,
    most_columns,
    plain_name,
)
from seqcore.limits import LIMITS

MOST_LINES_AROUND = 50
"""Titles above and remarks below a table."""
MOST_FURTHER_HEADINGS = 3
_LOOKED_AT = 60
_LINES_OF_A_CELL = 3

Row = list[str]


@dataclass
class _Lines:
    """The rows that hold something, without empty cells at the end, with their numbers in a spreadsheet.

    `comment` is the last line of comment above them.
    """

    rows: list[Row]
    numbers: list[int]
    comment: Row


def read_csv(content: bytes, separator: str = "auto", decimal: str = "auto") -> Table:
    """A CSV file as text columns. Raises InvalidInput when it is something else or its rows do not fit together."""
    import pyarrow as pa

    text, encoding, notes = decode(content)
    if separator == "auto":
        separator, text = find_separator(text, decimal)
    lines = _lines(text, separator, notes)
    names = _take_heading(lines, notes)
    names = _fit(lines, names, notes)
    if len(lines.rows) > LIMITS.rows:
        raise too_many_rows()
    width = min(len(names), most_columns(len(lines.rows)))
    if len(names) > width:
        notes.append(columns_note(len(names), len(lines.rows), width))
    filled = [row[:width] if len(row) >= width else row + [""] * (width - len(row)) for row in lines.rows]
    columns = {
        name: pa.array(cells, pa.string())
        for raw, name, cells in zip(names[:width], clean_names(names[:width]), zip(*filled, strict=True), strict=True)
        # Nothing but separators at the ends of the lines.
        if raw.strip() or "".join(cells).strip()
    }
    return Table(columns, np.array(lines.numbers, np.int64), separator, encoding, tuple(notes))


def _lines(text: str, separator: str, notes: list[str]) -> _Lines:
    try:
        lines = _collect(text, separator, csv.QUOTE_MINIMAL)
        # A quote that is never closed swallows the rest of the file.
        broken = any(cell.count("\n") >= _LINES_OF_A_CELL for cell in lines.rows[-1])
    except csv.Error:
        broken = True
    if broken:
        notes.append("A quote is opened and never closed; quotes were taken for ordinary letters.")
        try:
            lines = _collect(text, separator, csv.QUOTE_NONE)
        except csv.Error:
            raise refused(
                "the file has a cell of more than 100,000 letters; pass a CSV file, with a separator between cells"
            ) from None
    return lines


def _collect(text: str, separator: str, quoting: int) -> _Lines:
    lines = _Lines([], [], [])
    for number, row in enumerate(records(text, separator, quoting), 1):
        start = row[0].lstrip() if row else ""
        if start.startswith("#") and start.rstrip() != "#" and start.strip().lower() not in MISSING_WORDS:
            if not lines.rows:
                lines.comment = [start.lstrip("# "), *row[1:]]
        elif row:
            lines.rows.append(row)
            lines.numbers.append(number)
            if len(lines.rows) > LIMITS.rows + 2 * MOST_LINES_AROUND:
                raise too_many_rows()
    if not lines.rows:
        raise refused("the file has no rows, only comments; pass a table with a column of numbers")
    return lines


def too_many_rows() -> Exception:
    """What to raise about a file that is too long."""
    return refused(
        f"the file has more than {LIMITS.rows:,} rows; pass the newest {LIMITS.rows:,}, or days in place of minutes"
    )


def _take_heading(lines: _Lines, notes: list[str]) -> Row | None:
    """The names of the columns, taken off the rows together with titles above and remarks below; none may be there."""
    width = usual_width(lines.rows)
    start, end = _bounds(lines.rows, width)
    around = start + len(lines.rows) - end
    if around:
        notes.append(f"{counted(around, 'line', 'lines')} above or below the table left out.")
    rows = lines.rows[start:end]
    shaped = shapes([row[:MOST_COLUMNS] for row in rows[:_LOOKED_AT]])
    names: Row | None = lines.comment if len(lines.comment) == width and any(lines.comment) else None
    if _is_heading(rows, shaped):
        names = rows[0]
        further = _further_headings(shaped)
        if further:
            notes.append(f"{counted(further, 'line', 'lines')} below the names of the columns left out.")
        start += 1 + further
    elif names is None:
        notes.append("The file has no names of columns; they were numbered.")
    lines.rows, lines.numbers = lines.rows[start:end], lines.numbers[start:end]
    if not lines.rows:
        raise refused("the file has names of columns, but no rows below them")
    return names


def _bounds(rows: Sequence[Row], width: int) -> tuple[int, int]:
    """Where the table begins and ends, between lines that are less than half filled."""
    start, end = 0, len(rows)
    while start < min(len(rows) - 1, MOST_LINES_AROUND) and _is_thin(rows[start], width):
        start += 1
    while end > max(start + 1, len(rows) - MOST_LINES_AROUND) and _is_thin(rows[end - 1], width):
        if any(shapes([rows[end - 1]])[0]):
            break
        end -= 1
    return start, end


def _further_headings(shaped: Sequence[Sequence[bool]]) -> int:
    """How many lines of words follow the names of the columns; more than a few are no heading."""
    first = next((place for place, cells in enumerate(shaped) if any(cells)), len(shaped))
    return first - 1 if first <= MOST_FURTHER_HEADINGS and first < len(shaped) else 0


def _is_thin(row: Row, width: int) -> bool:
    """Whether less than half of the row is filled, as in a title."""
    return width > 1 and len(row) < max(2, width / 2)


def _is_heading(rows: Sequence[Row], shaped: Sequence[Sequence[bool]]) -> bool:
    """Whether the first row names columns: a word above numbers, or nothing above an index as pandas writes it."""
    first, below = rows[0], list(zip(rows[1:_LOOKED_AT], shaped[1:], strict=True))
    if not any(shaped[0]):
        return any(cell.strip().lower() not in MISSING_WORDS for cell in first)
    if len(first) > 1 and not first[0].strip() and all(cell.strip() for cell in first[1:]):
        return all(row[0].strip() for row, _ in below)
    for place, cell in enumerate(first[:MOST_COLUMNS]):
        meant = sum(len(cells) > place and cells[place] for _, cells in below)
        is_word = not shaped[0][place] and cell.strip().lower() not in MISSING_WORDS
        if is_word and meant > len(below) / 2:
            return True
    return False


def _fit(lines: _Lines, names: Row | None, notes: list[str]) -> Row:
    """Names for all columns; rows with cells beyond them are left out when they are few."""
    if names is None:
        widths = Counter(map(len, lines.rows))
        names = [""] * max(width for width, count in widths.items() if count > FEW * len(lines.rows))
    long = [place for place, row in enumerate(lines.rows) if len(row) > len(names)]
    if long and len(long) > FEW * len(lines.rows):
        if not _has_index(lines.rows, names):
            raise refused(
                f"row {lines.numbers[long[0]]} has {len(lines.rows[long[0]])} cells below {len(names)} names; "
                "put numbers with a comma in quotes, or choose another separator"
            )
        return ["", *names]
    if long:
        many = counted(len(long), "row", "rows")
        notes.append(f"{many} with more cells than columns left out, from row {lines.numbers[long[0]]} on.")
        gone = set(long)
        lines.rows = [row for place, row in enumerate(lines.rows) if place not in gone]
        lines.numbers = [number for place, number in enumerate(lines.numbers) if place not in gone]
    return names


def _has_index(rows: Sequence[Row], names: Row) -> bool:
    """Whether the rows begin with a number or date of their own that the heading does not name, as R writes them."""
    import pyarrow as pa

    if usual_width(rows) != len(names) + 1:
        return False
    cells = [row[0].strip(" \"'") for row in rows[:_LOOKED_AT]]
    if all(cell.isdecimal() and cell.isascii() and len(cell) < 10 for cell in cells):
        return bool((np.diff([int(cell) for cell in cells]) == 1).all())
    return plain_name(names[0]) not in DATE_NAMES and read_dates(pa.array(cells, pa.string())).share > 1 - FEW
