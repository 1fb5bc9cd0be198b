"""What can be asked of a trained network: questions as objects, each with its own answer, which a worker gives."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from seqcore.evaluation.likeness import nearest_rows
from seqcore.experiment import Experiment, from_json
from seqcore.jobs.work import ONE_AT_A_TIME
from seqcore.tasks.base.batch import Inputs
from seqcore.training.state import Variables


class Question(ABC):
    """Base of all questions. Subclasses are frozen dataclasses, and say in `answer` what a worker computes."""

    def __call__(self, experiment: str, checkpoints: Sequence[Variables]) -> npt.NDArray[Any]:
        """The answer of a run's network (an experiment as JSON) with each of the checkpoints: (checkpoints, …)."""
        with ONE_AT_A_TIME:
            return self.answer(from_json(experiment), checkpoints)

    @abstractmethod
    def answer(self, experiment: Experiment, checkpoints: Sequence[Variables]) -> npt.NDArray[Any]:
        """The same, alone in the worker. Imports TensorFlow."""


@dataclass(frozen=True, eq=False)
class Predict(Question):
    """What does it say to `inputs` (sequences, time, …)?"""

    inputs: Inputs

    def answer(self, experiment: Experiment, checkpoints: Sequence[Variables]) -> npt.NDArray[Any]:
        from seqcore.training import use

        return use.replay(experiment, checkpoints, self.inputs)


@dataclass(frozen=True, eq=False)
class PredictEarly(Question):
    """What would it say to `inputs` (sequences, time, …) if they ended after the first step, the second, …, the last?

    The answer is (checkpoints, sequences, time, …); NaN where an architecture can say nothing before the end.
    """

    inputs: Inputs

    def answer(self, experiment: Experiment, checkpoints: Sequence[Variables]) -> npt.NDArray[Any]:
        from seqcore.training import use

        return use.early(experiment, checkpoints, self.inputs)


@dataclass(frozen=True)
class Sample(Question):
    """What does it write after the tokens of `prompt`? The rest is explained at `seqcore.training.sampling.sample`."""

    prompt: tuple[int, ...]
    length: int
    temperature: float
    seed: int
    symbols: int

    def answer(self, experiment: Experiment, checkpoints: Sequence[Variables]) -> npt.NDArray[Any]:
        from seqcore.training.sampling import sample

        return sample(
            *(experiment, checkpoints, np.array(self.prompt, np.int32)),
            length=self.length,
            temperature=self.temperature,
            seed=self.seed,
            symbols=self.symbols,
        )


@dataclass(frozen=True)
class NearestRows(Question):
    """Which rows of a layer's table (an Embedding) are most like the one at `row`, and how much (cosine)?

    Of the rows from `first` up to `end`. The answer is (checkpoints, number, 2): row and cosine.
    """

    layer: str
    row: int
    number: int
    first: int
    end: int

    def answer(self, experiment: Experiment, checkpoints: Sequence[Variables]) -> npt.NDArray[Any]:
        from seqcore.training import use

        found = []
        for table in use.tables(experiment, checkpoints, self.layer):
            rows, alike = nearest_rows(table[self.first : self.end], self.row - self.first, self.number)
            found.append(np.stack([rows + self.first, alike], axis=1))
        return np.stack(found)


@dataclass(frozen=True)
class Rows(Question):
    """What are these rows of a layer's table, or all of it? The answer is (checkpoints, rows, numbers)."""

    layer: str
    rows: tuple[int, ...] = ()

    def answer(self, experiment: Experiment, checkpoints: Sequence[Variables]) -> npt.NDArray[Any]:
        from seqcore.training import use

        wanted = list(self.rows) or slice(None)
        return np.stack([table[wanted] for table in use.tables(experiment, checkpoints, self.layer)])
