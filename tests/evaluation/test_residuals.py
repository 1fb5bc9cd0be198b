"""Residuals, their autocorrelation, and the bands made of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.evaluation.residuals import autocorrelation, autocorrelation_band, interval_from_residuals, residuals

PRICES = np.array([10.0, 12.0, 11.0, 15.0, 14.0])
ORIGINS = np.array([1, 2])
FORECASTS = np.array([[10.0, 15.5], [16.0, 10.0]])


def test_residuals_are_actual_minus_forecast_by_hand() -> None:
    assert residuals(PRICES, ORIGINS, FORECASTS).tolist() == [1, -1]
    assert residuals(PRICES, ORIGINS, FORECASTS, step=1).tolist() == [-0.5, 4]
    assert residuals(PRICES, ORIGINS, FORECASTS, step=None).tolist() == [[1, -0.5], [-1, 4]]
    for step in (-1, 2):
        with pytest.raises(ValueError, match="allowed is 0 to 1"):
            residuals(PRICES, ORIGINS, FORECASTS, step=step)


def test_autocorrelation_by_hand() -> None:
    # Around the mean 2.5: -1.5, -0.5, 0.5, 1.5, whose squares sum to 5.
    np.testing.assert_allclose(autocorrelation(np.array([1.0, 2, 3, 4]), 5), [1, 0.25, -0.3, -0.45, 0, 0])


def test_autocorrelation_finds_a_season_and_nothing_in_noise() -> None:
    season = autocorrelation(np.tile([1.0, 0, 0, 0, 0], 40), 10)
    assert np.argmax(season[1:]) + 1 == 5
    noise = autocorrelation(np.random.default_rng(1).standard_normal(2000), 40)
    assert (np.abs(noise[1:]) < autocorrelation_band(2000)).mean() >= 0.9


def test_autocorrelation_of_what_never_changes_and_of_nothing() -> None:
    assert autocorrelation(np.full(9, 0.1), 3).tolist() == [1, 0, 0, 0]
    assert autocorrelation(np.array([4.0]), 2).tolist() == [1, 0, 0]
    for values, lags in ((np.empty(0), 1), (np.ones(3), -1)):
        with pytest.raises(ValueError, match="autocorrelation: got"):
            autocorrelation(values, lags)
    assert autocorrelation_band(400) == pytest.approx(0.098)
    with pytest.raises(ValueError, match="1 is the least"):
        autocorrelation_band(0)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60), st.integers(0, 70))
def test_autocorrelation_stays_in_its_bounds(values: list[float], lags: int) -> None:
    result = autocorrelation(np.array(values), lags)
    assert result.shape == (lags + 1,)
    assert result[0] == 1
    assert (np.abs(result) <= 1).all()


def test_a_band_is_made_of_the_quantiles_of_each_step() -> None:
    # With 99 residuals, 80 % lies between the 10th and the 90th of them, 98 % between the first and the last.
    column = np.arange(1.0, 100)
    both = np.column_stack([column, -2 * column])
    np.testing.assert_allclose(interval_from_residuals(both, 0.8), [[10, -180], [90, -20]])
    np.testing.assert_allclose(interval_from_residuals(both, 0.98), [[1, -198], [99, -2]])


@pytest.mark.parametrize(("n", "share"), [(19, 0.8), (38, 0.95)])
def test_too_few_residuals_give_the_band_of_a_normal_distribution(n: int, share: float) -> None:
    values = np.full((n, 2), 3.0)
    reach = {0.8: 1.2816, 0.95: 1.96}[share] * 3
    np.testing.assert_allclose(interval_from_residuals(values, share), [[-reach] * 2, [reach] * 2], rtol=1e-4)
    enough = np.full((n + 1, 2), 3.0)
    np.testing.assert_allclose(interval_from_residuals(enough, share), np.full((2, 2), 3))


@pytest.mark.parametrize("share", [0.8, 0.95])
@pytest.mark.parametrize("n", [20, 60])
def test_the_next_value_lies_inside_as_often_as_promised(n: int, share: float) -> None:
    generator = np.random.default_rng(3)
    past, coming = generator.standard_normal((n, 4000)), generator.standard_normal(4000)
    low, high = interval_from_residuals(past, share)
    assert ((low <= coming) & (coming <= high)).mean() == pytest.approx(share, abs=0.025)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=80))
def test_a_wider_share_gives_a_wider_band(values: list[float]) -> None:
    column = np.array(values)[:, np.newaxis]
    assert (np.diff(interval_from_residuals(column, 0.8), axis=0) >= 0).all()
    low, high = interval_from_residuals(column, 0.5)
    wide_low, wide_high = interval_from_residuals(column, 0.8)
    assert wide_low <= low + 1e-6
    assert high <= wide_high + 1e-6


@pytest.mark.parametrize(("shape", "share"), [((0, 2), 0.8), ((5,), 0.8), ((5, 1), 0.0), ((5, 1), 1.0)])
def test_bands_of_nothing_are_refused(shape: tuple[int, ...], share: float) -> None:
    with pytest.raises(ValueError, match="interval_from_residuals: got"):
        interval_from_residuals(np.ones(shape), share)
