"""The rows of a file before it is known which of them are the table."""

from dataclasses import dataclass, field

from seqcore.data.series.reading.numbers import is_missing

Row = list[str]


@dataclass
class Lines:
    """The rows that hold something, without empty cells at the end, with their numbers in a spreadsheet.

    `comments` are the lines of comment above them, `widths` count the cells with the empty ones at the end.
    `tables` name the table that each row belongs to where there are several, which may `differ` in their headings;
    empty otherwise.
    """

    rows: list[Row]
    numbers: list[int]
    widths: list[int]
    comments: list[Row]
    tables: list[str] = field(default_factory=list)
    differ: bool = False

    def leave_out(self, gone: set[int]) -> None:
        """Without the rows at these places."""
        kept = [place for place in range(len(self.rows)) if place not in gone]
        self.rows, self.numbers = [self.rows[place] for place in kept], [self.numbers[place] for place in kept]
        self.widths = [self.widths[place] for place in kept]
        self.tables = [self.tables[place] for place in kept] if self.tables else []


def is_thin(row: Row, width: int) -> bool:
    """Whether less than half of the row is filled, as in a title."""
    return width > 1 and sum(bool(cell.strip()) for cell in row) < max(2, width / 2)


def is_empty(row: Row, column: int) -> bool:
    """Whether nothing stands in this column of the row, or what stands for nothing."""
    return column >= len(row) or is_missing(row[column])
