"""Spreadsheets (.xlsx, .xls, .ods) as rows of text. The library calamine reads them; nothing in them is computed."""

import datetime
import io
from typing import TYPE_CHECKING, Any

from seqcore.data.series.reading.refusing import refused
from seqcore.data.series.reading.sheet_size import check_size
from seqcore.data.series.reading.table import listed, shown
from seqcore.invalid import InvalidInput

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_sheet(content: bytes, sheet: str) -> tuple[list[list[str]], str, list[str]]:
    """The rows of a sheet, its name, and the names of the others that hold about as many rows.

    `sheet` chooses one by name; empty: the longest. Raises InvalidInput where the workbook cannot be read.
    """
    import python_calamine

    if not content.startswith(OLD_EXCEL):
        check_size(content)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        return _read(book, sheet)
    except InvalidInput:
        raise
    except python_calamine.PasswordError as error:
        raise refused("the workbook is locked with a password; save it without one, or as CSV") from error
    except Exception as error:  # A damaged workbook makes the library raise a dozen kinds.
        raise refused("the workbook is damaged; save it once more, or as CSV") from error


def _read(book: "CalamineWorkbook", sheet: str) -> tuple[list[list[str]], str, list[str]]:
    if sheet and sheet not in book.sheet_names:
        raise InvalidInput(
            [f"task.sheet: there is no sheet {shown(sheet)}; the workbook has {listed(book.sheet_names)}."]
        )
    sheets = {name: book.get_sheet_by_name(name) for name in ([sheet] if sheet else book.sheet_names)}
    heights = {name: one.height for name, one in sheets.items()}
    if not heights or not max(heights.values()):
        raise refused("the workbook has no rows")
    longest = max(heights, key=lambda name: heights[name])
    found = sheets[longest]
    others = [name for name, height in heights.items() if name != longest and height >= heights[longest] / 2]
    return [[_text(cell) for cell in row] for row in found.to_python(skip_empty_area=False)], longest, others


def _text(cell: Any) -> str:
    """A cell as a CSV file would hold it."""
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)
