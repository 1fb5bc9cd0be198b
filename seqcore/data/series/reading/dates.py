"""Text into dates, a column at a time: form by form, whatever one leaves over is tried with the next.

Digits only may be years, 20200702 or seconds since 1970, but plain numbers just as well; `Dates.digits` says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqcore.data.series.reading.clock import CLOCK, seconds_of_day, zone_notes
from seqcore.data.series.reading.date_forms import (
    BUDDHIST,
    DAY,
    DIGIT_FORMS,
    FORMS,
    LAST_PLAIN_YEAR,
    NEVER,
    Form,
    Mask,
    Parts,
    Whole,
    days_of,
    days_of_parts,
    whole,
)
from seqcore.data.series.reading.day_and_month import EVEN, days_in_order, fitting_orders, runs, unevenness
from seqcore.data.series.reading.month_names import months_by_name, told_of_years, without_signs
from seqcore.data.series.reading.numbers import distinct, is_text, trimmed
from seqcore.data.series.reading.numeric_dates import floats, lengths, numeric_times

if TYPE_CHECKING:
    import pyarrow as pa

_RANGE = (
    r"^(?:(.*?\d.*?)\s*(?:\s[-–—]\s|\s(?:to|bis|until|au|à)\s|\.\.|~)|(\d{4}-[^/]*)/)"
    r"\s*[^\s,;|\t\"][^,;|\t\"]*\d[^,;|\t\"]*$"
)
_RANGE_OF_TIMES = r"^(?P<start>.*\d\d?:\d\d(?::\d\d)?)\s?[-–—]\s?(?P<end>\d\d?:\d\d)(?::\d\d)?$"
_TWO_YEARS = r"^(?P<first>[12]\d{3})\s?[-/–]\s?(?P<end>\d{2}|[12]\d{3})$"
_AROUND = r"^(?:\[(.*)\]|/date\((\d+)\)/|(.*\w)\s*\*+)$"
"""What is written around a date: [01/Jan/2024:10:00:00], /Date(1704067200000)/, 2024 November*."""
_FEW_ZONES = 3
_PERIODS = {
    **{"first": "D", "day": "D", "doy": "D", "week": "W"},
    **{"quarter": "Q", "half_year": "H", "name": "M", "month": "M"},
}
"""What a date names that has such a part; without any of them a year."""
_BUDDHIST_YEAR = r"(?:^|\D)2[45]\d\d"
_WITH_YEARS = ("day", "month", "year", "month with a point")


@dataclass(frozen=True)
class Dates:
    """One column. `times` (UTC) are NaT where a cell is `missing` or cannot be read.

    `order` is the order of day, month and year where it matters, else ""; `rivals` are further orders that make dates
    of as many cells. `digits` names the way in which a column of plain numbers was read: "day" (20200702), "time",
    "hour", "month", "year", "unix", "serial", "month with a point", "decimal year", "julian", ….
    `periods` are what the cells of text name: Y, H, Q, M, W or D for a year, a half year, ….
    """

    times: npt.NDArray[np.datetime64]
    missing: Mask
    order: str = ""
    rivals: tuple[str, ...] = ()
    digits: str = ""
    notes: tuple[str, ...] = ()
    example: str = ""
    periods: npt.NDArray[np.str_] | None = None

    @property
    def readable(self) -> Mask:
        return ~np.isnat(self.times)

    @property
    def seconds(self) -> Whole:
        """Since 1970, `NEVER` where there is no date."""
        return self.times.astype(np.int64)

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
    if (found := distinct(cells)) is not None:
        dates = _read(found.dictionary, order)
        places = found.indices.to_numpy(zero_copy_only=False)
        periods = None if dates.periods is None else dates.periods[places]
        return replace(dates, times=dates.times[places], missing=dates.missing[places], periods=periods)
    return _read(cells, order)


def _read(cells: "pa.Array", order: str) -> Dates:
    import pyarrow.compute as pc

    written = trimmed(cells)
    text = _without_powers(_plain(written))
    missing = text.is_null().to_numpy(zero_copy_only=False)
    digits = pc.match_substring_regex(text, r"^\d+(?:[.,]\d*)?$").fill_null(False).to_numpy(zero_copy_only=False)
    if digits.sum() > (~missing).sum() / 2:
        return _from_digits(pc.replace_substring(text, ",", "."), missing)
    found = _from_text(text, missing, order)
    return replace(found, notes=(*found.notes, *told_of_years(written))) if found.readable.any() else found


def _plain(text: "pa.Array") -> "pa.Array":
    """Lower-case text without what stands around a date, and with the signs of other scripts as digits."""
    import pyarrow.compute as pc

    return without_signs(pc.replace_substring_regex(pc.utf8_lower(text), pattern=_AROUND, replacement=r"\1\2\3"))


def _without_powers(text: "pa.Array") -> "pa.Array":
    """1704067200.0 for 1.704067200e+09, as programs write seconds since 1970."""
    import pyarrow as pa
    import pyarrow.compute as pc

    is_power = pc.match_substring_regex(text, r"^\d\.\d{5,}e\+?\d\d$")
    if not pc.any(is_power).as_py():
        return text
    plain = pa.array([f"{number:.6f}" for number in floats(text.filter(is_power))], pa.string())
    return pc.replace_with_mask(text, is_power.fill_null(False), plain)


def _moments(seconds: Whole) -> npt.NDArray[np.datetime64]:
    return seconds.astype(np.int64).view("datetime64[s]")


def _stored(cells: "pa.Array") -> Dates:
    """The seconds of a Parquet file."""
    import pyarrow as pa
    import pyarrow.compute as pc

    missing = cells.is_null().to_numpy(zero_copy_only=False)
    whole_seconds = pc.cast(cells, pa.timestamp("s"), safe=False)
    seconds = pc.cast(whole_seconds, pa.int64()).fill_null(NEVER).to_numpy(zero_copy_only=False)
    return Dates(_moments(seconds), missing)


def _from_text(text: "pa.Array", missing: Mask, order: str) -> Dates:
    text = _without_ends_of_years(_without_ends_of_hours(text))
    seconds, periods = np.full(len(text), NEVER), np.full(len(text), "")
    left = np.flatnonzero(~missing)
    used, rivals, example, zones = "", tuple[str, ...](), "", set[str]()
    for form in FORMS:
        if not len(left):
            break
        here, parts = form.find(text.take(left))
        rows = left[here]
        if not len(rows):
            continue
        clock, right = seconds_of_day(parts, len(rows))
        if "first" in parts:
            numbers = (whole(parts["first"]), whole(parts["other"]), whole(parts["third"]))
            example = text[int(rows[0])].as_py()
            fitting = fitting_orders(numbers, example)
            fitting.sort(key=lambda one: max(EVEN, _unevenness(days_in_order(numbers, one), clock)))
            used = fitting[0] if order == "auto" else order
            rivals = tuple(fitting[1:]) if order == "auto" else ()
            days = days_in_order(numbers, used)
        else:
            days = days_of_parts(parts)
        if _are_days_without_year(parts, days):
            continue
        right &= days != NEVER
        zones |= set(parts["zone"].unique().to_pylist()) if "zone" in parts else {""}
        seconds[rows[right]] = days[right] * DAY + clock[right]
        periods[rows[right]] = next((letter for part, letter in _PERIODS.items() if part in parts), "Y")
        left = left[np.isin(left, rows[right], invert=True)]
    if len(left):
        _read_ranges(text, left, seconds, order)
    notes = (*_notes_on_years(text, seconds), *zone_notes(zones))
    return Dates(_moments(seconds), missing, used, rivals, notes=notes, example=example, periods=periods)


def _are_days_without_year(parts: Parts, days: Whole) -> bool:
    """Whether Jan 31, Feb 01, … are days that run on in a year, where they do not run as months of 2031 and 2001."""
    if "name" not in parts or "day" in parts or "first" in parts or lengths(parts["year"]).max() > 2 or runs(days):
        return False
    in_a_year = days_of(np.full(len(days), 2000), months_by_name(parts["name"]), whole(parts["year"]))
    return bool((in_a_year != NEVER).all() and runs(in_a_year))


def _unevenness(days: Whole, clock: Whole) -> float:
    right = days != NEVER
    return unevenness(np.where(right, np.where(right, days, 0) * DAY + clock, NEVER))


def _without_ends_of_hours(text: "pa.Array") -> "pa.Array":
    """05:00-06:00 as 05:00: more ends than a column has zones are no zones."""
    import pyarrow.compute as pc

    found = pc.extract_regex(text, _RANGE_OF_TIMES)
    if found.null_count > len(text) / 2 or len(pc.unique(found.field("end"))) <= _FEW_ZONES:
        return text
    return pc.if_else(found.is_valid(), found.field("start"), text)


def _without_ends_of_years(text: "pa.Array") -> "pa.Array":
    """1999-00 and 1999/2000 as 1999, where the second year follows the first in all cells: 2000-01 alone is January."""
    import pyarrow.compute as pc

    found = pc.extract_regex(text, _TWO_YEARS)
    if found.null_count > text.null_count or len(text) == text.null_count:
        return text
    first, end = (whole(found.field(name).drop_null()) for name in ("first", "end"))
    follow = ((first + 1 - end) % 100 == 0).all() and len(np.unique(first)) > 2
    return found.field("first") if follow else text


def _read_ranges(text: "pa.Array", left: Whole, seconds: Whole, order: str) -> None:
    """Fill in the beginnings of ranges such as 1 Jan 2020 - 7 Jan 2020."""
    import pyarrow.compute as pc

    cells = text.take(left)
    is_range = pc.match_substring_regex(cells, _RANGE)
    if not pc.any(is_range).as_py():
        return
    begin = pc.replace_substring_regex(cells.filter(is_range), pattern=_RANGE, replacement=r"\1\2")
    found = read_dates(begin, order)
    seconds[left[is_range.to_numpy(zero_copy_only=False)]] = found.seconds


def _notes_on_years(text: "pa.Array", seconds: Whole) -> tuple[str, ...]:
    """That years have two digits, where they do: the text has no four digits in a row; or that they were Buddhist."""
    import pyarrow.compute as pc

    rows = np.flatnonzero(seconds != NEVER)
    years, text = _moments(seconds[rows]).astype("datetime64[Y]").astype(str), text.take(rows)
    if not len(rows):
        return ()
    if int(max(years)) < LAST_PLAIN_YEAR and pc.all(pc.match_substring_regex(text, _BUDDHIST_YEAR)).as_py():
        return (f"Years were read as those of the Buddhist calendar: {int(max(years)) + BUDDHIST} is {max(years)}.",)
    short = pc.invert(pc.match_substring_regex(text, r"\d{4}"))
    if not pc.any(short).as_py():
        return ()
    years = years[short.to_numpy(zero_copy_only=False)]
    return (f"Years of two digits were read as {min(years)} to {max(years)}.",)


def _from_digits(text: "pa.Array", missing: Mask, forms: Sequence[Form] = DIGIT_FORMS) -> Dates:
    """The reading of the whole column that makes dates of the largest part of it."""
    best = Dates(_moments(np.full(len(text), NEVER)), missing)
    present = np.flatnonzero(~missing)
    for form in forms:
        here, parts = form.find(text.take(present))
        rows = present[here]
        seconds = np.full(len(text), NEVER)
        if not len(rows):
            continue
        seconds[rows], notes = numeric_times(parts, len(rows))
        found = Dates(_moments(seconds), missing, digits=form.name, notes=notes)
        if found.share > best.share:
            best = found
    if best.digits in _WITH_YEARS:
        best = replace(best, notes=(*best.notes, *_notes_on_years(text, best.seconds)))
    return best


def read_digits(cells: "pa.Array", form: str) -> Dates:
    """A column whose name says how its digits are to be read: 58849.5 is a modified Julian date or a spreadsheet's."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = trimmed(cells if is_text(cells) else pc.cast(cells, pa.string()))
    missing = text.is_null().to_numpy(zero_copy_only=False)
    return _from_digits(text, missing, [one for one in DIGIT_FORMS if one.name == form])


def date_shaped(text: "pa.Array") -> Mask:
    """Which cells of trimmed text look like a date or a time of day; digits only are not among them."""
    import pyarrow.compute as pc

    text = _plain(text)
    found: Mask = (
        pc.match_substring_regex(text, CLOCK + r"(?::\d\d[.,]\d+)?[^,;|\t]*$")
        .fill_null(False)
        .to_numpy(zero_copy_only=False)
        .copy()
    )
    possible = pc.match_substring_regex(text, r"^[^;|\t]{0,20}\d").fill_null(False).to_numpy(zero_copy_only=False)
    for rest in (text, pc.replace_substring_regex(text, pattern=_RANGE, replacement=r"\1\2")):
        left = np.flatnonzero(possible & ~found)
        for form in FORMS:
            if not len(left):
                break
            here, parts = form.find(rest.take(left))
            if "name" in parts:
                here[here] = months_by_name(parts["name"]) > 0
            found[left[here]] = True
            left = left[~here]
    return found
