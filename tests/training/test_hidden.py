"""What dropout hides: as much as it is to, and nothing about one place, example, update or seed tells of another."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from seqcore.training.hidden import mask_of

SHAPE = (40, 25, 20)
DRAWS = 30
MOST_DEVIATIONS = 5.0
"""Of what luck does: it is further away once in a million times."""


def hidden(seed: int, rate: float, draws: int = DRAWS) -> np.ndarray:
    """Where nothing is left, (draws, examples, steps, features)."""
    generator = keras.random.SeedGenerator(seed)
    return np.stack([mask_of(SHAPE, rate, generator).numpy() == 0 for _ in range(draws)])


def assert_unrelated(one: np.ndarray, other: np.ndarray, rate: float) -> None:
    """Both hide in as many places as independent ones would."""
    expected, count = rate * rate, one.size
    deviation = np.sqrt(expected * (1 - expected) / count)
    assert abs((one & other).mean() - expected) < MOST_DEVIATIONS * deviation


@pytest.mark.parametrize("rate", [0.01, 0.2, 0.5, 0.9])
def test_the_share_that_is_hidden_is_the_rate_and_the_mean_stays(rate: float) -> None:
    masks = hidden(3, rate)
    deviation = np.sqrt(rate * (1 - rate) / masks.size)
    assert abs(masks.mean() - rate) < MOST_DEVIATIONS * deviation
    assert set(np.unique(mask_of(SHAPE, rate, keras.random.SeedGenerator(3)))) == {0, np.float32(1 / (1 - rate))}


@pytest.mark.parametrize("rate", [0.1, 0.5])
@pytest.mark.parametrize("axis", range(4), ids=["updates", "examples", "steps", "features"])
@pytest.mark.parametrize("lag", [1, 2, 7])
def test_neighbours_along_every_axis_are_unrelated(axis: int, lag: int, rate: float) -> None:
    masks = np.moveaxis(hidden(5, rate), axis, 0)
    assert_unrelated(masks[lag:], masks[:-lag], rate)


@pytest.mark.parametrize(("one", "other"), [(0, 1), (1, 2), (7, 7 + 2**16), (123, 321)])
def test_seeds_are_unrelated(one: int, other: int) -> None:
    assert_unrelated(hidden(one, 0.3), hidden(other, 0.3), 0.3)


def test_one_seeds_updates_are_not_another_ones() -> None:
    """The draw of one seed may not be the seed of another draw."""
    first, second = hidden(1, 0.3, 12), hidden(2, 0.3, 12)
    for earlier in first:
        for later in second:
            assert_unrelated(earlier, later, 0.3)


def test_every_place_is_hidden_about_as_often() -> None:
    times = hidden(9, 0.5, 64).sum(axis=0)
    assert abs(times.var() / (64 * 0.25) - 1) < MOST_DEVIATIONS * np.sqrt(2 / times.size)


def test_it_depends_on_the_generator_alone_and_moves_it_on_as_keras_does() -> None:
    generator, theirs = keras.random.SeedGenerator(4), keras.random.SeedGenerator(4)
    first = mask_of(SHAPE, 0.3, generator).numpy()
    keras.random.dropout(tf.ones(SHAPE), 0.3, seed=theirs)
    np.testing.assert_array_equal(generator.state.numpy(), theirs.state.numpy())
    second = mask_of(SHAPE, 0.3, generator).numpy()
    assert (first != second).any()
    generator.state.assign(theirs.state)
    np.testing.assert_array_equal(mask_of(SHAPE, 0.3, generator), second)


def test_xla_hides_the_same() -> None:
    one, other = keras.random.SeedGenerator(8), keras.random.SeedGenerator(8)
    compiled = tf.function(mask_of, jit_compile=True, autograph=False)
    np.testing.assert_array_equal(compiled(SHAPE, 0.3, one), mask_of(SHAPE, 0.3, other))
