"""What comes after the end of the data, with intervals, and how well such intervals held on the test part."""

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages.parts.readable_table import in_four_digits, readable_table
from pages.parts.series.time_axis import future_index
from pages.parts.server import server
from pages.tasks.prices.judged import Judged
from seqcore.data.series.series import Array64
from seqcore.evaluation.coverage import Coverage, Measured
from seqcore.evaluation.intervals import NEWEST, SHARES, fewest_errors
from seqcore.evaluation.shares import share_interval
from seqcore.kept import Kept

if TYPE_CHECKING:
    import pandas as pd

UNITS = {
    "none": "of the price",
    "absolute": "of the change since the last known price",
    "percent": "of the change since the last known price, in percent of it,",
    "log": "of the logarithmic change since the last known price",
}


def ahead_panel(judged: Judged) -> None:
    """The forecasts after the last row, their intervals, and what was promised beside what was measured."""
    horizon = judged.examples.task.horizon
    st.markdown(f"**Forecast ahead**: the next {'value' if horizon == 1 else f'{horizon} values'} after the data")
    intervals = {share: judged.interval_ahead(share) for share in SHARES}
    table = ahead_table(judged, intervals)
    readable_table(table, label="Forecast ahead", column_config=in_four_digits(table, table.columns[1:]))
    kept: Kept[list[Coverage]] = server().worked_out
    measured = kept.get(("coverage", judged.run_id), lambda: [judged.coverage(share) for share in SHARES])
    for sentence in (*coverage_sentences(measured), *intervals_in_words(judged, intervals)):
        st.markdown(f"- {sentence}")
    if horizon > 1 and any(coverage.measured() for coverage in measured):
        with st.expander("Promised and measured at each step", key="prices-coverage"):
            readable_table(coverage_table(measured), label="Promised and measured at each step")
    st.caption(_how_made(judged))


def ahead_table(judged: Judged, intervals: dict[float, Array64]) -> "pd.DataFrame":
    """One row for each row ahead; the ends of an interval only where there is one."""
    import pandas as pd

    series = judged.examples.series
    index = future_index(series.index, judged.examples.task.horizon)
    when = index.astype("datetime64[D]").astype(str) if series.has_dates else index
    ends: dict[str, Array64] = {}
    for share, (low, high) in intervals.items():
        if np.isfinite(low).any():
            ends |= {f"Low ({share:.0%})".replace("%", " %"): low, f"High ({share:.0%})".replace("%", " %"): high}
    change = {"Change from the last value": judged.ahead - judged.examples.prices[-1]}
    return pd.DataFrame({"Date" if series.has_dates else "Row": when, "Forecast": judged.ahead} | ends | change)


def coverage_sentences(measured: list[Coverage]) -> list[str]:
    """For each share what was measured over all steps, and whether that is what was promised."""
    sentences = []
    for coverage in measured:
        found = coverage.measured()
        if found is None:
            continue
        above, below = (float(misses.sum() / found.of) for misses in (coverage.above, coverage.below))
        sentences.append(
            f"**{coverage.promised * 100:.0f} % promised, {found.share * 100:.1f} % measured** on the test part: "
            f"{above * 100:.1f} % of {found.of:,} prices came above their interval, {below * 100:.1f} % below. "
            f"{_compared(coverage.promised, found)}"
        )
    return sentences


def _compared(promised: float, found: Measured) -> str:
    interval = f"95 % interval of the measured share {_range(found)}"
    if found.low <= promised <= found.high:
        return f"As promised, as far as so many can tell ({interval})."
    if found.share < promised:
        return f"Fewer than promised, by more than chance ({interval}): its errors were not like those before."
    return f"More than promised, by more than chance ({interval}): the intervals were wider than need be."


def coverage_table(measured: list[Coverage]) -> "pd.DataFrame":
    """What was measured at each step ahead, in words: 79.2 % (75–83 %)."""
    import pandas as pd

    steps = range(measured[0].counts.shape[1])
    columns: dict[str, list[object]] = {"Rows ahead": [step + 1 for step in steps]}
    for coverage in measured:
        if coverage.measured() is not None:
            found = [coverage.measured(step) for step in steps]
            columns[f"{coverage.promised * 100:.0f} % promised"] = [
                f"{one.share * 100:.1f} % ({_range(one)})" if one else "" for one in found
            ]
    return pd.DataFrame(columns)


def _range(found: Measured) -> str:
    return f"{found.low * 100:.0f}–{found.high * 100:.0f} %"


def intervals_in_words(judged: Judged, intervals: dict[float, Array64]) -> list[str]:
    """What to know about the intervals ahead: which there are not, and whether they lie to one side."""
    return [*_missing(judged, intervals), *_sides(judged, intervals)]


def _missing(judged: Judged, intervals: dict[float, Array64]) -> list[str]:
    """Which intervals there are not, and why."""
    last, steps = len(judged.examples.prices) - 1, judged.examples.task.horizon
    known = min(len(judged.known_errors.known_at(last, step)) for step in range(steps))
    return [
        f"There is no {share * 100:.0f} % interval{' for every step' if np.isfinite(low).any() else ''}: it takes "
        f"{fewest_errors(share)} known errors, and there are {known}."
        for share, (low, _) in intervals.items()
        if not np.isfinite(low).all()
    ]


def _sides(judged: Judged, intervals: dict[float, Array64]) -> list[str]:
    """Whether the forecasts usually err to one side, and what that does to the intervals."""
    errors = judged.known_errors.known_at(len(judged.examples.prices) - 1, 0)
    counts, above = (errors != 0)[:, np.newaxis], (errors > 0)[:, np.newaxis]
    low, high = share_interval(above, counts, 1)
    sentences = []
    if not low <= 0.5 <= high:
        share, word = float(above.sum() / counts.sum()), "low"
        if share < 0.5:
            share, word = 1 - share, "high"
        sentences.append(
            f"The forecasts are too {word} more often than not: {share * 100:.0f} % of the newest {len(errors):,} one "
            f"row ahead. Low and high of the intervals make up for that, each on its own."
        )
    if any(((judged.ahead == low) | (judged.ahead == high)).any() for low, high in intervals.values()):
        sentences.append(
            "Where all usual errors lie on one side, the interval begins at the forecast itself: a forecast outside of "
            "its own interval would say nothing. It then holds more than it promises."
        )
    return sentences


def _how_made(judged: Judged) -> str:
    task = judged.examples.task
    shuffled = (
        "The rows were shuffled before splitting: the errors are those between rows that it learned from, and what "
        "comes after the data does not lie between any. Do not trust these intervals. "
    )
    return (
        f"{shuffled if task.shuffle_split else ''}Intervals are made of the newest errors known at a row (at most "
        f"{NEWEST:,}; of the validation part, then of the test part, too), {UNITS[task.difference]} and in proportion "
        "to how far off the forecasts had lately been. They hold if what comes is like what was. That says how far off "
        "it was, not what will happen: the network knows nothing of news, and this is no advice to trade."
    )
