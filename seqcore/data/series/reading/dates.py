"""Text into dates, a column at a time: form by form, whatever one leaves over is tried with the next.

Digits only may be years, 20200702 or seconds since 1970, but plain numbers just as well; `Dates.digits` says so.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqcore.data.series.reading.clock import CLOCK, seconds_of_day, zone_notes
from seqcore.data.series.reading.date_forms import (
    DIGIT_FORMS,
    FORMS,
    NEVER,
    Mask,
    Parts,
    Whole,
    days_of_parts,
    whole,
)
from seqcore.data.series.reading.day_and_month import days_in_order, find_order
from seqcore.data.series.reading.numbers import is_text, trimmed

if TYPE_CHECKING:
    import pyarrow as pa

DAY = 86_400
EXCEL_EPOCH = -25_569
"""1899-12-30 in days since 1970: what day 0 of a spreadsheet is."""
_UNIX_UNITS = {10: ("seconds", 1), 13: ("milliseconds", 10**3), 16: ("microseconds", 10**6), 19: ("nanoseconds", 10**9)}
FIRST_PLAIN_YEAR, LAST_PLAIN_YEAR = 1500, 2200
_SHORT_YEARS = "Years of two digits: 00 to 49 were read as 2000 to 2049, 50 to 99 as 1950 to 1999."


@dataclass(frozen=True)
class Dates:
    """One column. `times` (UTC) are NaT where a cell is `missing` or cannot be read.

    `order` is the order of day, month and year where it matters, else "". `digits` names the way in which a column
    of plain numbers was read: "day" (20200702), "time", "month", "year", "unix", "serial" or "month with a point".
    """

    times: npt.NDArray[np.datetime64]
    missing: Mask
    order: str = ""
    digits: str = ""
    notes: tuple[str, ...] = ()

    @property
    def readable(self) -> Mask:
        return ~np.isnat(self.times)

    @property
    def share(self) -> float:
        """How many of the cells that hold something were read, 0 to 1."""
        present = int((~self.missing).sum())
        return float(self.readable.sum()) / present if present else 0.0


def read_dates(cells: "pa.Array", order: str = "auto") -> Dates:
    """The dates in one column. `order` is one of auto, ymd, mdy and dmy; it matters for 1/2/2020 and the like."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_timestamp(cells.type):
        return _stored(cells)
    if pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type):
        cells = pc.cast(cells, pa.string())
    elif not is_text(cells):
        return Dates(_moments(np.full(len(cells), NEVER)), np.zeros(len(cells), bool))
    text = pc.utf8_lower(trimmed(cells))
    missing = text.is_null().to_numpy(zero_copy_only=False)
    digits = pc.match_substring_regex(text, r"^\d+(?:\.\d*)?$").fill_null(False).to_numpy(zero_copy_only=False)
    if digits.sum() > (~missing).sum() / 2:
        return _from_digits(text, missing)
    return _from_text(text, missing, order)


def _moments(seconds: Whole) -> npt.NDArray[np.datetime64]:
    return seconds.astype(np.int64).view("datetime64[s]")


def _stored(cells: "pa.Array") -> Dates:
    """The seconds of a Parquet file."""
    import pyarrow as pa
    import pyarrow.compute as pc

    missing = cells.is_null().to_numpy(zero_copy_only=False)
    seconds = pc.cast(cells, pa.int64()).fill_null(NEVER).to_numpy(zero_copy_only=False)
    return Dates(_moments(seconds), missing)


def _from_text(text: "pa.Array", missing: Mask, order: str) -> Dates:
    seconds = np.full(len(text), NEVER)
    left = np.flatnonzero(~missing)
    used, notes, zones = "", dict[str, None](), set[str]()
    for form in FORMS:
        here, parts = form.find(text.take(left))
        rows = left[here]
        if not len(rows):
            continue
        clock, right = seconds_of_day(parts, len(rows))
        if "first" in parts:
            numbers = (whole(parts["first"]), whole(parts["other"]), whole(parts["third"]))
            found, why = find_order(numbers, text[int(rows[0])].as_py())
            used = found if order == "auto" else order
            notes |= dict.fromkeys(why if order == "auto" else ())
            days, years = days_in_order(numbers, used), parts["first" if used == "ymd" else "third"]
        else:
            days, years = days_of_parts(parts), parts["year"]
        right &= days != NEVER
        if (_lengths(years)[right] < 4).any():
            notes[_SHORT_YEARS] = None
        zones |= set(parts["zone"].unique().to_pylist()) if "zone" in parts else {""}
        seconds[rows[right]] = days[right] * DAY + clock[right]
        left = left[np.isin(left, rows[right], invert=True)]
        if not len(left):
            break
    return Dates(_moments(seconds), missing, used, notes=(*notes, *zone_notes(zones)))


def _lengths(text: "pa.Array") -> Whole:
    import pyarrow.compute as pc

    lengths: Whole = pc.utf8_length(text).to_numpy(zero_copy_only=False)
    return lengths


def _from_digits(text: "pa.Array", missing: Mask) -> Dates:
    """The reading of the whole column that makes dates of the largest part of it."""
    best = Dates(_moments(np.full(len(text), NEVER)), missing)
    present = np.flatnonzero(~missing)
    for form in DIGIT_FORMS:
        here, parts = form.find(text.take(present))
        rows = present[here]
        seconds = np.full(len(text), NEVER)
        if not len(rows):
            continue
        seconds[rows], notes = _numeric_times(parts, len(rows))
        found = Dates(_moments(seconds), missing, digits=form.name, notes=notes)
        if found.share > best.share:
            best = found
    return best


def _numeric_times(parts: Parts, rows: int) -> tuple[Whole, tuple[str, ...]]:
    """Seconds since 1970, `NEVER` where the digits are none, and what a person should know about it."""
    if "since" in parts:
        lengths = _lengths(parts["since"])
        longest = int(lengths.max())
        unit, in_a_second = next(found for most, found in _UNIX_UNITS.items() if longest <= most)
        same = lengths >= longest - 1
        times = np.where(same, whole(parts["since"]) // in_a_second, NEVER)
        return times, (f"Numbers such as {parts['since'][0]} were read as {unit} since 1970.",)
    if "serial" in parts:
        lengths = 10 ** _lengths(parts["part"])
        seconds = np.rint(whole(parts["part"]) / lengths * DAY).astype(np.int64)
        times = (whole(parts["serial"]) + EXCEL_EPOCH) * DAY + seconds
        return times, (f"Numbers such as {parts['serial'][0]} were read as the days of a spreadsheet.",)
    clock, right = seconds_of_day(parts, rows)
    days = days_of_parts(parts)
    right &= days != NEVER
    if "month" not in parts:
        years = whole(parts["year"])
        right &= (years >= FIRST_PLAIN_YEAR) & (years <= LAST_PLAIN_YEAR)
    return np.where(right, np.where(right, days, 0) * DAY + clock, NEVER), ()


def date_shaped(text: "pa.Array") -> Mask:
    """Which cells of trimmed text look like a date or a time of day; digits only are not among them."""
    import pyarrow.compute as pc

    text = pc.utf8_lower(text)
    found: Mask = pc.match_substring_regex(text, CLOCK).fill_null(False).to_numpy(zero_copy_only=False).copy()
    possible = pc.match_substring_regex(text, r"^[^;|\t]{0,20}\d").fill_null(False).to_numpy(zero_copy_only=False)
    left = np.flatnonzero(possible & ~found)
    for form in FORMS:
        if not len(left):
            break
        here = form.find(text.take(left))[0]
        found[left[here]] = True
        left = left[~here]
    return found
