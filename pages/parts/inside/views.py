"""The views of the inside, in the order in which they are offered: a new one is a module and an entry here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pages.parts.inside import memory, one_cell, timeline
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


VIEWS = MappingProxyType(
    {
        "timeline": View("Timeline", timeline.question, timeline.draw, timeline.controls),
        "one_cell": View("One cell", one_cell.question, one_cell.draw, one_cell.controls),
        "memory": View("Memory", memory.question, memory.draw, near=memory.near),
    }
)
