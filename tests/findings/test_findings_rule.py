"""The rule of the findings: by hand, against SciPy, and what no number of seeds can do."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from seqcore.findings.rule import WORDS, Interval, alike, ordered, reaches, stays_within

VALUES = [0.94, 0.95, 0.96]


def test_an_interval_by_hand_and_as_scipy_has_it() -> None:
    found = Interval.of([*VALUES, math.nan])
    assert (found.mean, found.std, found.n) == (pytest.approx(0.95), pytest.approx(0.01), 3)
    low, high = stats.t.interval(0.95, 2, loc=0.95, scale=0.01 / math.sqrt(3))
    assert (found.mean - found.reach, found.mean + found.reach) == (pytest.approx(low), pytest.approx(high))
    assert found.reach == pytest.approx(0.0248, abs=1e-4)


@pytest.mark.parametrize(
    ("low", "high", "kind"), [(0.9, 1.0, "holds"), (0.96, 0.96, "noise"), (0.94, 1.0, "noise"), (0.98, 1.0, "fails")]
)
def test_a_claimed_share_by_hand(low: float, high: float, kind: str) -> None:
    assert reaches(VALUES, low, high, rises=True) == kind


@pytest.mark.parametrize(
    ("low", "high", "kind"), [(0.0, 0.98, "holds"), (0.9, 0.94, "noise"), (0.0, 0.9, "fails"), (0.98, 0.98, "holds")]
)
def test_a_claimed_error_by_hand(low: float, high: float, kind: str) -> None:
    """Smaller errors than claimed are as good."""
    assert reaches(VALUES, low, high, rises=False) == kind


def test_a_limit_is_the_other_way_round() -> None:
    assert stays_within(VALUES, 0.9, 0.9, rises=False) == "holds"
    assert stays_within(VALUES, 0.96, 0.96, rises=False) == "noise"
    assert stays_within(VALUES, 0.99, 0.99, rises=False) == "fails"
    assert stays_within(VALUES, 0.99, 0.99, rises=True) == "holds"


def test_seeds_that_agree_to_the_last_digit_have_no_noise() -> None:
    assert reaches([1.0, 1.0], 1.0, 1.0, rises=True) == "holds"
    assert reaches([1.0, 1.0], 1.001, 1.001, rises=True) == "fails"


@pytest.mark.parametrize("values", [[], [0.95], [0.95, math.nan]])
def test_one_seed_cannot_tell(values: list[float]) -> None:
    assert reaches(values, 0.5, 1.0, rises=True) == "unknown"
    assert ordered({"a": values, "b": values}, ("a",), ("b",), rises=True) == "unknown"
    assert alike({"a": values, "b": values}, ("a", "b"), rises=True) == "unknown"


NOISE = np.array([0.01, -0.02, 0.0, 0.015, -0.005])
NETWORKS = {"best": 0.9 + NOISE, "good": 0.8 - NOISE, "also good": 0.8 + NOISE[::-1], "bad": 0.5 + NOISE}


@pytest.mark.parametrize(
    ("ahead", "behind", "kind"),
    [
        (("best",), ("good", "bad"), "holds"),
        (("best", "good"), ("bad",), "holds"),
        (("good",), ("also good",), "noise"),
        (("good",), ("also good", "bad"), "noise"),
        (("good",), ("best", "bad"), "fails"),
        (("bad",), ("best",), "fails"),
    ],
)
def test_orders_by_hand(ahead: tuple[str, ...], behind: tuple[str, ...], kind: str) -> None:
    assert ordered(NETWORKS, ahead, behind, rises=True) == kind
    assert ordered({name: -row for name, row in NETWORKS.items()}, ahead, behind, rises=False) == kind


def test_an_order_of_two_is_the_paired_t_test_of_scipy() -> None:
    generator = np.random.default_rng(4)
    for _ in range(20):
        ours, theirs = generator.normal(size=5), generator.normal(0.8, size=5)
        p = stats.ttest_rel(ours, theirs).pvalue
        expected = "noise" if p >= 0.05 else "holds" if ours.mean() > theirs.mean() else "fails"
        assert ordered({"a": ours, "b": theirs}, ("a",), ("b",), rises=True) == expected


def test_that_networks_are_alike_can_hold_within_noise_only() -> None:
    assert alike(NETWORKS, ("good", "also good"), rises=True) == "noise"
    assert alike(NETWORKS, ("good", "bad"), rises=True) == "fails"


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=6), st.floats(-10, 10))
def test_a_claim_and_its_opposite_never_both_hold_by_more_than_noise(values: list[float], bound: float) -> None:
    one, other = (reaches(values, bound, bound, rises=rises) for rises in (True, False))
    assert {one, other} in ({"holds", "fails"}, {"noise"}, {"holds"}) or Interval.of(values).reach == 0
    assert {one, other} <= WORDS.keys()
