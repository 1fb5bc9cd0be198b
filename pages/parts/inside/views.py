"""The views of the inside, in the order in which they are offered: a new one is a module and an entry here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pages.parts.inside import attention, memory, one_cell, timeline, vectors, weights
from pages.parts.inside.look import Look
from seqcore.jobs.asked import Question
from seqcore.jobs.questions import Replay


def _always(look: Look) -> bool:
    return True


def _none(look: Look) -> None:
    return None


@dataclass(frozen=True)
class View:
    """`question` is asked of a worker, with all weights kept or those near the epochs of `near`; `draw` shows it."""

    title: str
    question: Callable[[Look], Question]
    draw: Callable[[Look, Replay, float | None], None]
    controls: Callable[[Look], None] = _none
    near: Callable[[Look], Sequence[float] | None] = _none
    is_there: Callable[[Look], bool] = _always
    is_asked_by_epoch: bool = False
    """Whether the epoch that is chosen is asked for when it is, beside those of `near`: where answers take long."""
    of_example: bool = False
    """Whether it is about the chosen example."""
    of_layer: bool = False
    """Whether it is about the chosen layer."""


VIEWS = MappingProxyType(
    {
        "timeline": View(
            "Timeline", timeline.question, timeline.draw, timeline.controls, of_example=True, of_layer=True
        ),
        "one_cell": View(
            "One cell", one_cell.question, one_cell.draw, one_cell.controls, of_example=True, of_layer=True
        ),
        "memory": View("Memory", memory.question, memory.draw, near=memory.near, is_asked_by_epoch=True),
        "attention": View(
            "Attention", attention.question, attention.draw, is_there=attention.is_there, of_example=True
        ),
        "vectors": View("Embedding", vectors.question, vectors.draw, vectors.controls, is_there=vectors.is_there),
        "weights": View("Weights", weights.question, weights.draw, weights.controls, weights.near, of_layer=True),
    }
)
