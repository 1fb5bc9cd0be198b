"""Every reading of every column, each computed once: as numbers, as dates in each order, as times of day."""

from dataclasses import dataclass, field, replace

import numpy as np

from seqcore.data.series.reading.clock import read_clock
from seqcore.data.series.reading.date_forms import Whole
from seqcore.data.series.reading.dates import Dates, read_dates, read_digits
from seqcore.data.series.reading.names import DIGITS, speaks_of
from seqcore.data.series.reading.numbers import Numbers, read_numbers
from seqcore.data.series.reading.table import HALF, Table
from seqcore.data.series.reading.unfolding import Unfolded, unfold

_SAMPLE = 200


@dataclass(frozen=True)
class Columns:
    """The columns of a table and what can be read in them."""

    table: Table
    unit: str = "auto"
    _numbers: dict[tuple[str, str], Numbers] = field(default_factory=dict)
    _dates: dict[tuple[str, str], Dates] = field(default_factory=dict)
    _clocks: dict[str, tuple[Whole, str]] = field(default_factory=dict)
    _shares: dict[str, float] = field(default_factory=dict)
    _unfolded: "dict[str, tuple[Unfolded, Columns] | None]" = field(default_factory=dict)

    def unfolded(self, decimal: str) -> "tuple[Unfolded, Columns] | None":
        """The longer table where columns are years, months or dates, and what can be read in it."""
        if decimal not in self._unfolded:
            found = unfold(self.table, decimal)
            self._unfolded[decimal] = (found, Columns(found.table, self.unit)) if found else None
        return self._unfolded[decimal]

    def only(self, names: list[str], *told: str) -> "Columns":
        """Some of the columns, and a note why."""
        cells = {name: self.table.columns[name] for name in names}
        return replace(self, table=replace(self.table, columns=cells, notes=(*self.table.notes, *told)), _unfolded={})

    @property
    def names(self) -> list[str]:
        return list(self.table.columns)

    def numbers(self, name: str, decimal: str) -> Numbers:
        """The numbers in a column, with this decimal sign."""
        key = (name, decimal)
        if key not in self._numbers:
            self._numbers[key] = read_numbers(self.table.columns[name], decimal, self.unit)
        return self._numbers[key]

    def dates(self, name: str, order: str) -> Dates:
        """The dates in a column, with day, month and year in this order or in the likeliest one ("auto")."""
        key = (name, order)
        if key not in self._dates:
            cells = self.table.columns[name]
            form = next((form for form, called in DIGITS.items() if speaks_of(name, called)), "")
            dates = read_digits(cells, form) if form else None
            self._dates[key] = dates if dates and (form == "julian" or dates.share > HALF) else read_dates(cells, order)
        return self._dates[key]

    def clock(self, name: str) -> tuple[Whole, str]:
        """The times of day in a column, and how they are written."""
        if name not in self._clocks:
            self._clocks[name] = read_clock(self.table.columns[name])
        return self._clocks[name]

    def is_plain(self, name: str) -> bool:
        """Whether most cells of a column that hold something are numbers, with a point if any."""
        numbers = self.numbers(name, "point")
        return bool(numbers.known.sum() > numbers.text.sum())

    def date_share(self, name: str) -> float:
        """About how many of the cells of a column are dates: of some rows from all over the file."""
        if name not in self._shares:
            rows = len(self.table.rows)
            places = np.unique(np.linspace(0, rows - 1, _SAMPLE).astype(np.int64))
            self._shares[name] = read_dates(self.table.columns[name].take(places)).share
        return self._shares[name]
