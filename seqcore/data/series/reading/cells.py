"""Text into a table of cells: rows that fit below the names of their columns, and a word on all that was left out."""

import csv
from collections import Counter
from collections.abc import Sequence

import numpy as np

from seqcore.data.series.reading.dates import read_dates
from seqcore.data.series.reading.dialect import COMMENTS, find_separator, is_comment, is_ruler, records, usual_width
from seqcore.data.series.reading.encoding import decode
from seqcore.data.series.reading.headings import find_table
from seqcore.data.series.reading.json_table import json_rows
from seqcore.data.series.reading.lines import Lines, Row
from seqcore.data.series.reading.names import DATE, is_called
from seqcore.data.series.reading.numbers import is_missing
from seqcore.data.series.reading.refusing import refuse_other_text, refused
from seqcore.data.series.reading.series_keys import HEADING
from seqcore.data.series.reading.table import (
    FEW,
    MOST_CELLS,
    Table,
    clean_names,
    columns_note,
    counted,
    most_columns,
)
from seqcore.limits import LIMITS

MOST_LINES_AROUND = 200
"""Titles above and remarks below a table."""
_LOOKED_AT = 60
_LINES_OF_A_CELL = 3
TABLE = "table"
"""The name of the column that says which of several tables below each other a row belongs to."""


def read_cells(content: bytes, separator: str = "auto", decimal: str = "auto", encoding: str = "auto") -> Table:
    """A file of text as text columns: CSV, or JSON that holds rows.

    Raises InvalidInput when it is something else or its rows do not fit together.
    """
    text, encoding, notes = decode(content, encoding)
    rows = json_rows(text)
    if rows is not None:
        return table_of(lines_of(rows), notes, "", encoding, "JSON")
    refuse_other_text(text)
    if separator == "auto":
        separator, text = find_separator(text, decimal)
    return table_of(_lines(text, separator, notes), notes, separator, encoding, "CSV")


def lines_of(rows: Sequence[Row]) -> Lines:
    """Rows of cells as the lines of a file."""
    lines = Lines([], [], [], [])
    for number, row in enumerate(rows, 1):
        width = len(row)
        while row and not row[-1].strip():
            row.pop()
        if row:
            lines.rows.append(row)
            lines.numbers.append(number)
            lines.widths.append(width)
    if not lines.rows:
        raise refused("the file has no rows")
    return lines


def table_of(lines: Lines, notes: list[str], separator: str, encoding: str, kind: str) -> Table:
    """The table in the lines of a file. Raises InvalidInput when its rows do not fit together."""
    import pyarrow as pa

    found = find_table(lines, notes)
    names, lines = _fit(found.lines, found.names, notes), found.lines
    if separator == "space" and (usual := usual_width(lines.rows)) < len(names):
        notes.append(f"{len(names)} names stand above {usual} cells: where cells touch, names are those of others.")
    if len(lines.rows) > LIMITS.rows:
        raise too_many_rows()
    width = min(len(names), most_columns(len(lines.rows)))
    if len(names) > width:
        notes.append(columns_note(len(names), len(lines.rows), width))
    filled = [row[:width] if len(row) >= width else row + [""] * (width - len(row)) for row in lines.rows]
    cells = list(zip(*filled, strict=True))
    # Not those with nothing but separators at the ends of the lines.
    places = [place for place in range(width) if names[place].strip() or "".join(cells[place]).strip()]
    titles = clean_names(names[:width])
    columns = {titles[place]: pa.array(cells[place], pa.string()) for place in places}
    if lines.tables:
        columns[clean_names([*columns, HEADING if lines.differ else TABLE])[-1]] = pa.array(lines.tables)
    numbers = np.array(lines.numbers, np.int64)
    written = max(lines.widths[0], width)
    return Table(
        columns,
        numbers,
        separator,
        encoding,
        tuple(notes),
        is_named=found.names is not None,
        kind=kind,
        width=written,
        places=tuple(places),
    )


def _lines(text: str, separator: str, notes: list[str]) -> Lines:
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


def _collect(text: str, separator: str, quoting: int) -> Lines:
    lines = Lines([], [], [], [])
    cells = 0
    for number, (row, width) in enumerate(records(text, separator, quoting), 1):
        start = row[0].lstrip() if row else ""
        mark_alone = start.strip() in COMMENTS
        if is_comment(start) and not is_missing(start) and (not mark_alone or width == 1 or separator == "space"):
            if not lines.rows:
                lines.comments.append(row[1:] if mark_alone else [start.lstrip("#%/ "), *row[1:]])
        elif row and not is_ruler(row):
            lines.rows.append(row)
            lines.numbers.append(number)
            lines.widths.append(width)
            cells += len(row)
            if len(lines.rows) > LIMITS.rows + 2 * MOST_LINES_AROUND:
                raise too_many_rows()
            if cells > 4 * MOST_CELLS:
                raise refused(f"the file has more than {4 * MOST_CELLS:,} cells; leave out columns or rows")
    if not lines.rows:
        raise refused("the file has no rows, only comments; pass a table with a column of numbers")
    return lines


def too_many_rows() -> Exception:
    """What to raise about a file that is too long."""
    return refused(
        f"the file has more than {LIMITS.rows:,} rows; pass the newest {LIMITS.rows:,}, or days in place of minutes"
    )


def _fit(lines: Lines, names: Row | None, notes: list[str]) -> Row:
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
        lines.leave_out(set(long))
    return names


def _has_index(rows: Sequence[Row], names: Row) -> bool:
    """Whether the rows begin with a number or date of their own that the heading does not name, as R writes them."""
    import pyarrow as pa

    if usual_width(rows) != len(names) + 1:
        return False
    cells = [row[0].strip(" \"'") for row in rows[:_LOOKED_AT]]
    if all(cell.isdecimal() and cell.isascii() and len(cell) < 10 for cell in cells):
        return bool((np.diff([int(cell) for cell in cells]) == 1).all())
    return not is_called(names[0], DATE) and read_dates(pa.array(cells, pa.string())).share > 1 - FEW
