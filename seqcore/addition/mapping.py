"""Addition as a mapping, the beginner's mistake: numbers in, their sum out, as if order had something to say.

Source: "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com), its first example.
"""

import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

TRAINING_STREAM, VALIDATION_STREAM = 0, 1
VALIDATION_SUMS = 500


def draw_sums(
    seed: int, first: int, count: int, batch_size: int, terms: int = 2, largest: int = 100
) -> tuple[Array, Array]:
    """Inputs (count, batch, terms, 1) and sums (count, batch, 1) of the updates `first` … `first` + `count` − 1.

    Whole numbers from 1 to `largest`, evenly; they and their sum are divided by `largest` × `terms`, so a sum is
    above 0 and at most 1.
    """
    # One uniform draw takes one step of PCG64, so update i starts at a known place of the seed's stream.
    stream = np.random.PCG64([seed, TRAINING_STREAM]).advance(first * batch_size * terms)
    return _sums(np.random.Generator(stream), (count, batch_size, terms), largest)


def validation_sums(terms: int = 2, largest: int = 100) -> tuple[Array, Array]:
    """Inputs (500, terms, 1) and sums (500, 1), the same for every seed."""
    stream = np.random.PCG64([VALIDATION_SUMS, VALIDATION_STREAM])
    return _sums(np.random.Generator(stream), (VALIDATION_SUMS, terms), largest)


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


def _sums(generator: np.random.Generator, shape: tuple[int, ...], largest: int) -> tuple[Array, Array]:
    numbers = np.floor(generator.random(shape) * largest) + 1
    scale = largest * shape[-1]
    inputs = (numbers / scale).astype(np.float32)
    return inputs[..., np.newaxis], (numbers.sum(axis=-1, keepdims=True) / scale).astype(np.float32)
