"""Addition as a mapping: sums that are right, and data that depends on seed and update only."""

import numpy as np
import pytest
from any_rules import SEEDS
from hypothesis import given
from hypothesis import strategies as st

from seqcore.tasks.addition_mapping.mapping import (
    draw_sums,
    in_units,
    mean_of_sums,
    rmse_in_units,
    shuffled_terms,
    validation_sums,
)


@given(
    seed=SEEDS,
    first=st.integers(0, 10**6),
    count=st.integers(1, 6),
    batch_size=st.integers(1, 5),
    terms=st.integers(2, 5),
    data=st.data(),
)
def test_a_batch_depends_on_seed_and_update_only(
    seed: int, first: int, count: int, batch_size: int, terms: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, count - 1))
    together = draw_sums(seed, first, count, batch_size, terms, 100)
    alone = draw_sums(seed, first + place, 1, batch_size, terms, 100)
    for many, one in zip(together, alone, strict=True):
        assert np.array_equal(many[place], one[0])


@given(seed=SEEDS, terms=st.integers(2, 5), largest=st.sampled_from([9, 100, 99_999]))
def test_sums_are_right(seed: int, terms: int, largest: int) -> None:
    inputs, targets = draw_sums(seed, 2, 3, 4, terms, largest)
    assert inputs.shape == (3, 4, terms, 1)
    assert targets.shape == (3, 4, 1)
    assert inputs.dtype == targets.dtype == np.float32
    numbers = in_units(inputs, terms, largest)
    assert np.allclose(numbers, np.round(numbers), atol=0.05)
    assert numbers.min() >= 0.95
    assert numbers.max() <= largest + 0.05
    assert np.allclose(np.round(numbers).sum(axis=2), in_units(targets, terms, largest), rtol=1e-6)
    assert targets.max() <= 1


def test_numbers_run_from_1_to_the_largest() -> None:
    inputs, _ = draw_sums(1, 0, 10_000, 1, 2, 100)
    counts = np.bincount(np.round(in_units(inputs, 2, 100)).astype(int).ravel())
    assert counts[0] == 0
    assert len(counts) == 101
    assert (counts[1:] > 100).all()


def known(inputs: np.ndarray, largest: int) -> set[tuple[int, ...]]:
    """The sums (n, terms, 1) as sorted numbers: 3+4 and 4+3 are one."""
    terms = inputs.shape[-2]
    numbers = np.round(in_units(inputs, terms, largest)).astype(int).reshape(-1, terms)
    return {tuple(sorted(row)) for row in numbers.tolist()}


@pytest.mark.parametrize(("terms", "largest", "held_out"), [(2, 9, 8), (2, 10, 9), (2, 100, 500), (5, 99_999, 500)])
def test_validation_is_always_the_same_and_never_trained_on(terms: int, largest: int, held_out: int) -> None:
    """Also where the sums are so few that training draws each of them many times."""
    inputs, targets = validation_sums(terms, largest)
    assert inputs.shape == (held_out, terms, 1)
    assert targets.shape == (held_out, 1)
    assert len(known(inputs, largest)) == held_out
    drawn = np.concatenate([draw_sums(seed, 0, 10_000, 1, terms, largest)[0] for seed in (0, 500)])
    assert not known(inputs, largest) & known(drawn, largest)


@pytest.mark.parametrize(("terms", "largest"), [(2, 9), (2, 100), (5, 1000)])
def test_the_mean_is_that_of_what_training_draws(terms: int, largest: int) -> None:
    drawn = draw_sums(7, 0, 5_000, 1, terms, largest)[1]
    assert mean_of_sums(terms, largest) == pytest.approx(drawn.mean(), abs=0.01)


def test_shuffling_the_terms_keeps_them() -> None:
    inputs, _ = validation_sums(4, 99_999)
    shuffled = shuffled_terms(inputs)
    assert shuffled.shape == inputs.shape
    assert np.array_equal(np.sort(shuffled, axis=1), np.sort(inputs, axis=1))
    assert (shuffled != inputs).any(axis=(1, 2)).mean() > 0.9
    assert len({tuple(row) for row in np.argsort(np.argsort(shuffled[:, :, 0])).tolist()}) > 5


def test_rmse_by_hand() -> None:
    targets = np.array([[0.5], [0.25]], np.float32)
    predictions = np.array([[0.515], [0.23]], np.float32)
    assert rmse_in_units(targets, predictions, 2, 100) == pytest.approx(np.sqrt((9 + 16) / 2), rel=1e-5)
    assert rmse_in_units(targets, targets, 2, 100) == 0
    with pytest.raises(ValueError, match="must be alike"):
        rmse_in_units(targets, predictions[:, 0], 2, 100)
