"""Presets: named experiments, what they teach, what somebody published of them, and what we measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Published:
    """A result somebody published, to stand beside ours.

    A number is a range, as it was rounded: 0.57 is 0.565 to 0.575. With `is_limit` nothing is said to get beyond it.
    With `beats`, the name of a baseline, there is no number: the network is said to be better than that. `compared` is
    the comparison, by name, that tests a claim about several networks, or one that was published of other data.
    """

    source: str
    claim: str
    metric: str
    low: float = 0.0
    high: float = 0.0
    is_limit: bool = False
    beats: str = ""
    compared: str = ""

    @property
    def is_number(self) -> bool:
        """Whether a number was published that ours can stand beside."""
        return not (self.beats or self.compared)


@dataclass(frozen=True)
class Expected:
    """The lowest and highest value of a measure at the end of our own runs with seeds 1 … `seeds`.

    Measured with ``python -m benchmarks.expected``; on held-out data of the `part` that judges.
    """

    measure: str
    low: float
    high: float
    seeds: int = 5
    part: Literal["validation", "test"] = "validation"


@dataclass(frozen=True)
class Lesson:
    """Sentences for who trains a preset: what to watch and to expect, and what to try after it.

    `presets` are the names of those that `try_next` speaks of.
    """

    look_for: str
    try_next: str
    presets: tuple[str, ...] = ()
    expected: Expected | None = None


@dataclass(frozen=True)
class Preset:
    """A named experiment: `values` differ from the defaults of the task's experiment."""

    title: str
    summary: str
    lesson: Lesson
    values: Mapping[str, Any] = field(default_factory=dict)
    published: Published | None = None
