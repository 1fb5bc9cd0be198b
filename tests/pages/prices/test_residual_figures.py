"""Charts of errors, by numbers that can be checked by hand."""

import json

import numpy as np
import pytest

from pages.tasks.prices.residual_figures import (
    error_by_horizon_figure,
    residual_autocorrelation,
    residual_histogram,
    residuals_over_time,
)
from seqcore.data.series.series import Series

DAYS = (np.datetime64("2025-12-01") + np.arange(30)).astype("datetime64[s]")
SERIES = Series(DAYS, {"close": np.arange(30.0)}, "a series", "made up")
NOTHING = np.zeros(0)


def test_an_error_stands_at_the_row_it_is_for():
    figure = residuals_over_time(SERIES, np.array([20, 21, 25]), np.array([0.5, -1.0, 2.0]))
    (dots,) = figure.data
    assert list(dots.x) == ["2025-12-21", "2025-12-22", "2025-12-26"]
    assert dots.y.tolist() == [0.5, -1, 2]
    assert "price units" in figure.layout.yaxis.title.text
    assert figure.layout.shapes[0].y0 == figure.layout.shapes[0].y1 == 0


def test_bars_count_every_error_once():
    errors = np.array([-1.0, -1, 0, 0, 0, 0, 1, 3])
    bars, normal = residual_histogram(errors).data
    # Eight bins from -1 to 3, half a unit wide.
    assert (bars.x0, bars.dx) == (-0.75, 0.5)
    assert bars.y.tolist() == [2, 0, 4, 0, 1, 0, 0, 1]
    assert max(normal.y) == pytest.approx(8 * 0.5 / (errors.std() * np.sqrt(2 * np.pi)), rel=1e-2)
    assert sum(normal.y) * (normal.dx / bars.dx) < 8


@pytest.mark.parametrize("errors", [np.zeros(10), np.array([0.25])])
def test_errors_that_are_all_the_same_have_no_normal_curve(errors):
    (bars,) = residual_histogram(errors).data
    assert sum(bars.y) == len(errors)


def test_alternating_errors_by_hand():
    # Mean 0, so lag 1 is -3/4, lag 2 is 2/4, lag 3 is -1/4; the band is 1.96 / 2.
    errors = np.array([1.0, -1, 1, -1])
    band, bars, dots = residual_autocorrelation(errors, errors[::-1], lags=20).data
    assert (bars.x0, dots.x0) == (1, 1)
    assert bars.y == pytest.approx([-0.75, 0.5, -0.25])
    assert dots.y == pytest.approx([-0.75, 0.5, -0.25])
    assert (max(band.y), min(band.y)) == pytest.approx((0.98, -0.98))
    assert (min(band.x), max(band.x)) == (0.5, 3.5)
    assert len(residual_autocorrelation(np.arange(50.0), np.arange(50.0), lags=7).data[1].y) == 7


def test_where_forecasts_overlap_there_is_no_band():
    errors = np.random.default_rng(1).normal(size=200)
    band, bars, _ = residual_autocorrelation(errors, errors, ahead=5).data
    assert (min(band.x), max(band.x)) == (4.5, 20.5)
    assert len(bars.y) == 20
    short = residual_autocorrelation(errors[:4], errors[:4], ahead=5).data
    assert [trace.uid for trace in short] == ["autocorrelation", "last-value"]


def test_the_network_beside_the_baselines_at_every_step():
    figure = error_by_horizon_figure(np.array([1.0, 2, 3]), {"last_value": np.array([1.5, 2.5, 3.5])})
    model, last = figure.data
    assert (model.x0, model.y.tolist(), last.y.tolist()) == (1, [1, 2, 3], [1.5, 2.5, 3.5])
    assert (model.name, last.name) == ("This network", "Last value")
    assert figure.layout.showlegend


def test_without_errors_there_are_axes():
    empty = [
        residuals_over_time(SERIES, np.zeros(0, int), NOTHING),
        residual_histogram(NOTHING),
        residual_autocorrelation(NOTHING, NOTHING),
        error_by_horizon_figure(NOTHING, {}),
    ]
    for figure in empty:
        assert all(trace.y is None or len(trace.y) == 0 for trace in figure.data)
        assert json.loads(figure.to_json())["layout"]["xaxis"]
