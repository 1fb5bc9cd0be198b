"""Baselines, by hand: which rows they use, and that none of them is from the future."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.evaluation.baselines import BASELINES, baselines

PRICES = np.array([10.0, 12.0, 11.0, 15.0, 14.0, 20.0, 30.0])
ORIGINS = np.array([3, 4])


def said(name: str, horizon: int = 3, window: int = 2, season: int | None = 3) -> list[list[float]]:
    return baselines(PRICES, ORIGINS, horizon, window, season)[name].tolist()


def test_last_value_repeats_the_row_of_the_origin() -> None:
    assert said("last_value") == [[15, 15, 15], [14, 14, 14]]


def test_drift_goes_on_with_the_average_change_since_the_first_row() -> None:
    # From 10 to 15 in 3 rows; from 10 to 14 in 4.
    np.testing.assert_allclose(said("drift"), [[15 + 5 / 3, 15 + 10 / 3, 20], [15, 16, 17]])


def test_window_mean_ends_with_the_row_of_the_origin() -> None:
    assert said("window_mean") == [[13, 13, 13], [14.5, 14.5, 14.5]]
    np.testing.assert_allclose(said("window_mean", window=4, horizon=1), [[12], [13]])
    assert said("window_mean", window=1) == said("last_value")


def test_seasonal_naive_repeats_the_last_season_and_never_runs_out_of_it() -> None:
    # At origin 3 the season is rows 1, 2, 3; at origin 4 rows 2, 3, 4.
    assert said("seasonal_naive") == [[12, 11, 15], [11, 15, 14]]
    assert said("seasonal_naive", horizon=7)[0] == [12, 11, 15, 12, 11, 15, 12]
    assert said("seasonal_naive", season=2) == [[11, 15, 11], [15, 14, 15]]


def test_a_perfect_season_and_a_straight_line_are_forecast_perfectly() -> None:
    origins = np.arange(8, 20)
    rows = origins[:, np.newaxis] + np.arange(1, 10)
    season = np.tile([1.0, 5.0, 2.0, 2.0], 8)
    assert (baselines(season, origins, 9, 4, 4)["seasonal_naive"] == season[rows]).all()
    line = 3.0 + 0.5 * np.arange(32)
    np.testing.assert_allclose(baselines(line, origins, 9, 4)["drift"], line[rows])


def test_baselines_without_enough_to_go_by_are_left_out() -> None:
    def names(first: int, window: int, season: int | None) -> set[str]:
        return set(baselines(PRICES, np.array([5, first]), 1, window, season))

    everything = set(BASELINES)
    assert names(3, 4, 4) == everything
    assert names(3, 5, 4) == everything - {"window_mean"}
    assert names(3, 4, 5) == everything - {"seasonal_naive"}
    assert names(3, 4, None) == names(3, 4, 1) == everything - {"seasonal_naive"}
    assert names(0, 1, None) == {"last_value", "window_mean"}


def test_the_last_row_of_all_can_be_an_origin() -> None:
    ahead = baselines(PRICES, np.array([6]), 2, 2, 3)
    assert ahead["last_value"].tolist() == [[30, 30]]
    assert ahead["seasonal_naive"].tolist() == [[14, 20]]
    assert ahead["window_mean"].tolist() == [[25, 25]]


@pytest.mark.parametrize("origins", [[], [-1], [7]])
def test_origins_outside_of_the_series_are_refused(origins: list[int]) -> None:
    with pytest.raises(ValueError, match=r"origins: got .* from 0 to 6"):
        baselines(PRICES, np.array(origins, np.int64), 1, 1)


@pytest.mark.parametrize(("horizon", "window"), [(0, 1), (1, 0)])
def test_a_horizon_and_a_window_of_nothing_are_refused(horizon: int, window: int) -> None:
    with pytest.raises(ValueError, match="both have to be 1 or more"):
        baselines(PRICES, ORIGINS, horizon, window)


@given(st.data())
def test_no_baseline_sees_a_later_row(data: st.DataObject) -> None:
    prices = np.array(data.draw(st.lists(st.floats(-1e6, 1e6), min_size=12, max_size=40)))
    last = data.draw(st.integers(6, len(prices) - 2))
    origins = np.array(data.draw(st.lists(st.integers(5, last), min_size=1, max_size=8)))
    changed = prices.copy()
    later = int(origins.max()) + 1
    changed[later:] = data.draw(st.sampled_from([np.nan, np.inf, -1e300, 0.0]))
    horizon, season = data.draw(st.integers(1, 9)), data.draw(st.integers(2, 6))
    before, after = (baselines(values, origins, horizon, 5, season) for values in (prices, changed))
    assert set(before) == set(after) == set(BASELINES)
    for name, forecasts in before.items():
        assert forecasts.shape == (len(origins), horizon)
        assert (forecasts == after[name]).all()
        # Each origin by itself, with nothing after it: the same, up to the order of a sum.
        alone = [baselines(prices[: origin + 1], np.array([origin]), horizon, 5, season)[name][0] for origin in origins]
        np.testing.assert_allclose(forecasts, alone, rtol=1e-9, atol=1e-6)


def test_entries_explain_themselves() -> None:
    assert all(entry.title and entry.explanation.endswith((".", ")")) for entry in BASELINES.values())
