"""What dropout hides: masks from an integer hash of place and draw instead of a random generator.

A generator costs XLA on a CPU about as much for each number as a hundred multiplications; this, three. The hash is the
finaliser of MurmurHash3 (Austin Appleby, public domain), with a key mixed in before either of its products.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

FIRST, SECOND = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
BITS = 24
"""Of the hash, as many as a float32 holds exactly."""


def mask_of(shape: Sequence[int], rate: float, generator: Any) -> tf.Tensor:
    """A mask of this shape: 0 where a value is hidden, with probability `rate`, and 1 / (1 - rate) elsewhere.

    Depends on the Keras SeedGenerator's state alone, and moves it on by one as Keras would.
    """
    seed, draw = tf.unstack(tf.cast(generator.next(), tf.uint32))
    places = tf.cast(tf.range(int(np.prod(shape))), tf.uint32)
    hashed = tf.bitwise.right_shift(_mixed(places + _mixed(seed, draw), _mixed(draw, seed)), np.uint32(32 - BITS))
    kept = tf.cast(hashed, tf.float32) * np.float32(2.0**-BITS) >= np.float32(rate)
    return tf.reshape(tf.cast(kept, tf.float32) * np.float32(1 / (1 - rate)), shape)


def _mixed(values: tf.Tensor, key: tf.Tensor) -> tf.Tensor:
    """Each of the values hashed with the key, all unsigned numbers of 32 bits."""
    values = (values ^ tf.bitwise.right_shift(values, np.uint32(16))) * FIRST ^ key
    values = (values ^ tf.bitwise.right_shift(values, np.uint32(13))) * SECOND
    return values ^ tf.bitwise.right_shift(values, np.uint32(16))
