"""Reading a file into a series: bytes, text, cells, columns, plans; the best plan, and what is left to ask."""

from dataclasses import dataclass, replace

from seqcore.data.base import Question
from seqcore.data.files import LARGEST_BYTES
from seqcore.data.series.reading.cells import lines_of, read_cells, table_of
from seqcore.data.series.reading.choices import FIND_OUT, SEPARATORS, Reading, check
from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.day_and_month import ORDERS
from seqcore.data.series.reading.large_text import is_large, read_large
from seqcore.data.series.reading.parquet_table import MAGIC, read_parquet
from seqcore.data.series.reading.plan import Plan, make_plan
from seqcore.data.series.reading.questions import questions_of
from seqcore.data.series.reading.refusing import refused
from seqcore.data.series.reading.table import Table, clean_names
from seqcore.data.series.reading.time_plans import TOGETHER, TimePlan
from seqcore.data.series.reading.unpacking import ZIP, is_workbook, unpack
from seqcore.data.series.reading.workbook import OLD_EXCEL, read_sheet
from seqcore.data.series.series import Series

SHOWN_ROWS = 3
"""How many rows from the beginning and from the end of a file are kept to be shown."""
_LONGEST_CELL = 40


@dataclass(frozen=True)
class FileRow:
    """A row of the file as it stands there, by the names of the columns; `number` is what a spreadsheet shows."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Understood:
    """A series, and how the file was understood.

    `separator`, `decimal` and `encoding` are empty for Parquet, `date_order` where it does not matter, `date_columns`
    where rows are numbered. `series_names` are the series that stand in the file where there are several. `gaps`
    counts steps between dates of more than three median steps; `missing` the missing values of the value column,
    `duplicates` the rows with the date of another row.
    """

    series: Series
    separator: str
    decimal: str
    encoding: str
    date_order: str
    date_columns: tuple[str, ...]
    value_column: str
    columns: tuple[str, ...]
    numeric_columns: tuple[str, ...]
    rows_read: int
    newest_first: bool
    gaps: int
    duplicates: int
    missing: int
    notes: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    series_names: tuple[str, ...] = ()
    series_name: str = ""
    kind: str = "CSV"
    ends: tuple[FileRow, ...] = ()

    @property
    def date_column(self) -> str:
        """The columns of the dates in one text; empty where rows are numbered."""
        return TOGETHER.join(self.date_columns)

    def sentence(self) -> str:
        """In one line what is forecast, what orders the rows, how many there are, and the first and last of them."""
        by = f" by {self.date_column}" if self.date_columns else ", rows in order"
        first, last = self.series.values[[0, -1]]
        rows = f"{len(self.series):,} of {self.rows_read:,} rows"
        return f"{self.value_column}{by}: {rows}, {_span(self.series)}, {first:.7g} … {last:.7g}"

    def facts(self) -> list[tuple[str, str]]:
        """What was understood, and in words how: a small table."""
        order = f" ({ORDERS[self.date_order][0]})" if self.date_order else ""
        written = [SEPARATORS.get(self.separator, self.kind)]
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


def read_series(content: bytes, name: str, reading: Reading = FIND_OUT) -> Understood:
    """The series in the content of a file of this name, how it was understood, and the questions that are left.

    Raises InvalidInput with a sentence on what is in the way: row numbers are those that a spreadsheet shows.
    """
    check(reading)
    if len(content) > LARGEST_BYTES:
        raise refused(f"the file has {len(content) / 1e6:,.1f} MB; at most {LARGEST_BYTES / 1e6:g} MB are allowed")
    table = read_table(content, reading)
    if table.is_resampled:
        reading = replace(reading, series="", resample="none")
    title, stem = _titles(name)
    columns = Columns(table, reading.unit)

    def read(other: Reading) -> Series:
        as_read = columns if other.sheet == reading.sheet else Columns(read_table(content, other), other.unit)
        return _series(make_plan(as_read, other), title, stem)

    plan = make_plan(columns, reading)
    series = _series(plan, title, stem)
    return _understood(plan, table, series, questions_of(plan, reading, series, read))


def read_table(content: bytes, reading: Reading) -> Table:
    """The table in the content of a file. Raises InvalidInput when it is something else."""
    content, notes = unpack(content)
    if content.startswith(MAGIC):
        table = read_parquet(content, (reading.date_column, reading.value_column))
    elif content.startswith(OLD_EXCEL) or (content.startswith(ZIP) and is_workbook(content)):
        rows, sheet, others = read_sheet(content, reading.sheet)
        told = [f"The sheet {sheet!r} was read."] if others else []
        table = replace(table_of(lines_of(rows), told, "", "", "Excel"), sheet=sheet, others=tuple(others))
    elif is_large(content):
        table = read_large(content, reading)
    else:
        table = read_cells(content, reading.separator, reading.decimal, reading.encoding)
    return replace(table, notes=(*notes, *table.notes))


def _series(plan: Plan, title: str, stem: str) -> Series:
    return Series(plan.rows.index(), plan.rows.columns(), stem, f"File {title}", plan.notes)


def _understood(plan: Plan, table: Table, series: Series, questions: tuple[Question, ...]) -> Understood:
    dates = plan.order if isinstance(plan.order, TimePlan) else None
    values = plan.values.numbers
    return Understood(
        series=series,
        separator=table.separator,
        decimal=plan.decimal if table.separator else "",
        encoding=table.encoding,
        date_order=dates.order if dates else "",
        date_columns=dates.columns if dates else (),
        value_column=plan.values.column,
        columns=tuple(table.columns),
        numeric_columns=tuple(values),
        rows_read=table.total or len(table.rows),
        newest_first=plan.rows.newest_first,
        gaps=plan.rows.gaps(),
        duplicates=plan.rows.duplicates,
        missing=int((~values[plan.values.column].known).sum()),
        notes=plan.notes,
        questions=questions,
        series_names=plan.key.labels if plan.key else (),
        series_name=plan.series,
        kind=table.kind,
        ends=_ends(table),
    )


def _ends(table: Table) -> tuple[FileRow, ...]:
    """The first and the last rows."""
    rows = len(table.rows)
    places = [*range(min(SHOWN_ROWS, rows)), *range(max(SHOWN_ROWS, rows - SHOWN_ROWS), rows)]
    return tuple(
        FileRow(
            int(table.rows[place]),
            {name: str(cells[place].as_py() or "")[:_LONGEST_CELL] for name, cells in table.columns.items()},
        )
        for place in places
    )


def _titles(name: str) -> list[str]:
    """The name of the file for people, with and without its ending; no folder, no letters that cannot be written."""
    last = name.replace("\\", "/").rpartition("/")[2].encode("utf-8", "replace").decode() or "without a name"
    return [clean_names([title])[0] for title in (last, last.rpartition(".")[0] or last)]


def _span(series: Series) -> str:
    if not series.has_dates:
        return f"row 0 to {len(series) - 1:,}"
    return " to ".join(series.ends_in_words())
