"""A file as a table, before it is known what its columns mean. CSV and Parquet files both become one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from seqcore.invalid import InvalidInput

if TYPE_CHECKING:
    import pyarrow as pa

MOST_COLUMNS = 100
MOST_CELLS = 2_000_000
"""Of a table in memory: a small file may say of a hundred columns with 200,000 rows each that they are all zeros."""
LONGEST_NAME = 60
FEW = 0.05
"""The share of odd cells or rows that a file may have: they are left out and named, more of them are an error."""
HALF = 0.5
"""Of what holds for fewer cells or rows nothing is said."""
MOST_NAMED = 20


@dataclass(frozen=True)
class Table:
    """Columns of equal length by name. `rows` are the numbers that a spreadsheet shows, from 1 for Parquet.

    Of a CSV file all cells are text, and `separator` and `encoding` say how it is written. `is_named` says whether
    the file names its columns, `kind` what it is; `total` are
    the rows of a file of which not all were taken, else 0; `is_resampled`: its rows are periods
    of one series. `width` is the number of
    cells of a row as it is written, and `places` are those of the columns among them. `sheet` was read of a
    workbook, and `others` of its sheets may be meant.
    """

    columns: dict[str, "pa.Array"]
    rows: npt.NDArray[np.int64]
    separator: str = ""
    encoding: str = ""
    notes: tuple[str, ...] = ()
    is_named: bool = True
    kind: str = "CSV"
    total: int = 0
    is_resampled: bool = False
    width: int = 0
    places: tuple[int, ...] = ()
    sheet: str = ""
    others: tuple[str, ...] = ()

    def take(self, places: Any) -> "Table":
        """The rows at these places, in this order."""
        import pyarrow as pa

        chosen = pa.array(places)
        return replace(
            self, columns={name: cells.take(chosen) for name, cells in self.columns.items()}, rows=self.rows[places]
        )

    def existing(self, name: str, setting: str, more: str = "") -> str:
        """The column of this name. Raises InvalidInput, naming the setting, when there is none."""
        for known in self.columns:
            if known in (name, name.strip()):
                return known
        raise InvalidInput([f"{setting}: there is no column {shown(name)}; the file has {listed(self.columns)}{more}."])

    def where(self, names: str | tuple[str, ...], place: int) -> str:
        """A cell, or several, in words: row 5 holds 'abc'."""
        cells = [self.columns[name] for name in ((names,) if isinstance(names, str) else names)]
        return f"row {self.rows[place]} holds {' + '.join(shown(column[int(place)].as_py()) for column in cells)}"


def most_columns(rows: int) -> int:
    """How many columns of a table with so many rows are read."""
    return max(1, min(MOST_COLUMNS, MOST_CELLS // max(1, rows)))


def columns_note(columns: int, rows: int, used: int) -> str:
    """That not all columns are read."""
    of = f" with {rows:,} rows" if used < MOST_COLUMNS else ""
    return f"The file has {columns:,} columns{of}; the first {used} are used."


def clean_names(names: Iterable[str]) -> list[str]:
    """Names for people: without spaces and quotes around them, of bounded length, none twice, none empty."""
    cleaned: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        whole = name if len(name) <= 10 * LONGEST_NAME else name[: 10 * LONGEST_NAME]
        words = " ".join("".join(sign if sign.isprintable() else " " for sign in whole).split()).strip("\"' ")
        plain = cut(words, LONGEST_NAME) or f"column {place}"
        unique, count = plain, 1
        while unique in cleaned:
            count += 1
            unique = f"{cut(plain, LONGEST_NAME - len(f' ({count})'))} ({count})"
        cleaned[unique] = None
    return list(cleaned)


def cut(text: str, longest: int) -> str:
    """Text of at most so many letters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def shown(text: object) -> str:
    """What a file says, quoted and cut for a message."""
    return repr(cut("" if text is None else str(text)[:1000], 40))


def counted(number: int, one: str, many: str) -> str:
    """A number and its word: "1 row was", "1,200 rows were"."""
    return f"{number:,} {one if number == 1 else many}"


def listed(names: Iterable[str]) -> str:
    """Names of columns for a message; of very many, the first ones."""
    names = list(names)
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return (", ".join(names[:MOST_NAMED]) or "none") + more
