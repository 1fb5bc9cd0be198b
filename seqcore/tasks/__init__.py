"""The registry of tasks: to add one, write its file and name it here."""

from seqcore.tasks.base import Output, Preset, Published, Task
from seqcore.tasks.cumulative_sum import CumulativeSum
from seqcore.tasks.prices import Prices

TASKS: dict[str, type[Task]] = {"cumulative_sum": CumulativeSum, "prices": Prices}

__all__ = ["TASKS", "Output", "Preset", "Published", "Task"]
