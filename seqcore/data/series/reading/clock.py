"""The time of day, behind a date or in a column of its own, and its zone: known zones become UTC."""

from typing import TYPE_CHECKING

import numpy as np

from seqcore.data.series.reading.date_forms import NEVER, TIME_AFTER, Mask, Parts, Whole, whole
from seqcore.data.series.reading.month_names import without_signs
from seqcore.data.series.reading.numbers import distinct, is_text, trimmed

if TYPE_CHECKING:
    import pyarrow as pa

CLOCK = r"^\d{1,2}[:h]\d{2}"
"""How a time of day begins."""
LARGEST_OFFSET = 14
# East of Greenwich, in hours. Letters with several meanings (IST) are not among them: they are kept out, and told.
ZONES = {
    **{"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "hst": -10},
    **{"cet": 1, "cest": 2, "mez": 1, "mesz": 2, "met": 1, "mest": 2, "wet": 0, "west": 1, "bst": 1, "eet": 2},
    **{"eest": 3, "msk": 3, "jst": 9, "kst": 9, "sgt": 8, "hkt": 8, "aest": 10, "aedt": 11, "awst": 8, "nzst": 12},
    **{"nzdt": 13, "z": 0, "utc": 0, "gmt": 0, "": 0},
}
_NO_ZONES = ("uhr", "h", "hrs", "hr", "hours")
_ALONE = rf"^{TIME_AFTER}$"
_HOURS = r"^(?P<begin>\d\d?)\s?[-–—]\s?(?P<end>\d\d?)(?:\s?(?:h|uhr))?$"
_END = r"\s?[-–—]\s?\d{1,2}[:.h]\d{2}.*$"
"""The end of a range of times: the beginning counts."""


def seconds_of_day(parts: Parts, rows: int) -> tuple[Whole, Mask]:
    """Seconds of the day, in UTC, and which of them no clock shows."""
    if "hour" not in parts:
        return np.zeros(rows, np.int64), np.ones(rows, bool)
    import pyarrow.compute as pc

    zeros = np.zeros(rows, np.int64)
    hours, minutes, seconds = (whole(parts[name]) if name in parts else zeros for name in ("hour", "minute", "second"))
    right = _is_clock(hours, minutes, seconds)
    if "half" in parts:
        half = pc.utf8_slice_codeunits(parts["half"], 0, 1).to_numpy(zero_copy_only=False)
        right &= (half == "") | (hours <= 12)
        hours = np.where(half == "", hours, hours % 12 + np.where(half == "p", 12, 0))
    offsets = np.zeros(rows, np.int64)
    if "zone" in parts:
        encoded = parts["zone"].dictionary_encode()
        known = [_minutes_east(zone) for zone in encoded.dictionary.to_pylist()]
        minutes_east = np.array([NEVER if east is None else east for east in known])[encoded.indices.to_numpy()]
        right &= minutes_east != NEVER
        offsets = np.where(right, minutes_east, 0) * 60
    return hours * 3600 + minutes * 60 + seconds - offsets, right


def _is_clock(hours: Whole, minutes: Whole, seconds: Whole) -> Mask:
    midnight = (hours == 24) & (minutes == 0) & (seconds == 0)
    return ((hours >= 0) & (hours < 24) & (minutes < 60) & (seconds < 60)) | midnight


def read_clock(cells: "pa.Array") -> tuple[Whole, str]:
    """Times of day in a column of their own as seconds, `NEVER` elsewhere, and how they are written.

    "clock" (06:00, 06.00.00, 6 pm, 06:00 - 07:00: the beginning) or "digits" (060000, 0600, 600); "" for neither.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_integer(cells.type):
        cells = pc.cast(cells, pa.string())
    if not is_text(cells):
        return np.full(len(cells), NEVER), ""
    if (found := distinct(cells)) is not None:
        seconds, how = _read(found.dictionary)
        return seconds[found.indices.to_numpy(zero_copy_only=False)], how
    return _read(cells)


def _read(cells: "pa.Array") -> tuple[Whole, str]:
    import pyarrow.compute as pc

    text = pc.replace_substring_regex(without_signs(pc.utf8_lower(trimmed(cells))), pattern=_END, replacement="")
    present = text.is_valid().to_numpy(zero_copy_only=False)
    hours = pc.extract_regex(text, _HOURS)  # 00 - 01: the beginning
    if present.any() and hours.null_count == text.null_count:
        begin, end = whole(hours.field("begin")), whole(hours.field("end"))
        right = present & (begin < 24) & ((begin + 1 - end) % 24 == 0)
        return np.where(right, begin * 3600, NEVER), "clock" if right.all() else ""
    is_digits = pc.match_substring_regex(text, r"^\d{1,6}$").fill_null(False).to_numpy(zero_copy_only=False)
    if present.any() and (is_digits | ~present).all():
        return _from_digits(text, present)
    # A colon has to be there, or two points, or am and pm: 6.30 alone is a number.
    is_clock = pc.match_substring_regex(text, r"^\d{1,2}(?:[:h]\d{2}|\.\d{2}\.\d{2}|\s?[ap]\.?m|\s?h\b)").fill_null(
        False
    )
    found = pc.extract_regex(pc.if_else(is_clock, text, None), _ALONE)
    here = found.is_valid().to_numpy(zero_copy_only=False)
    parts = found.filter(found.is_valid())
    seconds, right = seconds_of_day({part.name: parts.field(part.name) for part in parts.type}, len(parts))
    clock = np.full(len(cells), NEVER)
    clock[np.flatnonzero(here)[right]] = seconds[right]
    return clock, "clock"


def _from_digits(text: "pa.Array", present: Mask) -> tuple[Whole, str]:
    """Hours, minutes and seconds in up to six digits, hours and minutes in up to four."""
    import pyarrow.compute as pc

    numbers = whole(text.fill_null("0"))
    longest = pc.max(pc.utf8_length(text)).as_py()
    if longest < 3:
        return np.full(len(text), NEVER), ""
    if longest > 4:
        hours, minutes, seconds = numbers // 10_000, numbers // 100 % 100, numbers % 100
    else:
        hours, minutes, seconds = numbers // 100, numbers % 100, np.zeros_like(numbers)
    right = present & _is_clock(hours, minutes, seconds)
    return np.where(right, hours * 3600 + minutes * 60 + seconds, NEVER), "digits"


def _minutes_east(zone: str) -> int | None:
    """Minutes to subtract for UTC, 0 for unknown letters; None for an offset that no place has."""
    zone = zone.strip().replace("−", "-")
    if zone.isalpha() or not zone:
        return round(ZONES.get(zone, 0) * 60)
    digits = zone.removeprefix("utc").removeprefix("gmt").strip()
    sign, hours, minutes = digits[0], *_hours_and_minutes(digits[1:])
    if hours > LARGEST_OFFSET or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-1 if sign == "-" else 1)


def _hours_and_minutes(digits: str) -> tuple[int, int]:
    together = digits.replace(":", "")
    return (int(together), 0) if len(together) < 3 else (int(together[:-2]), int(together[-2:]))


def zone_notes(zones: set[str]) -> list[str]:
    """What a person should know about the zones of a column."""
    zones = {"" if zone in _NO_ZONES else zone for zone in zones}
    unknown = sorted(zone.upper() for zone in zones if zone.isalpha() and zone not in ZONES)
    elsewhere = sorted(zone.upper() for zone in zones if zone and _minutes_east(zone) != 0)
    notes = []
    if unknown:
        notes.append(f"{', '.join(unknown[:3])} may mean several zones: these times were taken as they are written.")
    if elsewhere:
        notes.append(f"Times with a zone ({', '.join(elsewhere[:3])}) were converted to UTC.")
    if "" in zones and len(zones) > 1:
        notes.append("Times without a zone were taken for UTC.")
    return notes
