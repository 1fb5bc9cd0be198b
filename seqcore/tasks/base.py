"""What a task is: data, target, metrics, and what is recorded of its predictions.

A task is a frozen group of settings. Its batches depend on (settings, seed, update) only, so that a run gives
the same numbers however it is cut into slices.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from seqcore.settings import Settings

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Output:
    """The layer that every network for the task ends with."""

    units: int
    activation: str
    per_step: bool


@dataclass(frozen=True)
class Published:
    """A result somebody published, to stand beside ours."""

    source: str
    claim: str
    metric: str
    low: float
    high: float


@dataclass(frozen=True)
class Preset:
    """A named experiment: `values` differ from the defaults of the task's experiment."""

    title: str
    summary: str
    values: Mapping[str, Any] = field(default_factory=dict)
    published: Published | None = None


class Task(Settings):
    """Base of all tasks. Subclasses set the class variables and the methods below."""

    kind: str
    title: ClassVar[str]
    question: ClassVar[str]
    """What is to be learned, in one sentence for a beginner."""
    loss: ClassVar[str]
    """A key of `seqcore.evaluation.metrics.LOSSES`."""
    metrics: ClassVar[tuple[str, ...]]
    """Keys of `seqcore.evaluation.metrics.METRICS`; the first one is drawn beside the loss."""
    architectures: ClassVar[tuple[str, ...]]
    """The kinds of architecture that fit; the first is the default."""
    presets: ClassVar[Mapping[str, Preset]]

    def in_words(self) -> str:
        """The task and its settings, in a few words."""
        raise NotImplementedError

    def input_shape(self) -> tuple[int, int]:
        """(time, features) of one sequence."""
        raise NotImplementedError

    def output(self) -> Output:
        """The output layer that the target asks for."""
        raise NotImplementedError

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> tuple[Array, Array]:
        """Inputs (count, batch, time, features) and targets of the updates `first` … `first` + `count` - 1."""
        raise NotImplementedError

    def validation(self) -> tuple[Array, Array]:
        """Held-out inputs (sequences, time, features) and targets, the same for every seed."""
        raise NotImplementedError

    def snapshot_size(self) -> int:
        """How many of the first held-out sequences have their predictions recorded at every validation."""
        raise NotImplementedError
