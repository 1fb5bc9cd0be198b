"""Residuals, their autocorrelation, and the band of chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.series.generated import generate
from seqcore.evaluation.residuals import autocorrelation, autocorrelation_band, residuals

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
    assert (np.abs(noise[1:]) < 1.96 / np.sqrt(2000)).mean() >= 0.9


def test_autocorrelation_of_what_never_changes_and_of_nothing() -> None:
    assert autocorrelation(np.full(9, 0.1), 3).tolist() == [1, 0, 0, 0]
    assert autocorrelation(np.array([4.0]), 2).tolist() == [1, 0, 0]
    for values, lags in ((np.empty(0), 1), (np.ones(3), -1)):
        with pytest.raises(ValueError, match="autocorrelation: got"):
            autocorrelation(values, lags)
    assert autocorrelation_band(np.full(400, 0.1), 2) == pytest.approx([0.098, 0.098])
    with pytest.raises(ValueError, match="1 is the least"):
        autocorrelation_band(np.empty(0), 1)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60), st.integers(0, 70))
def test_autocorrelation_stays_in_its_bounds(values: list[float], lags: int) -> None:
    result = autocorrelation(np.array(values), lags)
    assert result.shape == (lags + 1,)
    assert result[0] == 1
    assert (np.abs(result) <= 1).all()


def test_the_band_by_hand() -> None:
    """Of 1, -1, 1, -1: products of neighbours are all -1, so 1.96 / √4 is the wider one."""
    np.testing.assert_allclose(autocorrelation_band(np.array([1.0, -1, 1, -1]), 2), [0.98, 0.98])
    # One large neighbour pair among small ones: its products make the band at lag 1.
    errors = np.array([1.0, -1, 9, 9, -9, -9] + [1, -1] * 20)
    products = errors[1:] * errors[:-1]
    n = len(products)
    error = np.sqrt(((products - products.mean()) ** 2).sum() / n / n / ((n - 1) / n)) * n / (errors @ errors)
    assert autocorrelation_band(errors, 3)[0] == pytest.approx(1.96 * max(error, 1 / np.sqrt(46)))


def test_overlapping_forecasts_have_no_band_where_they_share_rows_and_bartletts_beyond() -> None:
    errors = np.array([1.0, 2, 3, 4] * 30)
    band = autocorrelation_band(errors, 10, ahead=4)
    assert np.isnan(band[:3]).all()
    alike = autocorrelation(errors, 3)[1:]
    assert (band[3:] >= 1.96 * np.sqrt((1 + 2 * (alike**2).sum()) / 120) - 1e-12).all()
    assert (band[3:] <= 1).all()
    with pytest.raises(ValueError, match="1 is the least"):
        autocorrelation_band(errors, 3, ahead=0)


@pytest.mark.parametrize("ahead", [1, 5, 20])
@pytest.mark.parametrize("process", ["gbm", "regimes"])
def test_the_last_values_errors_seldom_leave_the_band_where_nothing_can_be_foreseen(process: str, ahead: int) -> None:
    outside, plain = [], []
    for seed in range(12):
        walk = np.log(generate(process, 450 + ahead, 1.0, 0, 50, seed).values)
        errors = walk[ahead:] - walk[:-ahead]
        found = autocorrelation(errors, ahead + 19)[1:]
        outside.append(np.abs(found[ahead - 1 :]) > autocorrelation_band(errors, ahead + 19, ahead)[ahead - 1 :])
        plain.append(np.abs(found) > 1.96 / np.sqrt(450))
    assert np.mean(outside) <= 0.1
    if ahead > 1:
        assert np.mean(plain) > 0.3, "the plain band would have found patterns everywhere"
