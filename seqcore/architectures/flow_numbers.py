"""The numbers of one example on its way through the layers that have no weights: what the first boxes show."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.tokens import OneHot

Numbers = npt.NDArray[Any]

MOST_STEPS, MOST_FEATURES = 8, 4
SAME = {"Masking", "Reshape", "Flatten"}
"""Layers that leave the numbers as they are, row by row."""


def numbers_in(network: Sequence[Layer], inputs: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """By layer, the numbers of an example after it, as far as they are known without weights."""
    known: dict[str, Numbers] = {}
    names = [layer.name for layer in network if not layer.reads]
    given = dict(zip(names, inputs.values(), strict=False))
    for layer in network:
        if layer.name in given and given[layer.name].shape == layer.shape:
            known[layer.name] = given[layer.name]
        elif layer.reads and layer.reads[0].name in known:
            before = known[layer.reads[0].name]
            if layer.keras in SAME:
                known[layer.name] = before.reshape(layer.shape)
            elif isinstance(layer, OneHot):
                known[layer.name] = _one_hot(layer, before)
    return known


def in_short(numbers: Numbers) -> str:
    """Steps one after the other, those of several features in brackets: `0.29 0.09 …`, `[0 0 1 0 …] [0 1 0 0 …] …`."""
    steps = numbers if numbers.ndim == 1 else numbers.reshape(len(numbers), -1)
    most = MOST_STEPS if steps.ndim == 1 or steps.shape[1] == 1 else 2
    words = [_step(step) for step in steps[:most]]
    return " ".join(words) + (" …" if len(steps) > most else "")


def _step(step: Any) -> str:
    """Some of its features, around the largest: of a picture the ink, of one-hot the 1."""
    features = np.ravel(step)
    if len(features) == 1:
        return _number(features[0])
    start = max(0, min(int(np.abs(features).argmax()) - 1, len(features) - MOST_FEATURES))
    words = " ".join(map(_number, features[start : start + MOST_FEATURES]))
    return f"[{'… ' if start else ''}{words}{' …' if start + MOST_FEATURES < len(features) else ''}]"


def _number(value: Any) -> str:
    """Of tokens all digits: they are names of things."""
    return (f"{value}" if isinstance(value, np.integer) else f"{value:.2g}").replace("-", "−")


def _one_hot(layer: OneHot, tokens: Numbers) -> Numbers:
    """As the layer does it: tokens below its first symbol, and padding, are zeros alone."""
    places = tokens.astype(int) - layer.first
    if layer.padding is not None:
        places = np.where(tokens == int(layer.padding), -1, places)
    return (places[:, np.newaxis] == np.arange(layer.shape[-1])).astype(np.float32)
