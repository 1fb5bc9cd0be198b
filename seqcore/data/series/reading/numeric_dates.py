"""Dates made of digits only: seconds since 1970, days of a spreadsheet, years with their parts, Julian dates."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqcore.data.series.reading.clock import seconds_of_day
from seqcore.data.series.reading.date_forms import (
    DAY,
    FIRST_PLAIN_YEAR,
    LAST_PLAIN_YEAR,
    NEVER,
    Parts,
    Whole,
    days_of,
    days_of_parts,
    days_of_year,
    full_years,
    whole,
)
from seqcore.data.series.reading.day_and_month import one_way

if TYPE_CHECKING:
    import pyarrow as pa

EXCEL_EPOCH = -25_569
"""1899-12-30 in days since 1970: what day 0 of a spreadsheet is."""
JULIAN_EPOCH, MODIFIED_JULIAN_EPOCH = 2_440_587.5, 40_587
"""1970-01-01 in days of the Julian date and of the modified one."""
_UNIX_UNITS = {10: ("seconds", 1), 13: ("milliseconds", 10**3), 16: ("microseconds", 10**6), 19: ("nanoseconds", 10**9)}
MONTHLY = 0.03
"""By how much of a month decimal years such as 1958.08 may fall short of the month that they mean."""
DAILY = 0.2
"""By how much of a day 2024.0027 may fall short of the day that it means."""


def lengths(text: "pa.Array") -> Whole:
    """How many letters the cells have."""
    import pyarrow.compute as pc

    found: Whole = pc.utf8_length(text).to_numpy(zero_copy_only=False)
    return found


def numeric_times(parts: Parts, rows: int) -> tuple[Whole, tuple[str, ...]]:
    """Seconds since 1970, `NEVER` where the digits are none, and what a person should know about it."""
    for name, read in _NUMERIC.items():
        if name in parts:
            return read(parts)
    clock, right = seconds_of_day(parts, rows)
    days = days_of_parts(parts)
    right &= days != NEVER
    if "month" not in parts:
        years = full_years(whole(parts["year"]))
        right &= (years >= FIRST_PLAIN_YEAR) & (years <= LAST_PLAIN_YEAR)
    notes = (f"Numbers such as {parts['year'][0]}{parts['week'][0]} were read as weeks.",) if "week" in parts else ()
    return np.where(right, np.where(right, days, 0) * DAY + clock, NEVER), notes


def _unix(parts: Parts) -> tuple[Whole, tuple[str, ...]]:
    """Cell by cell: a file may change from milliseconds to microseconds on its way."""
    figures, numbers = lengths(parts["since"]), whole(parts["since"])
    times, notes = np.full(len(numbers), NEVER), []
    shortest = 0
    for longest, (unit, in_a_second) in _UNIX_UNITS.items():
        here = (figures > shortest) & (figures <= longest)
        shortest = longest
        times[here] = numbers[here] // in_a_second
        if here.any():
            example = numbers[np.flatnonzero(here)[0]]
            notes.append(f"Numbers such as {example} were read as {unit} since 1970.")
    return times, tuple(notes)


def _serial(parts: Parts) -> tuple[Whole, tuple[str, ...]]:
    seconds = np.rint(whole(parts["part"]) / 10 ** lengths(parts["part"]) * DAY).astype(np.int64)
    times = (whole(parts["serial"]) + EXCEL_EPOCH) * DAY + seconds
    return times, (f"Numbers such as {parts['serial'][0]} were read as the days of a spreadsheet.",)


def _decimal_years(parts: Parts) -> tuple[Whole, tuple[str, ...]]:
    """1958.208 is March 1958 where each month occurs once in its turn, else the day after that part of the year."""
    numbers = floats(parts["years"])
    years = np.floor(numbers + MONTHLY / 12).astype(np.int64)
    right = (years >= FIRST_PLAIN_YEAR) & (years <= LAST_PLAIN_YEAR)
    months = np.floor(numbers * 12 + MONTHLY).astype(np.int64) - 1970 * 12
    if len(months) > 1 and (np.abs(np.diff(months)) == 1).all():
        days, how = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64), "months"
    else:
        first, one = days_of_year(np.floor(numbers).astype(np.int64), np.ones_like(years)), np.ones_like(years)
        length = days_of_year(np.floor(numbers).astype(np.int64) + 1, one) - first
        days, how = first + np.floor((numbers - np.floor(numbers)) * length + DAILY).astype(np.int64), "days"
    note = f"Numbers such as {parts['years'][0]} were read as years and parts of a year, to {how}."
    return np.where(right, days * DAY, NEVER), (note,)


def _months_with_a_point(parts: Parts) -> tuple[Whole, tuple[str, ...]]:
    """2000.01 to 2000.12 are months; of one figure only where they run: 2000.1 is October beside 2000.09 or 2000.11."""
    years, months = whole(parts["year"]), whole(parts["point"])
    ones = lengths(parts["point"]) == 1
    count = years * 12 + months
    beside = [np.append(count[1:], 0), np.insert(count[:-1], 0, 0)]
    october = ones & (months == 1) & np.any([abs(years * 12 + 10 - other) == 1 for other in beside], axis=0)
    months = np.where(october, 10, months)
    steps = np.diff(years * 12 + months)
    runs = len(steps) > 0 and one_way(years * 12 + months) and np.median(abs(steps)) == 1
    days = days_of(years, months, np.ones_like(years)) if runs or not ones.any() else np.full(len(years), NEVER)
    return np.where(days == NEVER, NEVER, days * DAY), ()


def _julian(parts: Parts) -> tuple[Whole, tuple[str, ...]]:
    days = floats(parts["julian"])
    since = np.where(days > 2_000_000, days - JULIAN_EPOCH, days - MODIFIED_JULIAN_EPOCH)
    note = f"Numbers such as {parts['julian'][0]} were read as Julian dates."
    return np.rint(since * DAY).astype(np.int64), (note,)


_NUMERIC = {
    "since": _unix,
    "serial": _serial,
    "years": _decimal_years,
    "point": _months_with_a_point,
    "julian": _julian,
}


def floats(text: "pa.Array") -> npt.NDArray[np.float64]:
    """The numbers in the cells."""
    import pyarrow as pa

    numbers: npt.NDArray[np.float64] = text.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return numbers
