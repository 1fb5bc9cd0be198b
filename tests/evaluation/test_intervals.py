"""Intervals: exact ranks, the unit that is forecast, nothing from the future, and the coverage that they promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.series.bundled import bundled_series
from seqcore.data.series.differences import DIFFERENCES
from seqcore.data.series.generated import PROCESSES, generate
from seqcore.evaluation.baselines import baselines
from seqcore.evaluation.coverage import Coverage
from seqcore.evaluation.forecast_scores import actual
from seqcore.evaluation.intervals import SHARES, KnownErrors, conformal_ranks, fewest_errors

TEST, VALIDATION = 1000, 500


@pytest.mark.parametrize(
    ("n", "share", "ranks"),
    [
        (8, 0.8, None),
        (9, 0.8, (1, 9)),
        (11, 0.8, (1, 11)),  # ⌈12 · 0.9⌉ = 11: the plain quantile, 9.9, held 76 % of what it called 80 %
        (19, 0.8, (2, 18)),
        (99, 0.8, (10, 90)),
        (38, 0.95, None),
        (39, 0.95, (1, 39)),
        (1000, 0.95, (25, 976)),
    ],
)
def test_ranks_by_hand(n: int, share: float, ranks: tuple[int, int] | None) -> None:
    assert conformal_ranks(n, share) == ranks
    assert (fewest_errors(0.8), fewest_errors(0.95)) == (9, 39)


@given(st.integers(1, 3000), st.sampled_from(SHARES))
def test_the_next_error_lies_inside_as_often_as_promised_and_hardly_more(n: int, share: float) -> None:
    """Of n + 1 equally likely places the ranks enclose enough: at most 2 / (n + 1) above the promise."""
    ranks = conformal_ranks(n, share)
    if ranks is not None:
        inside = (ranks[1] - ranks[0]) / (n + 1)
        assert share - 1e-9 <= inside <= share + 2 / (n + 1) + 1e-9


@pytest.mark.parametrize("share", [0.0, 1.0, -1.0])
def test_shares_that_cannot_be_are_refused(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        conformal_ranks(10, share)


@pytest.mark.parametrize(
    ("difference", "errors", "middle"),
    [("none", [2.0, -4.0], 110), ("absolute", [2.0, -4.0], 110), ("percent", [0.02, -0.02], 220)],
)
def test_errors_keep_the_unit_that_is_forecast(difference: str, errors: list[float], middle: float) -> None:
    """100 became 102 and 200 became 196 while no change was forecast: + 2 and − 4, or + 2 % and − 2 %."""
    prices, origins = np.array([100.0, 102, 200, 196]), np.array([0, 2])
    found = KnownErrors.of(prices, difference, (origins, prices[origins][:, np.newaxis]))
    np.testing.assert_allclose(found.errors[:, 0], errors)


def test_twice_the_price_twice_the_interval_in_percent_but_not_in_prices() -> None:
    errors = np.tile([1.0, -1.0], 20)[:, np.newaxis] / 100
    at, once, twice = np.array([50]), np.full(51, 100.0), np.full(51, 200.0)
    expected = {"percent": [198, 202], "log": 200 * np.exp([-0.01, 0.01]), "none": [199.99, 200.01]}
    for difference, ends in expected.items():
        found = [
            KnownErrors(prices, difference, np.arange(40), errors).intervals(at, prices[at][:, np.newaxis], 0.8)[
                :, 0, 0
            ]
            for prices in (once, twice)
        ]
        np.testing.assert_allclose(found[1], ends)
        if difference != "none":
            np.testing.assert_allclose(found[0] * 2, found[1])


def test_a_forecast_lies_in_its_own_interval_and_one_that_is_always_too_low_has_it_above() -> None:
    errors = np.linspace(5, 6, 40)[:, np.newaxis]
    known = KnownErrors(np.full(51, 9.0), "none", np.arange(40), errors)
    low, high = known.intervals(np.array([50]), np.array([[10.0]]), 0.8)[:, 0, 0]
    assert low == 10
    assert 15 < high < 17


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_intervals_know_nothing_of_what_comes_after_their_origin(difference: str) -> None:
    prices = generate("regimes", 400, 1.0, 0.0, 20, 3).values
    origins = np.arange(200, 396)
    at = origins[-60:]

    def of(values: np.ndarray) -> np.ndarray:
        forecasts = baselines(values, origins, 4, 10)["last_value"]
        return KnownErrors.of(values, difference, (origins, forecasts)).intervals(at, forecasts[-60:], 0.8)

    changed = prices.copy()
    changed[360:] *= 3
    same = at < 360
    np.testing.assert_array_equal(of(prices)[:, same], of(changed)[:, same])


def test_too_few_known_errors_give_no_interval() -> None:
    known = KnownErrors(np.ones(60), "none", np.arange(60), np.ones((60, 3)))
    found = known.intervals(np.arange(60), np.ones((60, 3)), 0.95)
    # An error 3 rows ahead is known 3 rows after its origin: 39 of them, the first one at row 0, at row 41.
    assert np.isfinite(found[0]).argmax(axis=0).tolist() == [39, 40, 41]
    assert not np.isfinite(found[:, :39]).any()
    assert [len(known.known_at(41, step)) for step in range(3)] == [41, 40, 39]


def test_forecasts_that_ran_away_and_prices_that_never_move() -> None:
    prices, origins = np.full(100, 5.0), np.arange(98)
    for difference in DIFFERENCES:
        for value in (1e15, 5.0, 0.0):
            forecasts = np.full((98, 2), value)
            known = KnownErrors.of(prices, difference, (origins, forecasts))
            low, high = known.intervals(origins, forecasts, 0.8)[:, 20:]
            assert ((low <= forecasts[20:]) & (forecasts[20:] <= high)).all()
            if value == 5.0:
                np.testing.assert_allclose([low, high], 5.0)


def coverage(prices: np.ndarray, name: str, difference: str, horizon: int, share: float, season: int = 50) -> Coverage:
    """Measured on the last 1,000 rows, as on the screen: errors of the validation part before, then newer ones."""
    rows = len(prices)
    validation = np.arange(rows - TEST - VALIDATION - 1, rows - TEST - horizon)
    test = np.arange(rows - TEST - 1, rows - horizon)
    origins = np.concatenate([validation, test])
    forecasts = baselines(prices, origins, horizon, 20, season)[name]
    known = KnownErrors.of(prices, difference, (origins, forecasts))
    found = known.intervals(test, forecasts[-len(test) :], share)
    return Coverage.of(share, found, actual(prices, test, horizon))


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("difference", DIFFERENCES)
@pytest.mark.parametrize("process", PROCESSES)
def test_what_was_promised_is_kept_on_every_process(process: str, difference: str, share: float) -> None:
    """Within 5 points at 1,000 test rows."""
    prices = generate(process, 4000, 1.0, 0.02, 50, 1).values
    for name in ("last_value", "drift", "window_mean", "seasonal_naive"):
        found = coverage(prices, name, difference, 1, share).measured()
        assert found is not None
        assert (found.share, found.of) == (pytest.approx(share, abs=0.05), TEST), name


@pytest.mark.parametrize("process", PROCESSES)
def test_and_at_every_step_ahead(process: str) -> None:
    found = coverage(generate(process, 4000, 1.0, 0.02, 50, 1).values, "last_value", "percent", 10, 0.8)
    overall = found.measured()
    assert overall is not None
    assert overall.share == pytest.approx(0.8, abs=0.05)
    for step in range(10):
        measured = found.measured(step)
        assert measured is not None
        # Ten rows ahead, 1,000 rows are some 100 independent forecasts: 8 points are two standard errors.
        assert measured.share == pytest.approx(0.8, abs=0.08)
        assert measured.low <= measured.share <= measured.high


@pytest.mark.parametrize("difference", ["none", "percent"])
@pytest.mark.parametrize("name", ["aapl", "goog", "ibm", "msft"])
def test_and_on_real_prices_also_when_they_have_doubled(name: str, difference: str) -> None:
    found = coverage(bundled_series(name).values, "last_value", difference, 1, 0.8).measured()
    assert found is not None
    assert found.share == pytest.approx(0.8, abs=0.05)


def test_coverage_by_hand() -> None:
    low, high = np.array([[0.0, 0], [np.nan, 0], [0, 0]]), np.array([[1.0, 1], [np.nan, 1], [1, 1]])
    found = Coverage.of(0.8, np.stack([low, high]), np.array([[0.0, 2], [9, 1], [-1, 0.5]]))
    assert (found.below.sum(), found.above.sum(), found.counts.sum()) == (1, 1, 5)
    first, second, overall = found.measured(0), found.measured(1), found.measured()
    assert first is not None
    assert second is not None
    assert overall is not None
    assert (first.share, first.of) == (0.5, 2)
    assert (second.share, second.of) == (pytest.approx(2 / 3), 3)
    assert (overall.share, overall.of) == (0.6, 5)
    assert overall.low < 0.6 < overall.high
    nowhere = Coverage.of(0.8, np.full((2, 3, 1), np.nan), np.zeros((3, 1)))
    assert nowhere.measured() is None


def test_forecasts_that_overlap_make_a_share_less_sure() -> None:
    generator = np.random.default_rng(1)
    misses = np.repeat(generator.random(60) < 0.2, 10)[:, np.newaxis]
    counts = np.ones_like(misses)
    one = Coverage(0.8, counts, misses, np.zeros_like(misses)).measured()
    ten = Coverage(0.8, np.tile(counts, 10), np.tile(misses, 10), np.zeros((600, 10), bool)).measured()
    assert one is not None
    assert ten is not None
    assert one.share == ten.share
    assert ten.high - ten.low > 2 * (one.high - one.low)
