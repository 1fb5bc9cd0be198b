"""Runs beside each other, by numbers that can be checked by hand, and how often an interval is wrong."""

import numpy as np
import pytest

from seqcore.evaluation.run_comparison import HeldOut, against_last_value, paired, skill_of

PRICES = np.array([10.0, 11, 13, 12, 14, 15, 14, 16, 18, 17, 18, 20, 19])


def off_by(origins: list[int], error: float) -> HeldOut:
    """Forecasts of one row ahead that are `error` too high."""
    rows = np.array(origins)
    return HeldOut(rows, PRICES[rows + 1, np.newaxis] + error)


def walk(seed: int, rows: int = 400) -> np.ndarray:
    return 100 + np.cumsum(np.random.default_rng(seed).normal(size=rows))


class TestPaired:
    def test_the_same_rows(self):
        # Changes from rows 1 to 10: 2, 1, 2, 1, 1, 2, 2, 1, 1, 2: on average 1.5.
        found = paired(PRICES, off_by(list(range(1, 11)), 0.5), off_by(list(range(1, 11)), 1.0))
        assert found is not None
        assert (found.n, found.same_rows) == (10, True)
        assert (found.first, found.second) == (pytest.approx(1 - 0.5 / 1.5), pytest.approx(1 - 1 / 1.5))
        assert found.test.mean_difference == pytest.approx(-0.5)

    def test_other_rows_count_only_where_both_were_tested(self):
        found = paired(PRICES, off_by([9, 1, 5, 3], 0.5), off_by([5, 6, 7, 8, 9], 1.0))
        assert found is not None
        # Rows 5 and 9 change by 1 each.
        assert (found.n, found.same_rows, found.first, found.second) == (2, False, 0.5, 0.0)
        assert found.test.p_value is None

    def test_no_common_row(self):
        assert paired(PRICES, off_by([1, 2], 0.5), off_by([3, 4], 0.5)) is None

    def test_a_price_that_never_moves_has_no_skill(self):
        flat = np.full(20, 5.0)
        found = paired(
            flat, HeldOut(np.arange(10), np.full((10, 1), 5.5)), HeldOut(np.arange(10), np.full((10, 1), 6.0))
        )
        assert found is not None
        assert (found.first, found.second) == (None, None)
        assert skill_of(flat, HeldOut(np.arange(10), np.full((10, 1), 5.5))) is None


class TestSkill:
    def test_by_hand(self):
        found = skill_of(PRICES, off_by([1, 2], 0.75))
        assert found is not None
        assert (found.value, found.interval, found.n) == (0.5, None, 2)

    def test_the_order_of_the_forecasts_does_not_matter(self):
        prices = walk(1)
        origins = np.arange(100, 300)
        forecasts = prices[origins, np.newaxis] + np.random.default_rng(2).normal(0, 0.5, (200, 3))
        mixed = np.random.default_rng(3).permutation(200)
        assert skill_of(prices, HeldOut(origins, forecasts)) == skill_of(
            prices, HeldOut(origins[mixed], forecasts[mixed])
        )

    @pytest.mark.parametrize("horizon", [1, 5])
    def test_the_interval_holds_the_truth_19_times_out_of_20(self, horizon):
        """Forecasts of a walk's next rows: the last value and noise, whose true skill is that of a very long walk."""

        def measured(seed: int, rows: int):
            prices, origins = walk(seed, rows), np.arange(10, rows - horizon - 1)
            noise = np.random.default_rng(seed + 10_000).normal(0, 1, (len(origins), 1))
            return skill_of(prices, HeldOut(origins, np.repeat(prices[origins, np.newaxis] + noise, horizon, axis=1)))

        truth = measured(0, 200_000).value
        found = [measured(seed, 300).interval for seed in range(1, 201)]
        assert 0.90 <= np.mean([low <= truth <= high for low, high in found]) <= 0.985


def test_test_parts_in_a_row_are_one_against_the_last_value():
    found = against_last_value(PRICES, [off_by(list(range(1, 6)), 0.5), off_by(list(range(6, 11)), 0.5)])
    assert (found.n, found.first, found.second) == (10, pytest.approx(1 - 0.5 / 1.5), 0.0)
    assert found.test.p_value < 0.05
    with pytest.raises(ValueError, match="no forecasts"):
        against_last_value(PRICES, [HeldOut(np.array([], int), np.zeros((0, 1)))])
