"""Rows of equal periods out of rows at any times: an hour, a day, a week or a month becomes one row."""

import numpy as np
import numpy.typing as npt

from seqcore.data.series.reading.numbers import Array64

Seconds = npt.NDArray[np.int64]

RESAMPLINGS = {"none": "As in the file", "hour": "Hours", "day": "Days", "week": "Weeks", "month": "Months"}
AGGREGATES = {"mean": "Mean", "last": "Last", "sum": "Sum"}
_SECONDS = {"hour": 3600, "day": 86_400, "week": 7 * 86_400}
_MONDAY = 4 * 86_400
"""1970-01-05, in seconds since 1970."""


def beginnings(times: Seconds, period: str) -> Seconds:
    """When the period of each time begins, in seconds since 1970; weeks begin on Monday."""
    if period == "month":
        return times.view("datetime64[s]").astype("datetime64[M]").astype("datetime64[s]").astype(np.int64)
    length, shift = _SECONDS[period], _MONDAY if period == "week" else 0
    return (times - shift) // length * length + shift


def resample(times: Seconds, matrix: Array64, period: str, how: str) -> tuple[Seconds, Array64]:
    """One row for each period that has any, by its beginning. `times` rise; NaN in `matrix` (rows, columns) is missing.

    By hand: 1, 2 at 00:10 and 00:50 and 6 at 01:00 give, by hours and the mean, 1.5 at 00:00 and 6 at 01:00.
    """
    starts = beginnings(times, period)
    first = np.flatnonzero(np.append(True, np.diff(starts) != 0)) if len(starts) else np.array([], np.int64)
    known = np.isfinite(matrix)
    if not len(first):
        return starts, matrix
    if how == "last":
        places = np.maximum.accumulate(np.where(known, np.arange(len(matrix))[:, None], -1), axis=0)
        ends = np.append(first[1:], len(matrix)) - 1
        last = places[ends]
        found = np.take_along_axis(matrix, np.maximum(last, 0), axis=0)
        return starts[first], np.where(last >= first[:, None], found, np.nan)
    sums = np.add.reduceat(np.where(known, matrix, 0.0), first, axis=0)
    counts = np.add.reduceat(known.astype(np.int64), first, axis=0)
    values = sums / np.maximum(counts, 1) if how == "mean" else sums
    return starts[first], np.where(counts > 0, values, np.nan)
