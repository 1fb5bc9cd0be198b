"""The ways of writing a date: patterns whose groups name the parts, and the calendar that turns parts into days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from seqcore.data.series.reading.month_names import LETTERS, months_by_name

if TYPE_CHECKING:
    import pyarrow as pa

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
Parts = Mapping[str, Any]
"""What a form found, by the names of its groups: text, one entry for each date."""

NEVER = int(np.iinfo(np.int64).min)
"""What NumPy stores for "not a time"."""
FEW_CELLS = 200
"""So many are looked at one by one sooner than Arrow has compiled a pattern, which it does anew at each call: 1 ms."""
DAY = 86_400
FIRST_PLAIN_YEAR, LAST_PLAIN_YEAR = 1500, 2200
FIRST_YEAR, LAST_YEAR = 1000, 2999
OTHER_CALENDARS = (1300, 1460)
"""What lies between them as a whole is of another calendar, Persian or Islamic, and not understood."""
BUDDHIST = 543
"""So many years are the ones of Thailand ahead."""
LATEST_YEAR = 2040
"""The last year that two digits are read as: nobody measures the future."""

_WEEKDAYS = (
    "mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|mie|jue|vie|sáb|sab|dom|seg|ter"
    "|qua|qui|sex|gio|пн|вт|ср|чт|пт|сб|вс|пон|pon|wt|śr|czw|pt|sob|ndz"
)
# All of it matches lower-case text: patterns for any case, or for the letters of all scripts, take long to compile.
_WEEKDAY = rf"^(?:(?:{_WEEKDAYS})[{LETTERS}]{{0,9}}\.?,?\s+)?"
_TIME = (
    r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2})(?:[:.]?(?P<second>\d{2})(?:[.,:](?P<fraction>\d{1,9})\d*)?)?|\s?h)?"
)
_ZONE = r"(?P<zone>(?:utc|gmt)?\s?[-+−]\d{1,2}(?::?\d{2})?|[a-z]{1,5})"
_AFTER = rf"\s*(?P<half>[ap]\.?\s?m\.?)?\s*{_ZONE}?(?:\s*[\[(][^\])]*[\])])?"
_CLOCK = rf"\.?(?:(?:\s*[t,;_]\s*|\s+|:)(?:um\s|at\s|à\s|a\sl[ae]s?\s|-\s)?{_TIME}{_AFTER}|\s*\([^)]*\)|\s?z)?$"
TIME_AFTER = _TIME + _AFTER
_BETWEEN, _MONTH_BETWEEN = r"\s?[-/. ]\s?", r"\s?[-/ ]\s?"
_NAME = rf"(?P<name>[{LETTERS}]{{3,12}})\.?"
_YEAR, _ANY_YEAR = r"(?P<year>\d{4})", r"'?(?P<year>\d{4}|\d{2})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?\.?"
_QUARTER = r"(?:q|qtr\s?|quarter\s|t|k|к|кв\.?\s?)"
_HALF_YEAR = r"(?:s|h|hj|b)"
_WEEK = r"(?:w|wk|kw|week|woche|sem|semaine|semana)\s?\.?\s?"


@dataclass(frozen=True)
class Form:
    """One way of writing dates. With a `clock` a time of day may follow."""

    pattern: str
    clock: bool = False
    name: str = ""

    def find(self, text: "pa.Array") -> tuple[Mask, Parts]:
        """Which cells of lower-case text are written like this, and the parts of those."""
        import pyarrow.compute as pc

        if len(text) <= FEW_CELLS and not any(cell and self._compiled.search(cell) for cell in text.to_pylist()):
            return np.zeros(len(text), bool), {}
        found = pc.extract_regex(text, self._whole)
        here = found.is_valid()
        rows = found.filter(here)
        return here.to_numpy(zero_copy_only=False), {part.name: rows.field(part.name) for part in rows.type}

    @property
    def _whole(self) -> str:
        return _WEEKDAY + self.pattern + (_CLOCK if self.clock else "$")

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        """Finds all that Arrow finds."""
        return re.compile(self._whole, re.ASCII)


FORMS = (
    Form(rf"{_YEAR}{_BETWEEN}(?P<month>\d{{1,2}}){_BETWEEN}(?P<day>\d{{1,2}})", clock=True),
    Form(rf"(?P<first>\d{{1,2}}){_BETWEEN}(?P<other>\d{{1,2}}){_BETWEEN}'?(?P<third>\d{{4}}|\d{{2}})", clock=True),
    Form(rf"{_DAY}[-\s/.]*(?:de\s)?{_NAME}[-\s,/.]*(?:de\s|del\s)?{_ANY_YEAR}(?:\s?г\.?)?", clock=True),
    Form(rf"{_NAME}[-\s]*{_DAY}(?:\s*,\s*|[-\s]+){_YEAR}", clock=True),
    Form(rf"{_NAME}\s+{_DAY}\s+{_TIME}\s+(?:{_ZONE}\s)?{_YEAR}"),
    Form(rf"{_YEAR}[-\s/.]*{_NAME}[-\s/.]*{_DAY}", clock=True),
    Form(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", clock=True),
    Form(rf"{_YEAR}(?:{_MONTH_BETWEEN}|m)(?P<month>\d{{1,2}})"),
    Form(rf"(?P<month>\d{{1,2}}){_MONTH_BETWEEN}{_YEAR}"),
    Form(rf"{_NAME}[-\s,/.]*(?:de\s)?{_ANY_YEAR}"),
    Form(rf"{_YEAR}[-\s,/.]*{_NAME}"),
    Form(rf"{_YEAR}[-\s/.:]?{_QUARTER}(?P<quarter>[1-4])"),
    Form(rf"{_QUARTER}(?P<quarter>[1-4])[-\s/.]*(?:fy\s?)?{_ANY_YEAR}"),
    Form(rf"(?P<quarter>[1-4])(?:\.?\s?quartal|\s?q|\s?кв\.?|(?:st|nd|rd|th) quarter)[-\s/]*{_ANY_YEAR}"),
    Form(rf"{_YEAR}[-\s/.]?{_HALF_YEAR}(?P<half_year>[12])"),
    Form(rf"{_HALF_YEAR}(?P<half_year>[12])[-\s/]?{_YEAR}"),
    Form(rf"(?P<half_year>[12])(?:\.?\s?halbjahr|h|hj|s)[-\s/]*{_YEAR}"),
    Form(rf"{_YEAR}[-\s/.,]*{_WEEK}(?P<week>\d{{1,2}})(?:-?(?P<weekday>[1-7]))?"),
    Form(rf"{_WEEK}(?P<week>\d{{1,2}})[-\s/.,]*{_YEAR}"),
    Form(rf"(?P<week>\d{{1,2}})\.\s?(?:kw|woche)[-\s/]*{_YEAR}"),
    Form(rf"{_YEAR}-(?P<doy>\d{{3}})", clock=True),
    Form(rf"(?:fy|cy|ano|jahr)?\s?{_YEAR}(?:年|년|г|\s?yr\d{{4}})?\.?", name="year"),
)
# Of digits only: the whole column is read in one way, the one that makes dates of most cells; of equal ones the first.
DIGIT_FORMS = (
    Form(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:\.0*)?", name="day"),
    Form(
        rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?",
        name="time",
    ),
    Form(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?P<hour>\d{2})(?:\.0*)?", name="hour"),
    Form(r"(?P<year>\d{4})(?P<month>\d{2})(?:\.0*)?", name="month"),
    Form(r"(?P<year>\d{4})(?P<week>\d{2})(?:\.0*)?", name="week"),
    Form(rf"{_YEAR}(?:\.0*)?", name="year"),
    Form(r"(?P<since>\d{9,10}|\d{12,13}|\d{15,16}|\d{18}|[1-8]\d{18})(?:\.\d*)?", name="unix"),
    Form(r"(?P<serial>[2-6]\d{4})(?:\.(?P<part>\d{1,9})\d*)?", name="serial"),
    Form(rf"(?P<month>\d{{1,2}})\.{_YEAR}", name="month with a point"),
    Form(rf"{_YEAR}\.(?P<point>\d{{1,2}})", name="month with a point"),
    Form(r"(?P<years>\d{4}(?:\.\d+)?)", name="decimal year"),
    Form(r"(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})", name="short day"),
    Form(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})", name="day first"),
    Form(r"(?P<julian>24\d{5}(?:\.\d+)?|[3-7]\d{4}(?:\.\d+)?)", name="julian"),
)


def whole(text: "pa.Array", default: int = 0) -> Whole:
    """The whole numbers of the parts; `default` where a part is not there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    filled = pc.if_else(pc.equal(text, ""), str(default), text)
    numbers: Whole = pc.cast(filled, pa.int64()).to_numpy(zero_copy_only=False)
    return numbers


def full_years(years: Whole) -> Whole:
    """Years of our calendar. Those of two digits have the latest century in which rows that run end by `LATEST_YEAR`.

    [48, 49, 50] are 1948 to 1950, [99, 0, 1] are 1999 to 2001; years that do not run are each the latest they can be.
    """
    short = years < 100
    if not short.any():
        if ((years > OTHER_CALENDARS[0]) & (years < OTHER_CALENDARS[1])).all():
            return np.zeros_like(years)
        return years - BUDDHIST * ((years > 1900 + BUDDHIST) & (years < 2100 + BUDDHIST)).all()
    alone = LATEST_YEAR - (LATEST_YEAR - years) % 100
    steps = (np.diff(years) + 50) % 100 - 50
    if short.all() and ((steps >= 0).all() or (steps <= 0).all()):
        running = years[0] + np.concatenate([[0], np.cumsum(steps)])
        alone = running + (LATEST_YEAR - int(running.max())) // 100 * 100
    return np.where(short, alone, years)


def days_of(years: Whole, months: Whole, days: Whole) -> Whole:
    """Days since 1970, `NEVER` for dates that no calendar has."""
    right = (years >= FIRST_YEAR) & (years <= LAST_YEAR) & (months >= 1) & (months <= 12) & (days >= 1) & (days <= 31)
    month = np.where(right, (years - 1970) * 12 + months - 1, 0).astype("datetime64[M]")
    day = month.astype("datetime64[D]") + np.where(right, days - 1, 0)
    right &= day.astype("datetime64[M]") == month
    return np.where(right, day.astype(np.int64), NEVER)


def days_of_parts(parts: Parts) -> Whole:
    """Days since 1970 of the parts that a form found; months, quarters and years begin on their first day."""
    years = full_years(whole(parts["year"]))
    one = np.ones_like(years)
    if "week" in parts:
        return days_of_weeks(years, whole(parts["week"]), whole(parts["weekday"], 1) if "weekday" in parts else one)
    if "doy" in parts:
        return days_of_year(years, whole(parts["doy"]))
    if "name" in parts:
        months = months_by_name(parts["name"])
    elif "quarter" in parts:
        months = whole(parts["quarter"]) * 3 - 2
    elif "half_year" in parts:
        months = whole(parts["half_year"]) * 6 - 5
    else:
        months = whole(parts["month"]) if "month" in parts else one
    return days_of(years, months, whole(parts["day"]) if "day" in parts else one)


def days_of_year(years: Whole, days: Whole) -> Whole:
    """Days since 1970 of the n-th day of a year."""
    one = np.ones_like(years)
    first, following = days_of(years, one, one), days_of(years + 1, one, one)
    right = (first != NEVER) & (days >= 1) & (days <= following - first)
    return np.where(right, first + days - 1, NEVER)


def days_of_weeks(years: Whole, weeks: Whole, weekdays: Whole) -> Whole:
    """Days since 1970 of ISO weeks: week 1 is the one with 4 January, and begins on Monday."""
    one = np.ones_like(years)
    fourth = days_of(years, one, 4 * one)
    right = (fourth != NEVER) & (weeks >= 1) & (weeks <= 53)
    return np.where(right, fourth - (fourth + 3) % 7 + (weeks - 1) * 7 + weekdays - 1, NEVER)
