"""The row of a series that a person means by a day, a month, a time of day, or the number of a row."""

import re

import numpy as np

from seqcore.data.series.series import Series
from seqcore.invalid import InvalidInput

_DATE = re.compile(r"\d{4}-\d\d(-\d\d([ T]\d\d:\d\d)?)?")


def known_rows(series: Series, first: int) -> str:
    """What may be typed, in words: "A day from 2015-01-05 to 2024-12-30"."""
    what = "A day" if series.has_dates else "A row"
    begin, end = (one.removeprefix("row ").replace(",", "") for one in _part(series, first).ends_in_words())
    return f"{what} from {begin} to {end}"


def row_of(series: Series, text: str, first: int) -> int:
    """The last row that is not after what was typed. Raises InvalidInput for one before row `first`, or after the last.

    By hand: in a series of trading days, 2024-03-31, a Sunday, is the row of Friday 2024-03-29, or the last before it.
    """
    typed = text.strip()
    row = _dated(series, typed) if series.has_dates else _numbered(series, typed)
    if row is None or row < first:
        known = known_rows(series, first)
        example = f", such as {str(series.index[-1])[:10]}" if series.has_dates else ""
        raise InvalidInput([f"Got {typed[:30]!r}; allowed is {known[0].lower()}{known[1:]}{example}."])
    return row


def _dated(series: Series, typed: str) -> int | None:
    if not _DATE.fullmatch(typed):
        return None
    try:
        begin = np.datetime64(typed.replace(" ", "T"))
    except ValueError:  # the 31st of February, say
        return None
    if begin > series.index[-1]:
        return None
    return int(np.searchsorted(series.index, (begin + 1).astype("datetime64[s]"))) - 1


def _numbered(series: Series, typed: str) -> int | None:
    digits = typed.replace(",", "").removeprefix("row ")
    if not re.fullmatch(r"\d{1,12}", digits) or int(digits) > series.index[-1]:
        return None
    return int(np.searchsorted(series.index, int(digits), side="right")) - 1


def _part(series: Series, first: int) -> Series:
    """The rows from `first` on."""
    return Series(
        series.index[first:], {name: one[first:] for name, one in series.columns.items()}, series.name, series.origin
    )
