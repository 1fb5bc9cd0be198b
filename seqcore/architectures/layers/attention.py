"""Attention: the steps of one sequence, mixed anew for every step of another, some more than others.

`query` is (steps, features); `read` are values (time, features) and, if they differ, keys of that shape.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from seqcore.architectures.layers.layer import Drawn, Layer, Source


def attention(name: str, query: Source, read: tuple[Source, ...], note: str = "") -> Layer:
    """-> (steps, features): in the shares that softmax makes of the products of query and keys."""
    shape = (*query.shape[:-1], read[0].shape[-1])
    return Layer(name, "Attention", (query, *read), shape, note=note)


class AdditiveAttention(Layer):
    """Keras gives this layer no initializer of one's own."""

    def connect(self, tensors: Sequence[Any], seeds: Iterator[int]) -> Any:
        layer = self.make(seeds)
        mixed = layer(list(tensors))
        for scale in layer.trainable_variables:
            scale.assign(Drawn("GlorotUniform").make(seeds)(scale.shape))
        return mixed


def additive_attention(name: str, query: Source, read: tuple[Source, ...], note: str = "") -> Layer:
    """The same of sums: tanh(query + key), summed with a learned weight for each feature."""
    shape = (*query.shape[:-1], read[0].shape[-1])
    return AdditiveAttention(name, "AdditiveAttention", (query, *read), shape, {}, query.shape[-1], note)
