"""Anomalies: rows that were made strange on purpose, and rows that a network cannot rebuild."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from seqcore.data.series.series import Array64, Series
from seqcore.data.series.windows import Rows
from seqcore.tasks.base.batch import Array
from seqcore.tasks.base.evaluation import Scores

if TYPE_CHECKING:
    from seqcore.tasks.series_autoencoder.examples import AutoencoderExamples

HEIGHT = 5.0
"""Of a planted anomaly, in standard deviations of the training part's changes from row to row."""
USUAL = 0.99
"""Share of the training rows whose error is called usual."""
NEAR = 1
"""An anomaly counts as found up to so many rows away: one strange value makes two strange changes."""


def anomalous_rows(count: int, first: int, rows: int) -> Rows:
    """`count` rows from `first` to `rows` - 1, as far from each other and from both ends as they can be."""
    places = first + (np.arange(count) + 0.5) * (rows - first) / max(1, count)
    return np.unique(places.astype(np.int64))


def planted(series: Series, where: Rows, training: int) -> Series:
    """The series with values that are too high and too low by turns at rows `where`."""
    if not len(where):
        return series
    values = series.values.copy()
    size = HEIGHT * float(np.diff(values[:training]).std())
    values[where] += size * np.where(np.arange(len(where)) % 2, -1, 1)
    return replace(series, columns={**series.columns, series.target: values})


def row_errors(examples: "AutoencoderExamples", rebuilt: Array) -> Array64:
    """The mean absolute error (rows,) over all drawn windows that a row is in, scaled; NaN where it is in none."""
    window, ends = examples.task.window, examples.drawn
    rows = ends[:, np.newaxis] + np.arange(1 - window, 1)  # (drawn, window)
    off = np.abs(rebuilt - examples.windows(ends)[:, :, 0])
    total, count = (np.bincount(rows.ravel(), weights, len(examples.values)) for weights in (off.ravel(), None))
    with np.errstate(invalid="ignore"):
        return np.asarray(total / count)


def threshold(examples: "AutoencoderExamples", errors: Array64) -> float:
    """What 99 % of the training rows stay below."""
    learned = errors[: examples.split]
    return float(np.quantile(learned[np.isfinite(learned)], USUAL))


def rebuilding_scores(examples: "AutoencoderExamples", rebuilt: Array) -> Scores:
    """Which planted anomalies are found, and how many other held-out rows are called strange, too."""
    if not len(examples.anomalies):
        return {}
    errors = row_errors(examples, rebuilt)
    strange = np.flatnonzero(errors > threshold(examples, errors))
    near = np.abs(examples.anomalies[:, np.newaxis] - strange) <= NEAR
    others = np.abs(examples.held_out[:, np.newaxis] - examples.anomalies).min(axis=1) > NEAR
    return {
        "found": float(near.any(axis=1).mean()),
        "false_alarms": float(np.isin(examples.held_out[others], strange).mean()) if others.any() else 0.0,
    }
