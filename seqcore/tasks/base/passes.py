"""Going through training examples pass by pass, each in an order of its own."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]


def places_of(seed: int, first: int, count: int, batch_size: int, examples: int) -> Places:
    """Which examples the updates `first` … `first` + `count` - 1 learn from: (count, batch_size).

    A pass takes each example once; its last batch is filled from the start of its order.
    """
    a_pass = -(-examples // batch_size)
    places = np.empty((count, batch_size), np.int64)
    for row, update in enumerate(range(first, first + count)):
        order = _order(seed, update // a_pass, examples)
        places[row] = order[(update % a_pass * batch_size + np.arange(batch_size)) % examples]
    return places


@lru_cache(maxsize=4)
def _order(seed: int, number: int, examples: int) -> Places:
    """The order in which pass `number` goes through the examples."""
    return np.random.default_rng([seed, number]).permutation(examples)
