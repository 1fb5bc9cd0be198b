"""The test of Diebold and Mariano: by its formula, against SciPy, and how often it is wrong."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from seqcore.evaluation.significance import both_tails_of_student_t, diebold_mariano, variance_of_mean


def errors(seed: int, n: int, horizon: int = 1) -> np.ndarray:
    """Errors of the last value on a random walk, (n, horizon)."""
    changes = np.random.default_rng(seed).standard_normal(n + horizon)
    return np.array([np.cumsum(changes[start : start + horizon]) for start in range(n)])


@given(st.floats(-40, 40), st.integers(1, 100_000))
def test_student_t_is_that_of_scipy(statistic: float, degrees: int) -> None:
    expected = 2 * stats.t.sf(abs(statistic), degrees)
    assert both_tails_of_student_t(statistic, degrees) == pytest.approx(expected, rel=1e-7, abs=1e-300)


def test_student_t_as_tabulated() -> None:
    for statistic, degrees in ((12.706, 1), (2.776, 4), (2.262, 9), (2.042, 30), (1.984, 100)):
        assert both_tails_of_student_t(statistic, degrees) == pytest.approx(0.05, abs=5e-5)
    assert both_tails_of_student_t(0, 7) == 1


def test_one_step_ahead_it_is_the_t_test_on_the_differences() -> None:
    reference = errors(1, 60)
    model = reference * 0.9 + np.random.default_rng(2).normal(0, 0.3, reference.shape)
    outcome = diebold_mariano(model, reference, 1)
    expected = stats.ttest_1samp((np.abs(model) - np.abs(reference)).ravel(), 0)
    assert outcome.statistic == pytest.approx(expected.statistic)
    assert outcome.p_value == pytest.approx(expected.pvalue)
    low, high = expected.confidence_interval()
    assert outcome.reach == pytest.approx((high - low) / 2)
    assert outcome.mean_difference == pytest.approx(np.abs(model).mean() - np.abs(reference).mean())
    assert outcome.n == 60
    assert diebold_mariano(model.ravel(), reference.ravel(), 1) == outcome


def test_several_steps_ahead_by_the_formula() -> None:
    n, horizon = 40, 3
    reference, model = errors(3, n, horizon), errors(4, n, horizon)
    outcome = diebold_mariano(model, reference, horizon)
    differences = [
        sum(abs(a) - abs(b) for a, b in zip(*pair, strict=True)) / 3 for pair in zip(model, reference, strict=True)
    ]
    mean = sum(differences) / n

    def covariance(lag: int) -> float:
        return sum((differences[t] - mean) * (differences[t - lag] - mean) for t in range(lag, n)) / n

    statistic = mean / math.sqrt((covariance(0) + 2 * covariance(1) + 2 * covariance(2)) / n)
    statistic *= math.sqrt((n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n)
    assert outcome.statistic == pytest.approx(statistic)
    assert outcome.p_value == pytest.approx(2 * stats.t.sf(abs(statistic), n / horizon - 1))
    # The interval contains 0 exactly when p is not below 0.05.
    assert outcome.reach == pytest.approx(stats.t.isf(0.025, n / horizon - 1) * abs(mean / statistic))


def test_a_variance_is_never_negative() -> None:
    # Up and down by turns: the first autocovariance alone outweighs the variance.
    turns = np.tile([1.0, -1.0], 20) + np.linspace(0, 0.1, 40)
    centred = turns - turns.mean()
    assert centred @ centred + 2 * centred[1:] @ centred[:-1] < 0
    weighted = (centred @ centred + centred[1:] @ centred[:-1]) / 40 / 40 / ((41 - 4 + 2 / 40) / 40)
    assert variance_of_mean(turns, 2) == pytest.approx(weighted)
    assert weighted > 0
    with pytest.raises(ValueError, match="more than the horizon"):
        variance_of_mean(turns[:2], 2)


@given(st.lists(st.floats(-100, 100), min_size=8, max_size=40), st.integers(1, 7))
def test_variances_of_anything_are_not_negative(values: list[float], horizon: int) -> None:
    assert variance_of_mean(np.array(values), horizon) >= 0


def test_too_few_forecasts_tell_nothing() -> None:
    for n, horizon in ((7, 1), (24, 5)):
        outcome = diebold_mariano(errors(1, n, horizon), errors(2, n, horizon), horizon)
        assert (outcome.statistic, outcome.p_value, outcome.n) == (None, None, n)
        assert math.isfinite(outcome.mean_difference)
    assert diebold_mariano(errors(1, 8), errors(2, 8), 1).p_value is not None
    assert diebold_mariano(errors(1, 25, 5), errors(2, 25, 5), 5).p_value is not None


def test_differences_without_noise() -> None:
    same = errors(1, 30)
    assert (diebold_mariano(same, -same, 1).statistic, diebold_mariano(same, -same, 1).p_value) == (None, 1.0)
    always = diebold_mariano(np.zeros(30), np.ones(30), 1)
    assert (always.statistic, always.p_value, always.mean_difference) == (None, 0.0, -1.0)


@pytest.mark.parametrize(("shape", "horizon"), [((3, 1), 1), ((0, 1), 1), ((8, 2), 0)])
def test_errors_that_do_not_fit_are_refused(shape: tuple[int, int], horizon: int) -> None:
    other = (8, 2) if horizon == 0 else (0, 1) if shape[0] == 0 else (4, 1)
    with pytest.raises(ValueError, match="errors: got shapes"):
        diebold_mariano(np.ones(shape), np.ones(other), horizon)
    with pytest.raises(ValueError, match="not finite"):
        diebold_mariano(np.full(9, np.nan), np.ones(9), 1)


@given(st.integers(0, 500), st.integers(1, 4))
def test_the_roles_can_be_swapped_and_the_currency_changed(seed: int, horizon: int) -> None:
    one, two = errors(seed, 40, horizon), errors(seed + 1, 40, horizon)
    ahead, back = diebold_mariano(one, two, horizon), diebold_mariano(two, one, horizon)
    scaled = diebold_mariano(one * 250, two * 250, horizon)
    assert ahead.statistic is not None
    assert back.statistic == pytest.approx(-ahead.statistic)
    assert back.p_value == pytest.approx(ahead.p_value)
    assert scaled.statistic == pytest.approx(ahead.statistic)
    assert 0 <= (ahead.p_value or 0) <= 1


@pytest.mark.parametrize(("horizon", "most"), [(1, 0.08), (5, 0.08)])
def test_equal_forecasts_are_seldom_called_different(horizon: int, most: float) -> None:
    # Drifting up and drifting down are equally wrong about a walk without drift.
    drift, wrong = 0.2 * np.arange(1, horizon + 1), 0
    for seed in range(400):
        walk = errors(seed, 200, horizon)
        p_value = diebold_mariano(walk - drift, walk + drift, horizon).p_value
        wrong += p_value is not None and p_value < 0.05
    assert 0.02 <= wrong / 400 <= most


def test_a_clear_difference_is_found() -> None:
    reference = errors(1, 200)
    outcome = diebold_mariano(0.8 * reference, reference, 1)
    assert outcome.p_value is not None
    assert outcome.p_value < 1e-6
    assert outcome.mean_difference < 0
