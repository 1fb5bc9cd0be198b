"""Years, quarters and months in one column of dates: several series of different frequency, or sums among the rows.

2000-01, 5                The date of a row does not tell that 2000 is the whole year: a column of its own says so,
2000-02, 6         ->     by which the series are told apart.
2000,   66
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.date_forms import Whole
from seqcore.data.series.reading.dates import Dates

FREQUENCY = "frequency of the dates"
"""The name of the column that says which period the date of a row names."""
_NAMES = {"Y": "years", "H": "half years", "Q": "quarters", "M": "months", "W": "weeks", "D": "days"}
"""The periods by their letters in `Dates.periods`, the longest first."""
_MONTHS = {"Y": 12, "H": 6, "Q": 3, "M": 1}
_MOST_APART = 0.5


def with_frequency(columns: Columns, dates: Dates, *, is_known: bool) -> Columns:
    """The columns, with one more where the periods that the dates name hold each other, or where `is_known` says so."""
    import pyarrow as pa

    periods = dates.periods
    if periods is None:
        periods = np.full(len(dates.times), "Y" if dates.digits == "year" else "M" if dates.digits == "month" else "D")
    if not is_known and not _hold_each_other(dates, periods):
        return columns
    found, many = np.unique(periods[dates.readable], return_counts=True)
    usual = str(found[np.argmax(many)]) if len(found) else "D"
    words = [_NAMES[letter or usual] for letter in periods.tolist()]
    table = replace(columns.table, columns={**columns.table.columns, FREQUENCY: pa.array(words, pa.string())})
    return replace(columns, table=table)


def _hold_each_other(dates: Dates, periods: npt.NDArray[np.str_]) -> bool:
    """Whether most of the longer periods hold dates of shorter ones; else the file only becomes finer on its way."""
    known = periods[dates.readable]
    days = dates.times[dates.readable].astype("datetime64[D]")
    letters = [letter for letter in _NAMES if (known == letter).any()]
    for place, letter in enumerate(letters[:-1]):
        longer, shorter = known == letter, np.isin(known, letters[place + 1 :])
        inside = np.isin(_period(days[longer], letter), _period(days[shorter], letter))
        if inside.mean() >= _MOST_APART:
            return True
    return False


def _period(days: npt.NDArray[np.datetime64], letter: str) -> Whole:
    if letter == "W":
        return (days.astype(np.int64) + 3) // 7
    return days.astype("datetime64[M]").astype(np.int64) // _MONTHS[letter]
