"""Forecast scores: by hand, against scikit-learn, and what must not change them."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import mean_absolute_error, mean_absolute_percentage_error, root_mean_squared_error

from seqcore.evaluation.baselines import baselines
from seqcore.evaluation.forecast_scores import (
    FORECAST_MEASURES,
    actual,
    actual_for,
    direction_counts,
    direction_interval,
    error_by_horizon,
    forecast_scores,
)
from seqcore.evaluation.shares import wilson_interval

PRICES = np.array([10.0, 12.0, 11.0, 15.0, 14.0, 14.0, 20.0])
ORIGINS = np.array([3, 4])
# At origin 3 (price 15) comes 14, 14; at origin 4 (price 14) comes 14, 20.
FORECASTS = np.array([[13.0, 16.0], [14.0, 18.0]])


def walk(rows: int = 400, seed: int = 1) -> np.ndarray:
    return 100 + np.cumsum(np.random.default_rng(seed).standard_normal(rows))


def test_a_forecast_is_for_the_rows_after_its_origin() -> None:
    assert actual(PRICES, ORIGINS, 2).tolist() == [[14, 14], [14, 20]]
    assert actual(np.arange(50.0), np.array([0, 7, 46]), 3).tolist() == [[1, 2, 3], [8, 9, 10], [47, 48, 49]]


def test_scores_by_hand() -> None:
    # Errors 1, -2, 0, 2. The last value's: -1, -1, 0, 6. Changes in the first four rows: 2, -1, 4.
    scores = forecast_scores(PRICES, ORIGINS, FORECASTS, 4)
    assert scores == pytest.approx(
        {
            "mae": 5 / 4,
            "rmse": math.sqrt(9 / 4),
            "mape": (1 / 14 + 2 / 14 + 0 + 2 / 20) / 4,
            "mase": (5 / 4) / (7 / 3),
            "skill": 1 - 5 / 8,
            "direction_accuracy": 2 / 3,
        }
    )
    assert list(scores) == list(FORECAST_MEASURES)


def test_directions_by_hand() -> None:
    # Down is right, up is wrong; the third did not move; up is right.
    assert direction_counts(PRICES, ORIGINS, FORECASTS) == (2, 3)
    no_change = np.repeat(PRICES[ORIGINS][:, np.newaxis], 2, axis=1)
    assert direction_counts(PRICES, ORIGINS, no_change) == (0, 3)


def test_the_error_of_each_step_by_hand() -> None:
    assert error_by_horizon(PRICES, ORIGINS, FORECASTS).tolist() == [0.5, 2.0]


def test_scores_are_those_of_scikit_learn() -> None:
    prices, origins = walk(), np.arange(200, 390)
    came = actual(prices, origins, 5)
    forecasts = came + np.random.default_rng(2).normal(0.3, 2, came.shape)
    scores = forecast_scores(prices, origins, forecasts, 200)
    assert scores["mae"] == pytest.approx(mean_absolute_error(came, forecasts))
    assert scores["rmse"] == pytest.approx(root_mean_squared_error(came.ravel(), forecasts.ravel()))
    assert scores["mape"] == pytest.approx(mean_absolute_percentage_error(came, forecasts))
    assert error_by_horizon(prices, origins, forecasts) == pytest.approx(
        mean_absolute_error(came, forecasts, multioutput="raw_values")
    )


def test_perfect_forecasts_are_the_end_of_the_scale() -> None:
    prices, origins = walk(), np.arange(200, 390)
    scores = forecast_scores(prices, origins, actual(prices, origins, 5), 200)
    assert scores == {"mae": 0, "rmse": 0, "mape": 0, "mase": 0, "skill": 1, "direction_accuracy": 1}


def test_the_scale_of_the_scaled_error_knows_the_training_rows_only() -> None:
    other = PRICES.copy()
    other[4:] += 1000
    one, two = (forecast_scores(p, ORIGINS, actual(p, ORIGINS, 2) + 1, 4)["mase"] for p in (PRICES, other))
    assert one == pytest.approx(two) == pytest.approx(1 / (7 / 3))


def test_what_cannot_be_computed_is_left_out() -> None:
    flat = np.full(10, 5.0)
    origins = np.array([4, 5])
    assert set(forecast_scores(flat, origins, np.full((2, 1), 6.0), 4)) == {"mae", "rmse", "mape"}
    assert set(forecast_scores(0 * flat, origins, np.full((2, 1), 6.0), 4)) == {"mae", "rmse"}
    everything = set(FORECAST_MEASURES)
    assert set(forecast_scores(PRICES, ORIGINS, FORECASTS, 1)) == everything - {"mase"}
    for broken in (np.nan, np.inf):
        assert forecast_scores(PRICES, ORIGINS, np.where(FORECASTS == 16, broken, FORECASTS), 4) == {}
    assert forecast_scores(PRICES, ORIGINS[:0], FORECASTS[:0], 4) == {}


def test_prices_of_zero_are_left_out_of_the_percentage_error() -> None:
    prices = np.array([1.0, 2.0, 0.0, 4.0])
    assert forecast_scores(prices, np.array([1, 2]), np.array([[7.0], [5.0]]), 2)["mape"] == 1 / 4


def test_scores_are_valid_json_whatever_comes() -> None:
    for size in (1e-300, 1.0, 1e155, 1e300):
        json.dumps(forecast_scores(PRICES, ORIGINS, FORECASTS * size, 4), allow_nan=False)


@pytest.mark.parametrize("shape", [(2,), (1, 2), (3, 1)])
def test_forecasts_of_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"forecasts: got shape .* \(2, horizon\)"):
        actual_for(PRICES, ORIGINS, np.ones(shape))


@pytest.mark.parametrize("origins", [[-1, 3], [3, 5]])
def test_origins_whose_rows_are_missing_are_refused(origins: list[int]) -> None:
    with pytest.raises(ValueError, match="from 0 to 4"):
        actual(PRICES, np.array(origins), 2)
    with pytest.raises(ValueError, match="one or more"):
        error_by_horizon(PRICES, ORIGINS[:0], FORECASTS[:0])


cents = st.integers(1, 100_000).map(lambda cents: cents / 100)
cases = st.tuples(st.lists(cents, min_size=12, max_size=12), st.lists(cents, min_size=8, max_size=8))


@given(cases, st.integers(1, 2))
def test_the_skill_of_the_last_value_is_exactly_zero(case: tuple[list[float], list[float]], horizon: int) -> None:
    prices, origins = np.array(case[0]), np.arange(5, 9)
    scores = forecast_scores(prices, origins, baselines(prices, origins, horizon, 1)["last_value"], 5)
    assert scores.get("skill", 0) == 0
    assert scores.get("direction_accuracy", 0) == 0


@given(cases, st.floats(0.01, 1000))
def test_another_currency_changes_errors_in_price_units_only(
    case: tuple[list[float], list[float]], rate: float
) -> None:
    prices, forecasts, origins = np.array(case[0]), np.array(case[1]).reshape(4, 2), np.arange(5, 9)
    one, other = (forecast_scores(prices * factor, origins, forecasts * factor, 5) for factor in (1.0, rate))
    factors = {name: rate if measure.unit == "price" else 1 for name, measure in FORECAST_MEASURES.items()}
    assert other == pytest.approx({name: factors[name] * score for name, score in one.items()}, rel=1e-6, abs=1e-9)


@given(cases)
def test_scores_stay_in_their_bounds(case: tuple[list[float], list[float]]) -> None:
    scores = forecast_scores(np.array(case[0]), np.arange(5, 9), np.array(case[1]).reshape(4, 2), 5)
    assert 0 <= scores["mae"] <= scores["rmse"] * (1 + 1e-12)
    assert scores.get("skill", 0) <= 1
    assert 0 <= scores.get("direction_accuracy", 0) <= 1


def test_wilson_interval_as_tabulated() -> None:
    # Newcombe (1998), Table I: 81 of 263, 15 of 148, 0 of 20 and 1 of 29.
    for counts, interval in {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }.items():
        assert wilson_interval(*counts) == pytest.approx(interval, abs=5e-5)
    assert wilson_interval(0, 0) == (0, 1)


@given(st.integers(1, 10_000), st.floats(0, 1), st.floats(0.01, 0.999))
def test_wilson_interval_contains_the_share(of: int, share: float, confidence: float) -> None:
    right = round(share * of)
    low, high = wilson_interval(right, of, confidence)
    assert 0 <= low <= right / of <= high <= 1
    assert low < high


@pytest.mark.parametrize("wrong", [(-1, 5), (6, 5), (1, 5, 1.0), (1, 5, 0.0)])
def test_impossible_counts_are_refused(wrong: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="wilson_interval: got"):
        wilson_interval(*wrong)


def test_one_step_ahead_the_interval_of_directions_is_that_of_the_counts() -> None:
    prices, origins = walk(), np.arange(200, 390)
    forecasts = prices[origins][:, np.newaxis] + 1
    assert direction_interval(prices, origins, forecasts) == wilson_interval(
        *direction_counts(prices, origins, forecasts)
    )


def test_more_steps_are_no_more_evidence() -> None:
    def width(horizon: int) -> float:
        prices, origins = walk(), np.arange(200, 380)
        low, high = direction_interval(prices, origins, np.repeat(prices[origins][:, np.newaxis] + 1, horizon, axis=1))
        return high - low

    assert width(1) < width(5) < width(20)


@pytest.mark.parametrize(("up", "share"), [(1, 1), (-1, 0)])
def test_certainty_over_several_steps_counts_one_forecast_per_stretch(up: int, share: int) -> None:
    prices, origins = np.arange(100.0), np.arange(50, 90)
    forecasts = np.repeat(prices[origins][:, np.newaxis] + up, 5, axis=1)
    assert direction_interval(prices, origins, forecasts) == wilson_interval(share * 8, 8)
    assert direction_interval(0 * prices, origins, forecasts) == (0, 1)
    few = direction_interval(prices, origins[:3], forecasts[:3])
    assert few == wilson_interval(share * 0.6, 0.6)


def test_the_interval_of_always_up_holds_a_coin_about_as_often_as_it_says() -> None:
    held = 0
    for seed in range(200):
        prices, origins = walk(300, seed), np.arange(90, 290)
        low, high = direction_interval(prices, origins, np.repeat(prices[origins][:, np.newaxis] + 1, 5, axis=1))
        held += low <= 0.5 <= high
    assert 0.88 <= held / 200 <= 1


def test_entries_explain_themselves() -> None:
    for measure in FORECAST_MEASURES.values():
        assert measure.title
        assert measure.explanation
    higher = {name for name, measure in FORECAST_MEASURES.items() if not measure.lower_is_better}
    assert higher == {"skill", "direction_accuracy"}
