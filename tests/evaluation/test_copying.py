"""What copies, what lags, and what only looks like it: forecasts whose origin is known, for every differencing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.series.differences import DIFFERENCES, changes_of, prices_after, rows_used
from seqcore.data.series.windows import rows_before
from seqcore.evaluation.copying import Copied, copied
from seqcore.evaluation.forecast_scores import actual

ORIGINS = np.arange(300, 680)
LAST_PRICE, LAST_CHANGE = Copied("last price"), Copied("last change")


def walk(seed: int = 1, drift: float = 0.0) -> np.ndarray:
    return 300 + np.cumsum(np.random.default_rng(seed).normal(drift, 1, 700))


def noise(scale: float, seed: int = 99, horizon: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, scale, (len(ORIGINS), horizon))


def found(prices: np.ndarray, forecast: np.ndarray) -> Copied | None:
    return copied(prices, ORIGINS, forecast if forecast.ndim == 2 else forecast[:, np.newaxis])


def outputs_as_prices(prices: np.ndarray, changes: np.ndarray, difference: str, order: int) -> np.ndarray:
    """What a network's outputs (n, h) mean, as the price task turns them into prices."""
    before = rows_before(prices, ORIGINS, max(1, rows_used(difference, order)))
    return prices_after(changes, before, difference, order)


@pytest.mark.parametrize("horizon", [1, 5])
@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("difference", DIFFERENCES)
def test_a_network_that_says_zero_and_one_that_copies_its_last_input(difference: str, order: int, horizon: int) -> None:
    prices = walk()
    changes = changes_of(prices, difference, order)[ORIGINS - rows_used(difference, order)]
    last_input = outputs_as_prices(prices, np.repeat(changes[:, np.newaxis], horizon, axis=1), difference, order)
    copy = copied(prices, ORIGINS, last_input, difference, order)
    if difference == "none":
        assert copy == LAST_PRICE
        return
    assert copy == (LAST_CHANGE if order == 1 else Copied("last bend"))
    nothing = outputs_as_prices(prices, np.zeros((len(ORIGINS), horizon)), difference, order)
    assert copied(prices, ORIGINS, nothing, difference, order) == (LAST_PRICE if order == 1 else LAST_CHANGE)


@pytest.mark.parametrize("rows", [2, 3, 4, 5])
def test_a_copy_of_an_old_row_is_found_out(rows: int) -> None:
    prices = walk()
    old = prices[ORIGINS + 1 - rows][:, np.newaxis]
    assert found(prices, old) == Copied("late", rows)
    assert found(prices, old + noise(0.2)) == Copied("late", rows)
    assert found(prices, np.repeat(old, 6, axis=1)) == Copied("late", rows)


@pytest.mark.parametrize("seed", range(4))
def test_the_last_value_with_something_meaningless_added_is_a_copy(seed: int) -> None:
    prices = walk(seed)
    last = prices[ORIGINS][:, np.newaxis]
    assert found(prices, last + noise(0.1, seed + 50)) == LAST_PRICE
    assert found(prices, last + noise(0.3, seed + 50, 5)) == LAST_PRICE
    assert found(prices, last - 0.3) == LAST_PRICE


def test_a_moving_average_follows_by_half_its_length() -> None:
    prices = walk()
    assert found(prices, np.mean([prices[ORIGINS - back] for back in range(5)], axis=0)) == Copied("late", 3)


def test_a_forecast_that_copies_first_and_runs_away_later_is_no_copy() -> None:
    """Nearest to the last value at its first step, and five times as wrong as it at its last one."""
    prices = walk()
    away = prices[ORIGINS][:, np.newaxis] + np.sign(noise(1)) * np.arange(10) ** 2 * 0.2
    assert found(prices, away) is None
    assert found(prices, away[:, :1]) == LAST_PRICE
    assert found(prices, away[:, ::-1]) is None


def test_a_perfect_forecast_does_not_lag() -> None:
    prices = walk()
    for horizon in (1, 5):
        came = actual(prices, ORIGINS, horizon)
        assert found(prices, came) is None
        assert found(prices, came + noise(0.5, horizon=horizon)) is None


@pytest.mark.parametrize("horizon", [1, 5])
@pytest.mark.parametrize("seed", range(4))
def test_small_but_true_changes_are_no_copy(seed: int, horizon: int) -> None:
    prices = walk(seed)
    last = prices[ORIGINS][:, np.newaxis]
    change = actual(prices, ORIGINS, horizon) - last
    assert found(prices, last + 0.15 * change + noise(0.2, seed, horizon)) is None


def test_a_true_drift_is_no_copy() -> None:
    prices = walk(drift=0.5)
    assert found(prices, prices[ORIGINS] + 0.5) is None
    assert found(prices, prices[ORIGINS]) == LAST_PRICE


@pytest.mark.parametrize("seed", range(4))
def test_noise_does_not_lag(seed: int) -> None:
    prices = walk(seed)
    assert found(prices, prices.mean() + noise(5, seed)) is None
    assert found(prices, np.full(len(ORIGINS), prices.mean())) is None
    no_memory = np.random.default_rng(seed).normal(50, 1, 700)
    assert found(no_memory, 50 + noise(1, seed + 10)) is None
    assert found(no_memory, np.full(len(ORIGINS), 50.0)) is None
    # The mean of the window is a sensible forecast here, although it is near the old rows that it is made of.
    assert found(no_memory, np.mean([no_memory[ORIGINS - back] for back in range(5)], axis=0)) is None
    assert found(no_memory, no_memory[ORIGINS]) == LAST_PRICE
    assert found(no_memory, no_memory[ORIGINS - 1]) == Copied("late", 2)


def test_the_same_time_last_season_is_no_copy_where_there_is_a_season() -> None:
    season = np.tile([1.0, 4.0, 2.0], 234)[:700]
    assert found(season, season[ORIGINS - 2]) is None
    assert found(season, season[ORIGINS]) == LAST_PRICE
    noisy = season + np.random.default_rng(1).normal(0, 0.3, 700)
    assert found(noisy, noisy[ORIGINS - 2]) is None


def test_a_price_that_never_moves_tells_nothing() -> None:
    flat = np.full(700, 5.0)
    assert found(flat, flat[ORIGINS]) is None
    assert found(flat, flat[ORIGINS] + noise(1)[:, 0]) is None


def test_few_origins_tell_nothing_and_any_order_will_do() -> None:
    prices = walk()
    last = prices[ORIGINS][:, np.newaxis]
    assert copied(prices, ORIGINS[:7], last[:7]) is None
    assert copied(prices, ORIGINS[:8], last[:8]) == LAST_PRICE
    early = np.arange(11)  # of these, 7 have 5 rows up to them
    assert copied(prices, early, prices[early][:, np.newaxis]) is None
    order = np.random.default_rng(1).permutation(len(ORIGINS))
    assert copied(prices, ORIGINS[order], last[order]) == LAST_PRICE


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_forecasts_that_are_no_numbers_or_ran_away_copy_nothing(difference: str) -> None:
    for value in (np.nan, np.inf, 1e15, -1e15, 0.0):
        assert copied(walk(), ORIGINS, np.full((len(ORIGINS), 3), value), difference, 2) is None


@given(st.integers(0, 300), st.sampled_from([0.001, 8.0, 1000.0]), st.floats(-50, 50))
def test_the_unit_of_the_prices_does_not_matter(seed: int, factor: float, offset: float) -> None:
    prices = walk(seed)
    forecast = prices[ORIGINS - seed % 3] + noise(0.3, seed)[:, 0]
    assert found(prices, forecast) == found(prices * factor + offset, forecast * factor + offset)
