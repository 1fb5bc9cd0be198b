"""The compiled programs that a worker keeps, for runs that come again and for others that share theirs."""

import keras
from cachetools import LRUCache

from seqcore.experiment import Experiment
from seqcore.tasks.base.task import Examples
from seqcore.training.program import Program, build_model
from seqcore.training.program_key import program_key

PROGRAMS_PER_WORKER = 24


class Programs(LRUCache[str, Program]):
    """The programs used last, and those whose compilation was of no use yet: or runs in turn would throw out each
    other's for ever."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.owed: dict[str, Program] = {}

    def popitem(self) -> tuple[str, Program]:
        key, program = super().popitem()
        if program.is_owed:
            self.owed[key] = program
        return key, program


_PROGRAMS = Programs(PROGRAMS_PER_WORKER)


def program_for(experiment: Experiment, examples: Examples, model: keras.Model | None = None) -> Program:
    """The program of `experiment` from this worker's cache; built, from `model` if given, when it is not there."""
    key = program_key(experiment)
    program = _PROGRAMS.get(key) or _PROGRAMS.owed.pop(key, None)
    program = program or Program(experiment, examples, model or build_model(experiment))
    _PROGRAMS[key] = program
    return program
