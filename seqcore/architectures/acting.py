"""Which weights of a network act when a sequence has a single step, by arithmetic, and which have moved in a run.

A recurrent layer starts from a state of zeros. On the first step its recurrent kernel is multiplied by them, and an
LSTM's forget gate says how much of them to keep: neither changes anything. On a single step there is no other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.recurrent import CELLS

Weights = Sequence[npt.NDArray[Any]]

_IDLE_GATES = {"LSTM": 1}
"""Blocks of the input kernel, with their biases, that act on what is remembered only: the forget gate."""
_GATES = {cell.title: cell.gates for cell in CELLS.values()}


@dataclass(frozen=True)
class ActingRow:
    """One layer: its weights, how many of them cannot act on a single step, and how many have not moved in a run."""

    layer: str
    kind: str
    weights: int
    idle: int
    unmoved: int | None = None


def acting_rows(network: Sequence[Layer], first: Weights | None = None, last: Weights | None = None) -> list[ActingRow]:
    """A row for each layer with weights; `first` and `last` are the variables of a run at its beginning and later.

    A weight has not moved where its bits are the same. Raises ValueError for variables of another network.
    """
    layers = [layer for layer in network if layer.parameters]
    if first is None or last is None:
        return [_row(layer) for layer in layers]
    return [_row(layer, count) for layer, count in zip(layers, _unmoved(layers, first, last), strict=True)]


def idle_weights(layer: Layer) -> int:
    """Weights of a layer that never act on a single step.

    By hand, for an LSTM of 2 units that reads one number: 4 · 2 · 2 of the recurrent kernel, and 2 · 1 + 2 of the
    forget gate.
    """
    inner = layer.arguments.get("layer")
    if isinstance(inner, Layer):
        return 2 * idle_weights(inner)
    if layer.keras not in _GATES:
        return 0
    units, features = layer.arguments["units"], layer.reads[0].shape[-1]
    return _GATES[layer.keras] * units**2 + _IDLE_GATES.get(layer.keras, 0) * units * (features + 1)


def _row(layer: Layer, unmoved: int | None = None) -> ActingRow:
    return ActingRow(layer.name, layer.kind, layer.parameters, idle_weights(layer), unmoved)


def _unmoved(layers: Sequence[Layer], first: Weights, last: Weights) -> Iterator[int]:
    """For each layer, how many of its weights are the same to the last bit; random states are no weights."""
    pairs = [(one, other) for one, other in zip(first, last, strict=True) if np.issubdtype(one.dtype, np.floating)]
    if sum(one.size for one, _ in pairs) != sum(layer.parameters for layer in layers):
        raise ValueError("variables: they do not belong to this network.")
    same = np.concatenate([(one == other).ravel() for one, other in pairs]) if pairs else np.zeros(0, bool)
    start = 0
    for layer in layers:
        yield int(same[start : start + layer.parameters].sum())
        start += layer.parameters
