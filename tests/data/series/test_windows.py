"""Which rows a window holds, which ones it forecasts, and that no part reaches into a later one."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seqcore.data.series.windows import Origins, Split, rows_after, rows_before, spread, windows_at
from seqcore.invalid import InvalidInput

SPLIT = Split.at(40, 0.5, 0.25)


def test_the_split_by_hand() -> None:
    assert (SPLIT.training, SPLIT.validation, SPLIT.rows) == (20, 30, 40)


def test_origins_by_hand() -> None:
    # Window 3, two rows ahead, nothing lost: the first window is rows 0-2 and forecasts rows 3 and 4.
    origins = Origins.of(SPLIT, window=3, horizon=2, lost=0)
    assert origins.training[[0, -1]].tolist() == [2, 17]  # rows 18, 19 are the last training rows
    assert origins.validation[[0, -1]].tolist() == [19, 27]  # rows 20, 21 … rows 28, 29
    assert origins.test[[0, -1]].tolist() == [29, 37]  # rows 30, 31 … rows 38, 39


def test_differencing_twice_moves_the_first_window_by_two() -> None:
    assert Origins.of(SPLIT, window=3, horizon=2, lost=2).training[0] == 4


def test_windows_and_targets_by_hand() -> None:
    values = np.arange(10.0)
    changes = np.column_stack([values[1:] * 10, values[1:] * 100])  # row i of the series is row i − 1 here
    found = windows_at(changes, np.array([3, 5]), window=2, lost=1)
    assert found[0].tolist() == [[20, 200], [30, 300]]
    assert found[1].tolist() == [[40, 400], [50, 500]]
    assert rows_after(values, np.array([3, 5]), 2).tolist() == [[4, 5], [6, 7]]
    assert rows_before(values, np.array([3, 5]), 2).tolist() == [[2, 3], [4, 5]]


@given(
    rows=st.integers(30, 400),
    window=st.integers(2, 40),
    horizon=st.integers(1, 10),
    lost=st.integers(0, 2),
    training=st.floats(0.2, 0.9),
    validation=st.floats(0.05, 0.5),
)
def test_no_window_reaches_into_a_later_part(
    rows: int, window: int, horizon: int, lost: int, training: float, validation: float
) -> None:
    assume(training + validation <= 0.95)
    split = Split.at(rows, training, validation)
    try:
        origins = Origins.of(split, window, horizon, lost)
    except InvalidInput:
        assume(False)
    bounds = {"training": (0, split.training), "validation": (split.training, split.validation)}
    for part in ("training", "validation", "test"):
        start, end = bounds.get(part, (split.validation, rows))
        found = getattr(origins, part)
        assert found.min() + 1 >= start  # the first target lies in the part …
        assert found.max() + horizon < end  # … and so does the last one
        assert found.min() - window + 1 >= lost  # and windows begin where there are changes


@pytest.mark.parametrize(
    ("rows", "window", "part"), [(20, 30, "training"), (200, 150, "training"), (30, 3, "validation")]
)
def test_a_part_that_is_too_short_is_said(rows: int, window: int, part: str) -> None:
    with pytest.raises(InvalidInput, match=rf"task\.window: .*{part} part.*shorter window"):
        Origins.of(Split.at(rows, 0.7, 0.15), window, 3, 1)


def test_the_shuffling_mistake_deals_out_the_same_origins() -> None:
    honest = Origins.of(SPLIT, 3, 1, 0)
    shuffled = honest.shuffled(1)
    parts = ("training", "validation", "test")
    assert [len(getattr(honest, part)) for part in parts] == [len(getattr(shuffled, part)) for part in parts]
    together = np.concatenate([getattr(shuffled, part) for part in parts])
    assert sorted(together) == sorted(np.concatenate([getattr(honest, part) for part in parts]))
    assert shuffled.test.min() < honest.test.min()


def test_spreading_thins_out_evenly_and_keeps_the_last() -> None:
    assert spread(np.arange(10), 5).tolist() == [1, 3, 5, 7, 9]
    assert spread(np.arange(10), 10).tolist() == list(range(10))
    assert len(spread(np.arange(1001), 100)) <= 100
