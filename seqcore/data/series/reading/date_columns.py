"""Whether a column holds dates: what its name says, its place, and how its dates follow each other."""

import numpy as np

from seqcore.data.series.reading import names as words
from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.date_forms import DAY, Whole
from seqcore.data.series.reading.dates import Dates
from seqcore.data.series.reading.day_and_month import EVEN, are_between, one_way, unevenness
from seqcore.data.series.reading.names import plain_name
from seqcore.data.series.reading.table import FEW, HALF

SIMILAR_NAME = 1000
LONG_DIGITS = ("day", "time", "hour", "month", "week", "unix")
"""Ways of reading digits only that fit other numbers by chance in a few rows at most."""


def rank_of(name: str, columns: Columns) -> int | None:
    """The place of a name among likely ones; None for a name that says nothing of dates."""
    if not columns.table.is_named:
        return None
    places = [words.DATE.index(word) for word in words.plain_names(name) if word in words.DATE]
    plain, ends = plain_name(name), ("date", "time", "timestamp", "datum", "zeit", "datetime")
    is_similar = (
        plain.startswith(ends)
        or plain.endswith(ends)
        or words.speaks_of(name, ("date", "datum", "datetime", "dt", "created", "mjd", "jd", "julian"))
    )
    return min(places) if places else SIMILAR_NAME if is_similar else None


def is_date(columns: Columns, name: str, dates: Dates, *, is_named: bool) -> bool:
    """Whether a column holds dates; plain numbers do where the name says so, or in the first column in order."""
    if not dates.digits:
        return is_named or (dates.share >= 1 - FEW and dates.readable.mean() >= HALF)
    if dates.readable.mean() < HALF or (dates.share < 1 - FEW and not are_between(dates.seconds)):
        return False
    about_dates = any(
        word in plain_name(name) for word in ("date", "datum", "fecha", "日付", "дата", "mjd", "julian", "data")
    )
    seconds, is_first = dates.seconds[dates.readable], name == columns.names[0]
    steps = np.diff(seconds)
    is_in_order = len(steps) > 0 and one_way(seconds)
    if is_named:
        if dates.digits == "serial" and is_in_order and (dates.seconds % DAY).any():
            return bool((seconds % 60 == 0).mean() > 1 - FEW)  # days and whole minutes
        odd = ("serial", "month with a point", "short day", "day first", "julian")
        return dates.digits not in odd or about_dates or (dates.digits == "month with a point" and is_in_order)
    if dates.digits in LONG_DIGITS:
        return _turns(steps) <= FEW and (is_first or dates.digits != "unix" or _is_beat(steps))
    if dates.digits == "month with a point":
        return is_first and is_in_order and bool((abs(steps) <= 31 * DAY).all())
    is_even = not columns.table.is_named and dates.digits == "decimal year" and unevenness(seconds) < EVEN
    is_year = dates.digits in ("year", "decimal year") and bool((abs(steps) <= 366 * DAY).all())
    return (is_first or is_even) and is_in_order and is_year


def _turns(steps: Whole) -> float:
    """How many of the steps, 0 to 1, go back where most go on, or the other way round; 1 where none goes anywhere."""
    return min((steps < 0).mean(), (steps > 0).mean()) if steps.any() else 1.0


def _is_beat(steps: Whole) -> bool:
    """Whether steps are made of the usual one, as those of a clock are, and not those of a meter that adds up."""
    lengths = abs(steps[steps != 0])
    return bool((lengths % np.median(lengths) == 0).mean() > 1 - FEW)
