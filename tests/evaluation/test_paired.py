"""Paired differences, by hand and against scipy.stats."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from seqcore.evaluation.paired import PairedDifference, paired_difference


def test_by_hand() -> None:
    # Differences 1, 2, 3: mean 2, standard error 1 / √3, t = 3.46 with 2 degrees of freedom: p = 0.074. All of the 8
    # ways to sign them but two have a smaller sum: 2 / 8 is larger. The interval is 2 ± 4.303 / √3.
    found = paired_difference([3.0, 4, 5], [2.0, 2, 2])
    assert (found.mean, found.p_value, found.n) == (2, 0.25, 3)
    assert (found.low, found.high) == (pytest.approx(-0.484, abs=1e-3), pytest.approx(4.484, abs=1e-3))
    assert found.may_be_noise


@pytest.mark.parametrize(
    ("more", "fewer", "p_value"),
    [(5, 0, 2 / 32), (6, 0, 2 / 64), (0, 6, 2 / 64), (7, 1, 18 / 256), (0, 0, 1.0), (4, 4, 1.0)],
)
def test_right_and_wrong_answers_are_compared_as_by_mcnemar(more: int, fewer: int, p_value: float) -> None:
    """Of 500 problems, ours alone answers `more`, theirs alone `fewer`: the exact two-sided binomial test."""
    ours, theirs = np.ones(500), np.ones(500)
    theirs[:more], ours[more : more + fewer] = 0, 0
    found = paired_difference(ours, theirs)
    assert found.p_value == pytest.approx(max(p_value, scipy.stats.ttest_rel(ours, theirs).pvalue if more else 0))
    assert found.p_value == pytest.approx(p_value, abs=0.01)
    assert found.mean == pytest.approx((more - fewer) / 500)
    assert found.low <= found.mean <= found.high


def test_many_differences_are_those_of_student() -> None:
    random = np.random.default_rng(3)
    ours = random.normal(0.3, 1, 80)
    theirs = random.normal(0, 1, 80)
    found, reference = paired_difference(ours, theirs), scipy.stats.ttest_rel(ours, theirs)
    low, high = reference.confidence_interval()
    assert found.p_value == pytest.approx(reference.pvalue)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_one_example_says_nothing_and_the_same_difference_everywhere_says_much() -> None:
    assert paired_difference([1.0], [0.0]) == PairedDifference(1.0, -np.inf, np.inf, 1.0, 1)
    assert paired_difference(np.ones(100), np.zeros(100)) == PairedDifference(1.0, 1.0, 1.0, 0.0, 100)
    assert paired_difference(np.ones(4), np.zeros(4)) == PairedDifference(1.0, 0.0, 1.0, 0.125, 4)
    assert paired_difference(np.ones(9), np.ones(9)) == PairedDifference(0.0, 0.0, 0.0, 1.0, 9)


@given(st.integers(0, 10_000), st.integers(1, 40), st.booleans())
def test_interval_and_p_value_say_the_same(seed: int, n: int, is_right_or_wrong: bool) -> None:
    random = np.random.default_rng(seed)
    ours, theirs = random.normal(random.uniform(0, 2), 1, n), random.normal(0, 1, n)
    if is_right_or_wrong:
        ours, theirs = (ours > 0.5).astype(float), (theirs > 0.5).astype(float)
    found, other = paired_difference(ours, theirs), paired_difference(theirs, ours)
    assert found.low <= found.mean <= found.high
    assert found.may_be_noise == (found.low <= 0 <= found.high)
    assert (other.mean, other.p_value) == (-found.mean, pytest.approx(found.p_value))


def test_chance_is_called_a_difference_one_time_in_twenty() -> None:
    random = np.random.default_rng(1)
    found = [paired_difference(random.normal(0, 1, 50), random.normal(0, 1, 50)).may_be_noise for _ in range(400)]
    assert 0.02 <= 1 - np.mean(found) <= 0.08
    answers = [paired_difference(random.random(200) < 0.98, random.random(200) < 0.98) for _ in range(400)]
    assert np.mean([not one.may_be_noise for one in answers]) <= 0.05


@pytest.mark.parametrize(("ours", "theirs"), [([], []), ([1.0], [1.0, 2]), ([[1.0]], [[1.0]]), ([np.nan], [1.0])])
def test_scores_that_cannot_be_compared_are_refused(ours: list[float], theirs: list[float]) -> None:
    with pytest.raises(ValueError, match="scores: got"):
        paired_difference(ours, theirs)
