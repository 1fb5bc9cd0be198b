"""Layers whose first weights a seed decides: Keras' own defaults come from a global generator."""

import random
from collections.abc import Iterator
from typing import Any


def seeds_from(seed: int) -> Iterator[int]:
    """One seed after another for initializers: Keras' own defaults come from a global generator."""
    generator = random.Random(seed)  # noqa: S311
    while True:
        yield generator.randrange(2**31)


def dense(name: str, units: int, activation: str, seeds: Iterator[int], use_bias: bool = True) -> Any:
    """A dense layer with a first kernel that the next seed decides."""
    from keras import initializers, layers

    kernel = initializers.GlorotUniform(next(seeds))
    return layers.Dense(units, activation=activation, use_bias=use_bias, kernel_initializer=kernel, name=name)
