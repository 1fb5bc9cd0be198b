"""The time of day that stands behind a date, and its zone: everything becomes UTC."""

import numpy as np

from seqcore.data.series.reading.date_forms import NEVER, ZONES, Mask, Parts, Whole, whole

CLOCK = r"^\d{1,2}:\d{2}"
"""How a time of day begins."""
LARGEST_OFFSET = 14


def seconds_of_day(parts: Parts, rows: int) -> tuple[Whole, Mask]:
    """Seconds of the day, in UTC, and which of them no clock shows."""
    if "hour" not in parts:
        return np.zeros(rows, np.int64), np.ones(rows, bool)
    import pyarrow.compute as pc

    hours, minutes, seconds = (whole(parts[name]) for name in ("hour", "minute", "second"))
    midnight = (hours == 24) & (minutes == 0) & (seconds == 0)
    right = ((hours < 24) & (minutes < 60) & (seconds < 60)) | midnight
    if "half" in parts:
        half = pc.utf8_slice_codeunits(parts["half"], 0, 1).to_numpy(zero_copy_only=False)
        right &= (half == "") | ((hours >= 1) & (hours <= 12))
        hours = np.where(half == "", hours, hours % 12 + np.where(half == "p", 12, 0))
    offsets = np.zeros(rows, np.int64)
    if "zone" in parts:
        encoded = parts["zone"].dictionary_encode()
        known = [_minutes_east(zone) for zone in encoded.dictionary.to_pylist()]
        minutes_east = np.array([NEVER if east is None else east for east in known])[encoded.indices.to_numpy()]
        right &= minutes_east != NEVER
        offsets = np.where(right, minutes_east, 0) * 60
    return hours * 3600 + minutes * 60 + seconds - offsets, right


def _minutes_east(zone: str) -> int | None:
    """Minutes to subtract for UTC; nothing for an offset that no place has."""
    if zone in ZONES:
        return ZONES[zone] * 60
    digits = zone.removeprefix("utc").removeprefix("gmt").strip()
    if digits in ("", "z"):
        return 0
    sign, hours, minutes = digits[0], *_hours_and_minutes(digits[1:])
    if hours > LARGEST_OFFSET or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-1 if sign == "-" else 1)


def _hours_and_minutes(digits: str) -> tuple[int, int]:
    together = digits.replace(":", "")
    return (int(together), 0) if len(together) < 3 else (int(together[:-2]), int(together[-2:]))


def zone_notes(zones: set[str]) -> list[str]:
    """What a person should know about the zones of a column."""
    elsewhere = sorted(zone.upper() for zone in zones if zone and _minutes_east(zone) != 0)
    notes = []
    if elsewhere:
        notes.append(f"Times with a zone ({', '.join(elsewhere[:3])}) were converted to UTC.")
    if "" in zones and len(zones) > 1:
        notes.append("Times without a zone were taken for UTC.")
    return notes
