"""Examples as arrays: what a network gets, what it is to answer, and which steps count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Tokens = npt.NDArray[np.int32]
Array = npt.NDArray[np.float32]
Inputs = npt.NDArray[Any]
"""Of a network: tokens or numbers (examples, …)."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Leading axes are (examples,), or (updates, examples). `weights` are 0 where a step does not count.

    `starts` (updates,) is there where batches follow each other: 1 where sequences begin, 0 where they go on.
    """

    inputs: Mapping[str, npt.NDArray[Any]]
    targets: npt.NDArray[Any]
    weights: Array | None = None
    starts: Array | None = None

    @classmethod
    def of(cls, inputs: npt.NDArray[Any], targets: npt.NDArray[Any], weights: Array | None = None) -> "Batch":
        """Of a network with one input."""
        return cls({"input": inputs}, targets, weights)

    @property
    def input(self) -> npt.NDArray[Any]:
        """The only input, of networks that have one."""
        (only,) = self.inputs.values()
        return only

    @property
    def pair(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """The only input and the targets."""
        return self.input, self.targets

    def __len__(self) -> int:
        return len(self.targets)

    def tree(self) -> dict[str, Any]:
        """The arrays, nested: what TensorFlow maps over."""
        optional = {"weights": self.weights, "starts": self.starts}
        there = {name: part for name, part in optional.items() if part is not None}
        return {"inputs": dict(self.inputs), "targets": self.targets, **there}

    def map(self, change: Callable[[npt.NDArray[Any]], npt.NDArray[Any]]) -> "Batch":
        """Each array changed alike."""
        inputs = {name: change(one) for name, one in self.inputs.items()}
        weights, starts = (None if part is None else change(part) for part in (self.weights, self.starts))
        return Batch(inputs, change(self.targets), weights, starts)

    def in_updates(self, count: int) -> "Batch":
        """Examples (count × n, …) as `count` updates (count, n, …)."""
        return self.map(lambda array: array.reshape(count, len(array) // count, *array.shape[1:]))
