"""Questions about the inside of a network: what its layers do, remember, and are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from seqcore.experiment import Experiment
from seqcore.jobs.asked import Question
from seqcore.tasks.base.batch import Array, Inputs
from seqcore.training.state import Variables


@dataclass(frozen=True, eq=False)
class Inspect(Question):
    """What do these units of a recurrent layer do while it reads `inputs` (1, steps, …)?

    The answer is (checkpoints, rows, steps, units); the rows are `activity` of the layer's cell, or all of its `rows`
    where it is asked for `in_full`. About the `most_active` units there is a further row, as `inspect` explains.
    """

    inputs: Inputs
    layer: str
    backward: bool = False
    units: tuple[int, ...] | None = None
    most_active: int | None = None
    in_full: bool = False

    def answer(self, experiment: Experiment, checkpoints: Sequence[Variables]) -> npt.NDArray[Any]:
        from seqcore.inspection.reading import inspect

        return inspect(
            *(experiment, checkpoints, self.inputs, self.layer),
            backward=self.backward,
            units=self.units,
            most_active=self.most_active,
            in_full=self.in_full,
        )


@dataclass(frozen=True, eq=False)
class Influences(Question):
    """How much do the outputs at these steps change with each step of `inputs` (examples, steps, …), on average?

    The answer is (checkpoints, outputs, steps); what does not count is explained at `seqcore.inspection.influence`.
    """

    inputs: Inputs
    outputs: tuple[int, ...]
    counts: Array | None = None

    def answer(self, experiment: Experiment, checkpoints: Sequence[Variables]) -> npt.NDArray[Any]:
        from seqcore.inspection.influence import influence

        return influence(experiment, checkpoints, self.inputs, self.outputs, self.counts)


@dataclass(frozen=True)
class Weigh(Question):
    """What weights has a recurrent layer? The answer is explained at `seqcore.inspection.made_of.weights`."""

    layer: str
    backward: bool = False

    def answer(self, experiment: Experiment, checkpoints: Sequence[Variables]) -> npt.NDArray[Any]:
        from seqcore.inspection.made_of import weights

        return weights(experiment, checkpoints, self.layer, self.backward)


@dataclass(frozen=True, eq=False)
class Attend(Question):
    """Where does it look for each symbol of its answer to `inputs` (1, steps), and what does it say?

    The answer is (checkpoints, answer steps, input steps + symbols).
    """

    inputs: Inputs

    def answer(self, experiment: Experiment, checkpoints: Sequence[Variables]) -> npt.NDArray[Any]:
        from seqcore.inspection.made_of import attention

        return attention(experiment, checkpoints, self.inputs)
