"""Numbers that stand for a missing value: -999, -200 or 9999, far from the rest and repeated."""

import re

import numpy as np

from seqcore.data.series.reading.numbers import Array64
from seqcore.invalid import InvalidInput

NONE = "-"
"""The setting for: all numbers are values."""
_FEWEST, _FAR = 2, 5.0
_NINES = re.compile(r"-?(?:9{2,}|8{3,}|7{4,})(?:\.(?:9+|8+|0+))?")


def find_sentinels(values: Array64) -> list[float]:
    """The numbers at the ends that occur several times, far from all the others."""
    found, rest = list[float](), values[np.isfinite(values)]
    while len(rest) and (number := _far(rest)) is not None and len(found) < 3:
        found.append(number)
        rest = rest[rest != number]
    return found


def _far(values: Array64) -> float | None:
    for number, is_low in ((values.min(), True), (values.max(), False)):
        others = values[values != number]
        times = len(values) - len(others)
        looks_like = bool(_NINES.fullmatch(f"{number:g}"))
        if not len(others) or not (number < 0 or looks_like) or times > len(others):
            continue
        spread = max(float(others.max() - others.min()), 1e-12)
        gap = float(others.min() - number) if is_low else float(number - others.max())
        is_round = number == np.floor(number) and (abs(number) >= 50 or number == -1)
        if times >= _FEWEST and gap > (_FAR if is_round else 2 * _FAR) * spread:
            return float(number)
        if looks_like and abs(number) >= 999 and times >= 1 and gap > spread:
            return float(number)
    return None


def chosen_sentinels(text: str) -> list[float]:
    """The numbers of the setting: "-200, -999". Raises InvalidInput for others."""
    if text.strip() == NONE:
        return []
    try:
        return [float(part) for part in re.split(r"[,;\s]+", text.strip())]
    except ValueError:
        raise InvalidInput(
            [f"task.missing_numbers: got {text[:40]!r}; allowed are numbers such as -999, or “-” for none."]
        ) from None


def without(values: Array64, sentinels: list[float]) -> Array64:
    """The values, NaN in place of these numbers."""
    return np.where(np.isin(values, sentinels), np.nan, values) if sentinels else values
