"""Addition as a mapping: sums that are right, and data that depends on seed and update only."""

import numpy as np
import pytest
from any_rules import SEEDS
from hypothesis import given
from hypothesis import strategies as st

from seqcore.addition.mapping import draw_sums, in_units, rmse_in_units, shuffled_terms, validation_sums


@given(
    seed=SEEDS,
    first=st.integers(0, 10**6),
    count=st.integers(1, 6),
    batch_size=st.integers(1, 5),
    terms=st.integers(2, 10),
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


@given(seed=SEEDS, terms=st.integers(2, 10), largest=st.sampled_from([1, 9, 100, 99_999]))
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


def test_numbers_are_even_from_1_to_the_largest() -> None:
    inputs, _ = draw_sums(1, 0, 10_000, 1, 2, 10)
    counts = np.bincount(np.round(in_units(inputs, 2, 10)).astype(int).ravel())
    assert counts[0] == 0
    assert len(counts) == 11
    assert (np.abs(counts[1:] - 2_000) < 200).all()


def test_validation_is_always_the_same_and_not_trained_on() -> None:
    inputs, targets = validation_sums(5, 99_999)
    assert inputs.shape == (500, 5, 1)
    assert targets.shape == (500, 1)
    assert np.array_equal(inputs, validation_sums(5, 99_999)[0])
    drawn = draw_sums(500, 0, 500, 1, 5, 99_999)[0].reshape(500, 5, 1)
    assert not {row.tobytes() for row in inputs} & {row.tobytes() for row in drawn}


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
