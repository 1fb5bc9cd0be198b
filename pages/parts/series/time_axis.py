"""Rows of a series on a time axis: beyond its end, in tables, and in few bytes on their way to a chart."""

from typing import Any

import numpy as np
import numpy.typing as npt

from pages.parts.curve_points import thin
from seqcore.data.series.series import SECONDS_A_DAY

Index = npt.NDArray[Any]

RECENT = 2000
MONTH_DAYS = 30.44


def future_index(index: Index, count: int) -> Index:
    """The next `count` dates or row numbers after the end of `index`, as far apart as its rows usually are.

    Weekends are left out when the series has none, and so are times of day when it never has a row; months and longer
    gaps follow the calendar. Holidays are not known.
    """
    index = index[-RECENT:]
    if not np.issubdtype(index.dtype, np.datetime64):
        gap = max(1, int(np.median(np.diff(index)))) if len(index) > 1 else 1
        return (index[-1] if len(index) else -1) + gap * np.arange(1, count + 1)
    if not len(index) or count < 1:
        return index[:0]
    gap = max(1, int(np.median(np.diff(index).astype(np.int64)))) if len(index) > 1 else SECONDS_A_DAY
    months = round(gap / SECONDS_A_DAY / MONTH_DAYS)
    if months and gap >= 28 * SECONDS_A_DAY:
        return _months_later(index, months * np.arange(1, count + 1))
    # Enough steps to get across a weekend and the nights after it.
    steps = np.arange(1, 8 * count + 4 * SECONDS_A_DAY // gap + 1)
    candidates = index[-1] + (gap * steps).astype("timedelta64[s]")
    usual = candidates[_has_a_usual_time(candidates, index)]
    return (usual if len(usual) >= count else candidates)[:count]


def _has_a_usual_time(candidates: Index, index: Index) -> npt.NDArray[np.bool_]:
    usual = np.ones(len(candidates), bool)
    if not _is_weekend(index).any():
        usual &= ~_is_weekend(candidates)
    if len(np.unique(index.astype("datetime64[D]"))) >= 3:
        usual &= np.isin(_time_of_day(candidates), _time_of_day(index))
    return usual


def _is_weekend(dates: Index) -> npt.NDArray[np.bool_]:
    weekdays = (dates.astype("datetime64[D]").astype(np.int64) + 3) % 7
    return weekdays >= 5


def _time_of_day(dates: Index) -> npt.NDArray[np.int64]:
    return dates.astype("datetime64[s]").astype(np.int64) % SECONDS_A_DAY


def _months_later(index: Index, months: npt.NDArray[np.int64]) -> Index:
    """That many months after the last date, on its usual day, or on the last one of a month that is too short."""
    starts = index[-1].astype("datetime64[M]") + months.astype("timedelta64[M]")
    day = (index[-12:] - index[-12:].astype("datetime64[M]").astype(index.dtype)).max()
    dates = starts.astype(index.dtype) + day
    last = (starts + np.timedelta64(1, "M")).astype(index.dtype) - np.timedelta64(1, "D")
    return np.minimum(dates, np.maximum(last, starts.astype(index.dtype)))


def at_rows(index: Index, rows: npt.NDArray[Any]) -> Index:
    """The dates or row numbers at `rows`, which may lie beyond the end."""
    beyond = int(rows.max(initial=-1)) + 1 - len(index)
    return (np.concatenate([index, future_index(index, beyond)]) if beyond > 0 else index)[rows]


def for_axis(index: Index) -> list[Any]:
    """Dates as texts as short as they can be without losing anything; row numbers as they are.

    Not as milliseconds: Plotly would show those in the browser's time zone, often as the day before.
    """
    if not np.issubdtype(index.dtype, np.datetime64):
        return index.tolist()
    unit = next(unit for unit in ("M", "D", "h", "m", "s") if (index.astype(f"datetime64[{unit}]") == index).all())
    return np.datetime_as_string(index, unit=unit).tolist()  # type: ignore[call-overload]


def for_table(index: Index) -> list[Any]:
    """Dates without a time of day as such; anything else as it is."""
    if np.issubdtype(index.dtype, np.datetime64) and not _time_of_day(index).any():
        return index.astype("datetime64[D]").tolist()
    return index.tolist()


def axis_points(index: Index, rows: npt.NDArray[Any], values: npt.NDArray[Any]) -> dict[str, Any]:
    """`values` at `rows` as a trace takes them: thinned out when there are many, in few bytes."""
    kept = thin(values)
    x, y = at_rows(index, rows[kept]), values[kept].astype(np.float32)
    gaps = np.unique(np.diff(x))
    if len(gaps) != 1:
        return {"x": for_axis(x) if np.issubdtype(x.dtype, np.datetime64) else x, "y": y}
    has_dates = np.issubdtype(x.dtype, np.datetime64)
    return {"x0": for_axis(x[:1])[0], "dx": int(gaps[0].astype(np.int64)) * (1000 if has_dates else 1), "y": y}
