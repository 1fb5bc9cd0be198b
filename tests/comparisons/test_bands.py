"""Curves of several seeds as one line with a band: known answers by hand."""

import numpy as np
import pytest
from small import small

from seqcore.comparisons.bands import AXES, PARTS, SPREADS, band
from seqcore.runs.view import RunView


def view(training: list[float], validation: dict[float, float], clock: list[tuple[int, float]] = ()) -> RunView:  # type: ignore[assignment]
    return RunView(
        small(),
        training={"loss": training},
        validation={epoch: {"loss": value} for epoch, value in validation.items()},
        updates=10 * len(training),
        clock=list(clock),
    )


def test_mean_and_range_where_one_run_is_further_than_the_other() -> None:
    found = band([view([3, 2, 1], {}), view([5, 4], {})], "loss", "training", "epochs", "range")
    assert found.x.tolist() == [1, 2, 3]
    assert found.mean.tolist() == [4, 3, 1]
    assert found.low.tolist() == [3, 2, 1]
    assert found.high.tolist() == [5, 4, 1]
    assert found.counts.tolist() == [2, 2, 1]


def test_one_standard_deviation_each_way() -> None:
    found = band([view([], {0: 1.0}), view([], {0: 3.0})], "loss", "validation", "epochs", "deviation")
    assert found.mean.tolist() == [2.0]
    assert found.high[0] - 2 == pytest.approx(np.std([1, 3], ddof=1)) == pytest.approx(2 - found.low[0])


def test_the_axis_counts_epochs_updates_or_seconds() -> None:
    runs = [view([3, 2, 1, 1], {}, [(2, 4.0), (4, 6.0)]), view([3, 2, 1, 1], {}, [(4, 2.0)])]
    places = {axis: band(runs, "loss", "training", axis, "range").x.tolist() for axis in AXES}
    assert places["epochs"] == [1, 2, 3, 4]
    assert places["updates"] == [10, 20, 30, 40]
    assert places["seconds"] == [(2 + 0.5) / 2, (4 + 1) / 2, (5 + 1.5) / 2, (6 + 2) / 2]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("spread", SPREADS)
def test_nothing_yet_and_numbers_that_are_none(part: str, axis: str, spread: str) -> None:
    assert not len(band([view([], {})], "loss", part, axis, spread).x)
    assert not len(band([], "loss", part, axis, spread).x)
    broken = band([view([np.nan, 1.0], {1: np.nan, 2: 1.0})], "loss", part, axis, spread)
    assert broken.epochs.tolist() == [2]
