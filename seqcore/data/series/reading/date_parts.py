"""Dates in parts: a year, and a month and a day, or a day of the year, a week or a quarter, each in its own column."""

from collections.abc import Sequence

import numpy as np

from seqcore.data.series.reading import names as words
from seqcore.data.series.reading.columns import Columns
from seqcore.data.series.reading.date_forms import (
    DAY,
    FIRST_PLAIN_YEAR,
    LAST_PLAIN_YEAR,
    NEVER,
    Mask,
    Whole,
    days_of,
    days_of_weeks,
    days_of_year,
    full_years,
)
from seqcore.data.series.reading.day_and_month import are_between, one_way
from seqcore.data.series.reading.month_names import months_by_name
from seqcore.data.series.reading.names import is_called
from seqcore.data.series.reading.numbers import Array64, is_text, trimmed
from seqcore.data.series.reading.table import FEW, HALF

ROLES = {
    "year": (words.YEAR, FIRST_PLAIN_YEAR, LAST_PLAIN_YEAR),
    "month": (words.MONTH, 1, 12),
    "day": (words.DAY, 1, 31),
    "day of year": (words.DAY_OF_YEAR, 1, 366),
    "week": (words.WEEK, 1, 53),
    "quarter": (words.QUARTER, 1, 4),
    "hour": (words.HOUR, 0, 24),
    "minute": (words.MINUTE, 0, 59),
    "second": (words.SECOND, 0, 59),
}
"""What a part is called, and the least and the largest number that it can be."""
_MONTHS_IN = {"m": 1, "q": 3, "qtr": 3, "t": 3, "k": 3, "s": 6, "h": 6, "hj": 6}
"""How many months there are in what these letters stand for, S02 being the second half of a year."""
_IN_LETTERS = r"^(?:(?P<letters>[a-z]{1,4})\.?\s?)?(?P<number>\d{1,4})\s?(?:[年년月월日일시時时]|th|st|nd|rd)?$"


def dates_of_parts(
    columns: Columns, names: Sequence[str], enough: float = 1 - FEW
) -> tuple[tuple[str, ...], Whole, Mask] | None:
    """The columns whose parts make dates, the seconds since 1970 (`NEVER` where there are none), what is missing.

    Fewer than `enough` rows may have all parts where the others stand between: sums of years among months.
    """
    found = _dates_of_parts(columns, names, enough)
    return dates_of_parts(columns, names, HALF) if found is None and enough > HALF else found


def _dates_of_parts(
    columns: Columns, names: Sequence[str], enough: float
) -> tuple[tuple[str, ...], Whole, Mask] | None:
    roles = _by_name(columns, names, enough) if columns.table.is_named else {}
    if not columns.table.is_named:
        roles = _by_place(columns, columns.names[0])
    elif "year" in roles and not _run(roles) and not one_way(roles["year"][1]):
        roles = _by_place(columns, roles["year"][0]) or roles
    if "year" not in roles:
        return None
    years = roles["year"][1]
    days, used = _days(years, roles)
    if len(used) < 2:
        return None
    clock = np.zeros_like(days)
    for role, seconds in (("hour", 3600), ("minute", 60), ("second", 1)):
        if role not in roles or ("hour" not in used and role != "hour") or used[-1] in ("month", "quarter"):
            break
        used.append(role)
        clock = clock + np.where(roles[role][1] == NEVER, 0, roles[role][1]) * seconds
        days = np.where(roles[role][1] == NEVER, NEVER, days)
    parts = [roles[role][0] for role in used]
    if "hour" not in used and "day" in used and (found := _clock(columns, names, parts)):
        parts.append(found)
        times = columns.clock(found)[0]
        clock, days = np.where(times == NEVER, 0, times), np.where(times == NEVER, NEVER, days)
    right, missing = days != NEVER, years == NEVER
    if right.mean() < 1 - FEW:
        if not are_between(days):
            return None
        missing = ~right
    return tuple(parts), np.where(right, np.where(right, days, 0) * DAY + clock, NEVER), missing


def _clock(columns: Columns, names: Sequence[str], parts: Sequence[str]) -> str | None:
    """A column of times of day beside the days."""
    clocks = (name for name in names if name not in parts and columns.clock(name)[1] == "clock")
    return next((name for name in clocks if (columns.clock(name)[0] != NEVER).mean() > 1 - FEW), None)


def _days(years: Whole, roles: dict[str, tuple[str, Whole]]) -> tuple[Whole, list[str]]:
    """Days since 1970, and the parts that they are made of."""
    one = np.ones_like(years)
    if "day of year" in roles:
        return days_of_year(years, roles["day of year"][1]), ["year", "day of year"]
    if "month" in roles:
        with_day = "day" in roles
        days = days_of(years, roles["month"][1], roles["day"][1] if with_day else one)
        return days, ["year", "month", *(["day"] if with_day else [])]
    if "week" in roles:
        return days_of_weeks(years, roles["week"][1], one), ["year", "week"]
    if "quarter" in roles:
        return days_of(years, roles["quarter"][1] * 3 - 2, one), ["year", "quarter"]
    return years, ["year"]


def _by_name(columns: Columns, names: Sequence[str], enough: float) -> dict[str, tuple[str, Whole]]:
    roles = dict[str, tuple[str, Whole]]()
    for role, (called, least, largest) in ROLES.items():
        for name in names:
            taken = any(name == used for used, _ in roles.values())
            if (
                not taken
                and is_called(name, called)
                and (part := _part(columns, name, least, largest, enough)) is not None
            ):
                roles[role] = (name, part)
                break
    return roles


def _by_place(columns: Columns, year: str) -> dict[str, tuple[str, Whole]]:
    """Year, month, day (and hour) in columns beside each other from this one on, if they run in order like this."""
    roles = dict[str, tuple[str, Whole]]()
    beside = columns.names[columns.names.index(year) :]
    for name, role in zip(beside, ("year", "month", "day", "hour"), strict=False):
        if (part := _part(columns, name, *ROLES[role][1:])) is None:
            break
        roles[role] = (name, part)
    if len(roles) < 2:
        return {}
    while len(roles) > 1:
        if _run(roles):
            return roles
        roles.popitem()
    return {}


def _run(roles: dict[str, tuple[str, Whole]]) -> bool:
    """Whether these parts give each row a time of its own, in order."""
    days, used = _days(roles["year"][1], roles)
    hours = roles["hour"][1] if "hour" in roles else np.zeros_like(days)
    return len(used) > 1 and one_way(days * 24 + hours)


def _part(columns: Columns, name: str, least: int, largest: int, enough: float = 1 - FEW) -> Whole | None:
    """Whole numbers of this range, `NEVER` where there is none; names of months count as numbers. None for others."""
    cells = columns.table.columns[name]
    numbers = columns.numbers(name, "point")
    values = numbers.values
    if numbers.known.mean() < HALF and largest == 12 and is_text(cells):
        import pyarrow.compute as pc

        bare = pc.utf8_rtrim(pc.utf8_lower(trimmed(cells)), characters=".月월")
        months = months_by_name(bare)
        if (months > 0).mean() > enough:
            return np.where(months > 0, months, NEVER)
    if largest == LAST_PLAIN_YEAR and numbers.known[0] and numbers.known.mean() < HALF and not numbers.text.any():
        values = values[
            np.maximum.accumulate(np.where(numbers.known, np.arange(len(values)), 0))
        ]  # written once a year
    elif numbers.known.mean() <= enough and is_text(cells):
        values = _digits(columns, name, {12: 1, 4: 3}.get(largest))
    whole = np.where(np.isfinite(values) & (values == np.floor(values)), values, -1).astype(np.int64)
    if largest == LAST_PLAIN_YEAR and (((whole >= 0) & (whole < 100)).mean() > 1 - FEW or (whole > largest).all()):
        whole = full_years(whole)
    right = (whole >= least) & (whole <= largest)
    return np.where(right, whole, NEVER) if right.mean() > enough else None


def _digits(columns: Columns, name: str, months: int | None) -> Array64:
    """The number in cells such as Q1, W05, M03 or 5월; of parts of so many months, also where longer ones are named."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.utf8_lower(trimmed(columns.table.columns[name]))
    found = pc.extract_regex(text, _IN_LETTERS)
    number = pc.if_else(found.is_valid(), found.field("number"), None)
    values: Array64 = number.cast(pa.float64()).fill_null(np.nan).to_numpy(zero_copy_only=False)
    if months:
        values = (values - 1) * [_MONTHS_IN.get(one, months) / months for one in found.field("letters").to_pylist()] + 1
    return values
