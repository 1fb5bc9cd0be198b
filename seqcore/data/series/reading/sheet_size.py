"""How large the sheets of a workbook are, before a library makes room for all of their cells.

A cell in the last row and column that a spreadsheet has makes a file of a kilobyte take 400 gigabytes.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from seqcore.data.series.reading.refusing import refused
from seqcore.data.series.reading.table import MOST_CELLS

MOST_IN_SHEET = 4 * MOST_CELLS
_PLACE = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_CELL = re.compile(rb"<table:table-cell\b([^>]*?)(/?)>")
_ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d{1,9})"')
_COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="(\d{1,9})"')


def check_size(content: bytes) -> None:
    """Raises InvalidInput when a sheet has more cells than are read, or cannot be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = [size for name in archive.namelist() for size in _sizes(name, archive)]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise refused("the workbook is damaged; save it once more, or as CSV") from error
    if any(size > MOST_IN_SHEET for size in sizes):
        raise refused(f"a sheet has more than {MOST_IN_SHEET:,} cells; leave out columns or rows, also empty ones")


def _sizes(name: str, archive: zipfile.ZipFile) -> Iterator[int]:
    """Rows times columns of what a part of the workbook holds."""
    if name == "content.xml":
        yield _open_document(archive.read(name))
    elif "worksheets/" in name and name.endswith(".xml"):
        places = {(letters, int(row)) for letters, row in _PLACE.findall(archive.read(name))}
        columns = {letters for letters, _ in places}
        yield max((row for _, row in places), default=0) * max(map(_column, columns), default=0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _open_document(xml: bytes) -> int:
    rows = height = width = 0
    for about, cells in _ROW.findall(xml):
        rows += _repeated(_ROWS_REPEATED, about)
        columns = filled = 0
        for cell, _ in _CELL.findall(cells):
            columns += _repeated(_COLUMNS_REPEATED, cell)
            filled = columns if b"value-type" in cell else filled
        if filled:
            height, width = rows, max(width, filled)
    return height * width


def _repeated(pattern: "re.Pattern[bytes]", about: bytes) -> int:
    found = pattern.search(about)
    return int(found[1]) if found else 1
