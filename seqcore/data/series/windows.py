"""Windows: which rows a network sees and which ones it has to forecast, and the split in time.

An *origin* is the last row that is known when a forecast is made: its window ends there, and its targets are the
`horizon` rows after it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from seqcore.data.series.series import Array64
from seqcore.invalid import InvalidInput

Rows = npt.NDArray[np.int64]

FEWEST_FORECASTS = 5
"""Fewer forecasts than this in a part would say nothing."""


@dataclass(frozen=True)
class Split:
    """Rows [0, training) train, [training, validation) validate, [validation, rows) test."""

    training: int
    validation: int
    rows: int

    @classmethod
    def at(cls, rows: int, training_share: float, validation_share: float) -> "Split":
        """The split of `rows` rows by shares."""
        return cls(round(rows * training_share), round(rows * (training_share + validation_share)), rows)


@dataclass(frozen=True, eq=False)
class Origins:
    """The origins of each part; targets lie in the part, windows may begin before it but never reach beyond it."""

    training: Rows
    validation: Rows
    test: Rows

    @classmethod
    def of(cls, split: Split, window: int, horizon: int, lost: int) -> "Origins":
        """`lost` rows at the start have no change. Raises InvalidInput when a part is too short for any forecast."""
        first = lost + window - 1
        bounds = {
            "training": (first, split.training),
            "validation": (max(first, split.training - 1), split.validation),
            "test": (max(first, split.validation - 1), split.rows),
        }
        parts = {name: np.arange(start, max(start, end - horizon)) for name, (start, end) in bounds.items()}
        for name, origins in parts.items():
            if len(origins) < FEWEST_FORECASTS:
                start, end = {"training": (0, split.training), "validation": (split.training, split.validation)}.get(
                    name, (split.validation, split.rows)
                )
                raise InvalidInput(
                    [
                        f"task.window: got {window} rows to forecast {horizon} more; that fits {len(origins)} times "
                        f"into the {name} part ({end - start:,} of {split.rows:,} rows); it has to fit "
                        f"{FEWEST_FORECASTS} times. Use a shorter window or horizon, another split or a longer series."
                    ]
                )
        return cls(**parts)

    def shuffled(self, seed: int) -> "Origins":
        """The same origins dealt out at random: the mistake of shuffling before splitting."""
        everything = np.concatenate([self.training, self.validation, self.test])
        dealt = np.random.default_rng(seed).permutation(everything)
        cuts = np.cumsum([len(self.training), len(self.validation)])
        return Origins(*(np.sort(part) for part in np.split(dealt, cuts)))


def windows_at(changes: npt.NDArray[Any], origins: Rows, window: int, lost: int) -> npt.NDArray[Any]:
    """The windows (origins, window, columns) of `changes` (rows − lost, columns) that end at `origins`.

    Taken from a strided view: only the windows asked for are copied.
    """
    view = np.lib.stride_tricks.sliding_window_view(changes, window, axis=0)
    return view[origins - lost - window + 1].swapaxes(1, 2)


def rows_after(values: npt.NDArray[Any], origins: Rows, horizon: int) -> npt.NDArray[Any]:
    """values[origin + 1 … origin + horizon] for each origin: (origins, horizon)."""
    return values[origins[:, np.newaxis] + np.arange(1, horizon + 1)]


def rows_before(values: Array64, origins: Rows, count: int) -> Array64:
    """The last `count` values up to and including each origin: (origins, count)."""
    return values[origins[:, np.newaxis] + np.arange(1 - count, 1)]


def spread(origins: Rows, most: int) -> Rows:
    """At most `most` of the origins, evenly spaced, the last one among them."""
    step = -(-len(origins) // max(1, most))
    return origins[(len(origins) - 1) % step :: step] if len(origins) else origins
