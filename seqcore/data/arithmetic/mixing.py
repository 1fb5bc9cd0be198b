"""Random words by number: word 1,000,000 of a key costs as much as word 0, so nothing has to be drawn before it.

The mixing function is that of SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators"
(2014), with the constants of Vigna's splitmix64.c. It is integer arithmetic only: the same on every platform.
"""

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = (np.uint64(bits) for bits in (30, 27, 31, 11))


def mix(values: Words) -> Words:
    """Every value as another word that looks random; different values stay different. Any shape but a scalar."""
    mixed = values + _GOLDEN
    mixed = (mixed ^ (mixed >> _30)) * _FIRST
    mixed = (mixed ^ (mixed >> _27)) * _SECOND
    return mixed ^ (mixed >> _31)


def key_of(*numbers: int) -> np.uint64:
    """A key out of numbers of at least 0, such as seed and stream."""
    return np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0]


def shares(words: Words) -> npt.NDArray[np.float64]:
    """Words as numbers from 0 to below 1, in steps of 2⁻⁵³."""
    return (words >> _11).astype(np.float64) * 2.0**-53


def uniform(key: np.uint64, places: Words) -> npt.NDArray[np.float64]:
    """The random numbers from 0 to below 1 at `places` of the stream of `key`; any shape but a scalar."""
    return shares(mix(places * _GOLDEN + key))
