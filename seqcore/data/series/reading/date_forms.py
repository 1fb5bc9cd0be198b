"""The ways of writing a date: patterns whose groups name the parts, and the calendar that turns parts into days."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
Parts = Mapping[str, Any]
"""What a form found, by the names of its groups: text, one entry for each date."""

NEVER = int(np.iinfo(np.int64).min)
"""What NumPy stores for "not a time"."""
FIRST_YEAR, LAST_YEAR = 1000, 2999
CENTURY_PIVOT = 50

# East of Greenwich, in hours.
ZONES = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "cet": 1, "cest": 2}
# All of it matches lower-case text: patterns for any case, or for the letters of all scripts, take long to compile.
_WEEKDAY = r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_TIME = r"(?P<hour>\d{1,2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9})\d*)?)?)?"
_ZONE = rf"(?P<zone>z|(?:utc|gmt)?\s?[-+]\d{{1,2}}(?::?\d{{2}})?|utc|gmt|{'|'.join(ZONES)})"
_CLOCK = rf"(?:(?:\s*[t,]\s*|\s+){_TIME}\s*(?P<half>[ap]\.?m\.?)?\s*{_ZONE}?(?:\s*\([^)]*\))?)?$"
_BETWEEN, _MONTH_BETWEEN = r"\s?[-/. ]\s?", r"\s?[-/ ]\s?"
_NAME = r"(?P<name>[a-zà-ÿ]{3,10})\.?"
_YEAR, _ANY_YEAR = r"(?P<year>\d{4})", r"'?(?P<year>\d{4}|\d{2})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?"

_MONTHS = (
    "january januar janvier enero gennaio janeiro januari",
    "february februar février fevrier febrero febbraio fevereiro februari",
    "march märz maerz mrz mars marzo março marco maart",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août aout agosto augustus",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dicembre dezembro",
)


@dataclass(frozen=True)
class Form:
    """One way of writing dates. With a `clock` a time of day may follow."""

    pattern: str
    clock: bool = False
    name: str = ""

    def find(self, text: "pa.Array") -> tuple[Mask, Parts]:
        """Which cells of lower-case text are written like this, and the parts of those."""
        import pyarrow.compute as pc

        found = pc.extract_regex(text, _WEEKDAY + self.pattern + (_CLOCK if self.clock else "$"))
        here = found.is_valid()
        rows = found.filter(here)
        return here.to_numpy(zero_copy_only=False), {part.name: rows.field(part.name) for part in rows.type}


FORMS = (
    Form(rf"{_YEAR}{_BETWEEN}(?P<month>\d{{1,2}}){_BETWEEN}(?P<day>\d{{1,2}})", clock=True),
    Form(rf"(?P<first>\d{{1,2}}){_BETWEEN}(?P<other>\d{{1,2}}){_BETWEEN}'?(?P<third>\d{{4}}|\d{{2}})", clock=True),
    Form(rf"{_DAY}[-\s/.]*(?:de\s)?{_NAME}[-\s,/.]*(?:de\s)?{_ANY_YEAR}", clock=True),
    Form(rf"{_NAME}[-\s]*{_DAY}(?:\s*,\s*|[-\s]+){_YEAR}", clock=True),
    Form(rf"{_NAME}\s+{_DAY}\s+{_TIME}\s+{_YEAR}"),
    Form(rf"{_YEAR}[-\s/.]*{_NAME}[-\s/.]*{_DAY}", clock=True),
    Form(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", clock=True),
    Form(rf"{_YEAR}(?:{_MONTH_BETWEEN}|m)(?P<month>\d{{1,2}})"),
    Form(rf"(?P<month>\d{{1,2}}){_MONTH_BETWEEN}{_YEAR}"),
    Form(rf"{_NAME}[-\s,/.]*{_ANY_YEAR}"),
    Form(rf"{_YEAR}[-\s,/.]*{_NAME}"),
    Form(rf"{_YEAR}[-\s]?q(?P<quarter>[1-4])"),
    Form(rf"q(?P<quarter>[1-4])[-\s/]?{_YEAR}"),
)
# Of digits only: the whole column is read in one way, the first that fits.
DIGIT_FORMS = (
    Form(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:\.0*)?", name="day"),
    Form(
        rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?",
        name="time",
    ),
    Form(r"(?P<year>\d{4})(?P<month>\d{2})(?:\.0*)?", name="month"),
    Form(rf"{_YEAR}(?:\.0*)?", name="year"),
    Form(r"(?P<since>\d{9,10}|\d{12,13}|\d{15,16}|\d{18}|[1-8]\d{18})(?:\.\d*)?", name="unix"),
    Form(r"(?P<serial>[2-6]\d{4})(?:\.(?P<part>\d{1,9})\d*)?", name="serial"),
    Form(rf"(?P<month>\d{{1,2}})\.{_YEAR}", name="month with a point"),
    Form(rf"{_YEAR}\.(?P<month>\d{{2}})", name="month with a point"),
)


def whole(text: "pa.Array", default: int = 0) -> Whole:
    """The whole numbers of the parts; `default` where a part is not there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    filled = pc.if_else(pc.equal(text, ""), str(default), text)
    numbers: Whole = pc.cast(filled, pa.int64()).to_numpy(zero_copy_only=False)
    return numbers


def full_years(years: Whole) -> Whole:
    """Two-digit years with their century."""
    return np.where(years >= 100, years, np.where(years < CENTURY_PIVOT, 2000, 1900) + years)


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
    if "name" in parts:
        months = _months_by_name(parts["name"])
    elif "quarter" in parts:
        months = whole(parts["quarter"]) * 3 - 2
    else:
        months = whole(parts["month"]) if "month" in parts else one
    return days_of(years, months, whole(parts["day"]) if "day" in parts else one)


def _beginnings() -> dict[str, int]:
    """The month that each beginning of a name, from three letters on, belongs to; none for "jui"."""
    months: dict[str, set[int]] = {}
    for month, names in enumerate(_MONTHS, 1):
        for name in names.split():
            for end in range(3, len(name) + 1):
                months.setdefault(name[:end], set()).add(month)
    return {beginning: found.pop() for beginning, found in months.items() if len(found) == 1} | {"sept": 9}


_MONTH_OF = _beginnings()


def _months_by_name(names: "pa.Array") -> Whole:
    """1 to 12, and 0 for what is no month."""
    import pyarrow as pa
    import pyarrow.compute as pc

    place = pc.index_in(names, value_set=pa.array(list(_MONTH_OF)))
    numbers = np.array([*_MONTH_OF.values(), 0])
    found: Whole = numbers[place.fill_null(len(_MONTH_OF)).to_numpy(zero_copy_only=False)]
    return found
