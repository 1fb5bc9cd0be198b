"""The lag detector: what copies, what lags, and what only looks like it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.evaluation.lag import copied_lag, lag_profile

ORIGINS = np.arange(300, 699)


def walk(seed: int = 1, drift: float = 0.0) -> np.ndarray:
    return 100 + np.cumsum(np.random.default_rng(seed).normal(drift, 1, 700))


def noise(scale: float, seed: int = 99) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, scale, len(ORIGINS))


def lag_of(prices: np.ndarray, forecast: np.ndarray) -> int | None:
    return copied_lag(prices, ORIGINS, forecast[:, np.newaxis])


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5])
def test_a_copy_of_an_old_row_is_found_out(rows: int) -> None:
    prices = walk()
    assert lag_of(prices, prices[ORIGINS + 1 - rows]) == rows
    assert lag_of(prices, prices[ORIGINS + 1 - rows] + noise(0.2)) == rows


@pytest.mark.parametrize("seed", range(5))
def test_the_last_value_with_something_meaningless_added_is_a_copy(seed: int) -> None:
    prices = walk(seed)
    assert lag_of(prices, prices[ORIGINS] + noise(0.1, seed + 50)) == 1
    assert lag_of(prices, prices[ORIGINS] - 0.3) == 1
    assert lag_of(prices, (prices[ORIGINS] + prices[ORIGINS - 1]) / 2) in (1, 2)


def test_a_moving_average_follows_by_half_its_length() -> None:
    prices = walk()
    average = np.mean([prices[ORIGINS - back] for back in range(5)], axis=0)
    assert lag_of(prices, average) == 3


def test_a_perfect_forecast_does_not_lag() -> None:
    prices = walk()
    assert lag_of(prices, prices[ORIGINS + 1]) is None
    assert lag_of(prices, prices[ORIGINS + 1] + noise(0.5)) is None


@pytest.mark.parametrize("seed", range(5))
def test_small_but_true_changes_are_no_copy(seed: int) -> None:
    prices = walk(seed)
    change = prices[ORIGINS + 1] - prices[ORIGINS]
    assert lag_of(prices, prices[ORIGINS] + 0.1 * change + noise(0.2, seed)) is None


def test_a_true_drift_is_no_copy() -> None:
    prices = walk(drift=0.5)
    assert lag_of(prices, prices[ORIGINS] + 0.5) is None
    assert lag_of(prices, prices[ORIGINS]) == 1


@pytest.mark.parametrize("seed", range(5))
def test_noise_does_not_lag(seed: int) -> None:
    prices = walk(seed)
    assert lag_of(prices, prices.mean() + noise(5, seed)) is None
    assert lag_of(prices, np.full(len(ORIGINS), prices.mean())) is None
    no_memory = np.random.default_rng(seed).normal(50, 1, 700)
    assert lag_of(no_memory, 50 + noise(1, seed + 10)) is None
    assert lag_of(no_memory, np.full(len(ORIGINS), 50.0)) is None
    # The mean of the window is a sensible forecast here, although it is near the old rows that it is made of.
    assert lag_of(no_memory, np.mean([no_memory[ORIGINS - back] for back in range(5)], axis=0)) is None
    assert lag_of(no_memory, no_memory[ORIGINS]) == 1
    assert lag_of(no_memory, no_memory[ORIGINS - 1]) == 2


def test_the_same_time_last_season_is_no_copy_where_there_is_a_season() -> None:
    season = np.tile([1.0, 4.0, 2.0], 234)[:700]
    assert lag_of(season, season[ORIGINS - 2]) is None
    assert lag_of(season, season[ORIGINS]) == 1


def test_a_price_that_never_moves_tells_nothing() -> None:
    flat = np.full(700, 5.0)
    assert lag_of(flat, flat[ORIGINS]) is None
    assert lag_of(flat, flat[ORIGINS] + noise(1)) is None
    assert [lag.correlation for lag in lag_profile(flat, ORIGINS, flat[ORIGINS][:, np.newaxis])] == [None] * 6


def test_the_profile_by_hand() -> None:
    prices = np.array([9.0, 9.0, 9.0, 9.0, 1.0, 2.0, 4.0, 3.0, 8.0])
    # Origins 4, 5, 6 forecast the rows 5, 6, 7 with the rows 4, 5, 6; the origin 3 has too few rows behind it.
    profile = lag_profile(prices, np.array([3, 4, 5, 6]), np.array([[77.0, 0], [1.0, 0], [2.0, 0], [4.0, 0]]))
    assert [lag.rows for lag in profile] == [0, 1, 2, 3, 4, 5]
    assert profile[0].rmse == pytest.approx(np.sqrt((1 + 4 + 1) / 3))
    assert profile[1].rmse == 0
    assert profile[2].rmse == pytest.approx(np.sqrt((64 + 1 + 4) / 3))
    # Changes 1, 2 of the forecasts against 2, -1 and 1, 2 of the prices; two points are always on a line.
    assert profile[0].correlation == pytest.approx(-1)
    assert profile[1].correlation == pytest.approx(1)
    assert profile[5].correlation is None


def test_changes_tell_lags_apart_where_levels_do_not() -> None:
    prices = walk()
    copy = prices[ORIGINS][:, np.newaxis]
    correlations = [lag.correlation for lag in lag_profile(prices, ORIGINS, copy)]
    assert correlations[1] == pytest.approx(1)
    assert all(abs(other or 0) < 0.2 for other in correlations[:1] + correlations[2:])
    assert np.corrcoef(copy[:, 0], prices[ORIGINS + 1])[0, 1] > 0.95


def test_few_origins_tell_nothing() -> None:
    prices = walk()
    assert copied_lag(prices, ORIGINS[:7], prices[ORIGINS[:7]][:, np.newaxis]) is None
    assert copied_lag(prices, ORIGINS[:8], prices[ORIGINS[:8]][:, np.newaxis]) == 1
    early = np.arange(4)
    assert lag_profile(prices, early, np.ones((4, 1))) == []
    assert copied_lag(prices, early, np.ones((4, 1))) is None


def test_only_the_first_step_counts_and_origins_may_come_in_any_order() -> None:
    prices = walk()
    forecasts = np.column_stack([prices[ORIGINS], prices[ORIGINS + 1]])[:-1]
    order = np.random.default_rng(1).permutation(len(forecasts))
    assert copied_lag(prices, ORIGINS[:-1][order], forecasts[order]) == 1
    assert lag_profile(prices, ORIGINS[:-1][order], forecasts[order]) == lag_profile(prices, ORIGINS[:-1], forecasts)


def test_forecasts_that_are_no_numbers_lag_behind_nothing() -> None:
    assert lag_of(walk(), np.full(len(ORIGINS), np.nan)) is None


@given(st.integers(0, 300), st.sampled_from([0.001, 8.0, 1000.0]), st.floats(-50, 50))
def test_the_unit_of_the_prices_does_not_matter(seed: int, factor: float, offset: float) -> None:
    prices = walk(seed)
    forecast = prices[ORIGINS - seed % 3] + noise(0.3, seed)
    assert lag_of(prices, forecast) == lag_of(prices * factor + offset, forecast * factor + offset)
    assert all(-1 <= (lag.correlation or 0) <= 1 for lag in lag_profile(prices, ORIGINS, forecast[:, np.newaxis]))
