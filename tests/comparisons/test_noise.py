"""More than noise, or not: by hand, against SciPy, and on variants that do not differ."""

import math

import numpy as np
import pytest
from scipy import stats

from seqcore.comparisons.noise import GOOD_NUMBER, Noise, compared
from seqcore.evaluation.verdict import NOISE


def lower(values: dict[str, list[float]]) -> Noise:
    return compared(values, "validation loss", higher_is_better=False)


def test_a_difference_in_every_seed_is_more_than_noise() -> None:
    """By hand: differences 0.1, 0.2, 0.3 have the mean 0.2 and the standard error 0.1 / √3; t = 3.46, p = 0.074."""
    noise = lower({"mul": [1.1, 1.2, 1.3], "sum": [1.0, 1.0, 1.0]})
    (pair,) = noise.pairs
    assert (pair.ahead, pair.behind) == ("sum", "mul")
    assert pair.by == pytest.approx(0.2)
    assert pair.p == pytest.approx(0.0742, abs=1e-4)
    assert noise.sentence == "sum and mul cannot be told apart with 3 seeds; try 10."
    with_commas = lower({name: [1.0, 1.0, 1.0] for name in ("LSTM, 10", "GRU, 10", "GRU, 20")}).sentence
    assert with_commas.startswith("LSTM, 10; GRU, 10 and GRU, 20 cannot be told apart")
    noise = lower({"mul": [1.19, 1.2, 1.21], "sum": [1.0, 1.0, 1.0]})
    assert noise.sentence == (
        "sum is ahead of mul by 0.200 ± 0.025 of validation loss (3 seeds, p < 0.001): more than seed noise."
    )


def test_where_more_is_better_the_larger_is_ahead() -> None:
    noise = compared({"a": [0.5, 0.51, 0.49], "b": [0.9, 0.91, 0.9]}, "accuracy", higher_is_better=True)
    assert noise.sentence.startswith("b is ahead of a by 0.403 ± 0.014 of accuracy")


def test_p_values_are_those_of_scipy_corrected_by_holm() -> None:
    chance = np.random.default_rng(3)
    values = {name: list(chance.normal(place / 2, 1, 6)) for place, name in enumerate("abc")}
    found = {frozenset((pair.ahead, pair.behind)): pair.p for pair in lower(values).pairs}
    raw = {frozenset(two): stats.ttest_rel(values[two[0]], values[two[1]]).pvalue for two in ("ab", "ac", "bc")}
    largest = 0.0
    for rank, two in enumerate(sorted(raw, key=lambda pair: raw[pair])):
        largest = max(largest, min(1.0, raw[two] * (3 - rank)))
        assert found[two] == pytest.approx(largest)


def test_the_best_may_be_like_one_and_ahead_of_another() -> None:
    noise = lower({"a": [1.0, 1.01, 0.99, 1.0], "b": [1.01, 1.0, 1.0, 0.995], "c": [2.0, 2.02, 1.99, 2.01]})
    assert noise.sentence.startswith("a and b cannot be told apart with 4 seeds; try 10. a is ahead of c by 1 or more")


def test_one_seed_cannot_tell() -> None:
    assert (
        lower({"a": [1.0], "b": [2.0]}).sentence
        == f"One seed cannot tell: what looks better may be luck. Try {GOOD_NUMBER}."
    )
    assert "no seed has a number" in lower({"a": [math.nan], "b": [2.0]}).sentence


def test_a_seed_that_came_to_nothing_is_left_out_of_all_pairs() -> None:
    whole = lower({"a": [1.0, 1.1, 1.2], "b": [2.0, 2.2, 2.1]})
    broken = lower({"a": [1.0, 1.1, 1.2, math.nan], "b": [2.0, 2.2, 2.1, 5.0]})
    assert broken == whole


def test_what_is_the_same_in_every_seed_is_no_difference() -> None:
    assert "cannot be told apart" in lower({"a": [1.0, 2.0], "b": [1.0, 2.0]}).sentence
    assert lower({"a": [1.0, 2.0], "b": [1.5, 2.5]}).pairs[0].is_more_than_noise


@pytest.mark.parametrize("draw", ["normal", "lognormal"])
@pytest.mark.parametrize("seeds", [3, 10])
def test_variants_that_do_not_differ_are_told_apart_once_in_twenty_at_most(draw: str, seeds: int) -> None:
    """400 comparisons of four variants; with a chance of 0.05 each, more than 32 come up once in 200 tries."""
    chance = np.random.default_rng(seeds)
    told = 0
    for _ in range(400):
        of_seed = getattr(chance, draw)(size=seeds)  # seeds that are hard are hard for all
        values = {name: list(of_seed + getattr(chance, draw)(size=seeds)) for name in "abcd"}
        told += any(pair.is_more_than_noise for pair in lower(values).pairs)
    assert told <= 400 * NOISE + 12
