"""Addition as a mapping, the beginner's mistake: numbers in, their sum out, as if order had something to say.

Source: "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com), its first example.
"""

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from seqcore.data.arithmetic.drawing import VALIDATION_STREAM, draw, draw_distinct, most_distinct
from seqcore.data.arithmetic.problems import Problems, Rules

Array = npt.NDArray[np.float32]

HELD_OUT_SHARE = 0.2
"""Share of the different sums that training never draws, with their terms in any order."""
VALIDATION_SUMS = 500
MEAN_OF_SUMS = 20_000
"""The mean of the training sums is taken over so many of them."""


def draw_sums(
    seed: int, first: int, count: int, batch_size: int, terms: int = 2, largest: int = 100
) -> tuple[Array, Array]:
    """Inputs (count, batch, terms, 1) and sums (count, batch, 1) of the updates `first` … `first` + `count` − 1.

    Whole numbers from 1 to `largest`, evenly over what is not held out; they and their sum are divided by `largest` ×
    `terms`, so a sum is above 0 and at most 1.
    """
    rules = Rules(terms, largest=largest)
    drawn = draw(rules, seed, first * batch_size, count * batch_size, held_out=False, share=HELD_OUT_SHARE)
    inputs, sums = _scaled(drawn, rules)
    return inputs.reshape(count, batch_size, terms, 1), sums.reshape(count, batch_size, 1)


@lru_cache(maxsize=32)
def validation_sums(terms: int = 2, largest: int = 100) -> tuple[Array, Array]:
    """Inputs (n, terms, 1) and sums (n, 1), the same for every seed: 500 different ones of those held out, or all."""
    rules = Rules(terms, largest=largest)
    count = min(VALIDATION_SUMS, most_distinct(rules, True, HELD_OUT_SHARE))
    drawn = draw_distinct(rules, 0, count, stream=VALIDATION_STREAM, held_out=True, share=HELD_OUT_SHARE)
    return _scaled(drawn, rules)


@lru_cache(maxsize=32)
def mean_of_sums(terms: int, largest: int) -> float:
    """The mean of scaled sums as training draws them."""
    return float(draw_sums(0, 0, MEAN_OF_SUMS, 1, terms, largest)[1].mean(dtype=np.float64))


def shuffled_terms(inputs: Array, seed: int = 0) -> Array:
    """The same inputs (…, terms, 1) with the terms of each example in another order; sums stay as they are."""
    return np.random.default_rng(seed).permuted(inputs, axis=-2)


def in_units(scaled: npt.NDArray[np.floating], terms: int, largest: int) -> npt.NDArray[np.float64]:
    """Scaled inputs, sums or predictions in the original units, not rounded."""
    return np.asarray(scaled, np.float64) * (largest * terms)


def rmse_in_units(targets: Array, predictions: Array, terms: int, largest: int) -> float:
    """Root mean squared error in the original units; both arrays of one shape, or ValueError."""
    if targets.shape != predictions.shape:
        raise ValueError(f"got targets {targets.shape} and predictions {predictions.shape}; they must be alike.")
    return math.sqrt(np.square(in_units(predictions, terms, largest) - in_units(targets, terms, largest)).mean())


def _scaled(problems: Problems, rules: Rules) -> tuple[Array, Array]:
    scale = rules.largest * rules.terms
    inputs = (problems.numbers / scale).astype(np.float32)
    return inputs[..., np.newaxis], (problems.numbers.sum(axis=-1, keepdims=True) / scale).astype(np.float32)
