"""The registry of tasks: to add one, write its file and name it here."""

from seqcore.tasks.addition.task import Addition
from seqcore.tasks.addition_mapping.task import AdditionMapping
from seqcore.tasks.base.preset import Preset, Published
from seqcore.tasks.base.task import Task
from seqcore.tasks.cumulative_sum.task import CumulativeSum
from seqcore.tasks.entity_tags.task import EntityTags
from seqcore.tasks.image_patches.task import ImagePatches
from seqcore.tasks.next_character.task import NextCharacter
from seqcore.tasks.prices.task import Prices
from seqcore.tasks.regression_line.task import RegressionLine
from seqcore.tasks.series_autoencoder.task import SeriesAutoencoder
from seqcore.tasks.variable_length.task import VariableLength

TASKS: dict[str, type[Task]] = {
    "cumulative_sum": CumulativeSum,
    "prices": Prices,
    "addition": Addition,
    "addition_mapping": AdditionMapping,
    "next_character": NextCharacter,
    "variable_length": VariableLength,
    "regression_line": RegressionLine,
    "image_patches": ImagePatches,
    "series_autoencoder": SeriesAutoencoder,
    "entity_tags": EntityTags,
}

__all__ = ["TASKS", "Preset", "Published", "Task"]
