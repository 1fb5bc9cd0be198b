"""Random words by number: known values, and that they look random."""

import numpy as np

from seqcore.data.arithmetic.mixing import key_of, mix, uniform


def test_words_are_those_of_splitmix64() -> None:
    """The first three outputs of splitmix64.c for the state 1234567, as published with many ports of it."""
    golden = 0x9E3779B97F4A7C15
    states = np.array([(1234567 + place * golden) % 2**64 for place in range(3)], np.uint64)
    assert mix(states).tolist() == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_numbers_depend_on_key_and_place_only() -> None:
    places = np.arange(100, dtype=np.uint64)
    assert np.array_equal(uniform(key_of(1, 2), places)[40:], uniform(key_of(1, 2), places[40:]))
    assert not np.array_equal(uniform(key_of(1, 2), places), uniform(key_of(2, 1), places))


def test_numbers_are_even_and_unrelated() -> None:
    numbers = uniform(key_of(7), np.arange(200_000, dtype=np.uint64))
    assert 0 <= numbers.min() < numbers.max() < 1
    assert (np.abs(np.histogram(numbers, 20, (0, 1))[0] - 10_000) < 500).all()
    for lag in (1, 2, 5, 11):
        assert abs(np.corrcoef(numbers[:-lag], numbers[lag:])[0, 1]) < 0.01
