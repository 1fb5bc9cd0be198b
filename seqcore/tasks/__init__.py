"""The registry of tasks: to add one, write its file and name it here."""

from seqcore.tasks.addition import Addition
from seqcore.tasks.addition_mapping import AdditionMapping
from seqcore.tasks.base import Task
from seqcore.tasks.cumulative_sum import CumulativeSum
from seqcore.tasks.next_character.task import NextCharacter
from seqcore.tasks.preset import Preset, Published
from seqcore.tasks.prices import Prices
from seqcore.tasks.variable_length.task import VariableLength

TASKS: dict[str, type[Task]] = {
    "cumulative_sum": CumulativeSum,
    "prices": Prices,
    "addition": Addition,
    "addition_mapping": AdditionMapping,
    "next_character": NextCharacter,
    "variable_length": VariableLength,
}

__all__ = ["TASKS", "Preset", "Published", "Task"]
