"""Cumulative-sum threshold: at each step, has the running total reached the limit yet?

Source: "How to Develop a Bidirectional LSTM For Sequence Classification in Python with Keras"
(machinelearningmastery.com).
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

import numpy as np

from seqcore.data.base import Data
from seqcore.invalid import InvalidInput
from seqcore.limits import LIMITS
from seqcore.settings import setting
from seqcore.tasks.base.batch import Array, Batch
from seqcore.tasks.base.evaluation import VALIDATION, Evaluation
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.tasks.base.task import Baseline, Examples, Network, Task, Trained
from seqcore.tasks.cumulative_sum.presets import CUMULATIVE_SUM_PRESETS
from seqcore.tasks.cumulative_sum.rules import right_steps, rules_for, rules_verdict

TRAINING_STREAM, VALIDATION_STREAM = 0, 1
VALIDATION_SEQUENCES = 500
MOST_SNAPSHOT_VALUES = 200


class CumulativeSum(Task, Examples):
    """`steps` numbers drawn uniformly from [0, 1); the label turns from 0 to 1 once their sum reaches the limit.

    By hand, with steps = 4 and threshold = 0.25 the limit is 1.0:
    values 0.5, 0.25, 0.25, 0.75 have the sums 0.5, 0.75, 1.0, 1.75 and the labels 0, 0, 1, 1.
    """

    kind: Literal["cumulative_sum"] = "cumulative_sum"
    steps: int = setting(
        10,
        "Steps",
        "How many numbers a sequence has. Longer sequences must be remembered for longer.",
        ge=2,
        le=LIMITS.steps,
    )
    threshold: float = setting(
        0.25,
        "Threshold",
        "The limit as a share of the number of steps: 0.25 of 10 steps is a limit of 2.5.",
        gt=0,
        le=1,
    )

    title: ClassVar = "Cumulative sum"
    question: ClassVar = "Numbers arrive one by one. At each step, has their running total reached the limit yet?"
    counted: ClassVar = "sequences"
    metrics: ClassVar = ("accuracy", "whole_sequence_accuracy")
    curves: ClassVar = ("loss", "accuracy")
    smoothing: ClassVar = 0.9
    presets: ClassVar = CUMULATIVE_SUM_PRESETS
    group: ClassVar = "Numbers"
    to_see: ClassVar = "Curves that fall, and at which step the network thinks that the limit is reached."
    seconds: ClassVar = 10

    @property
    def limit(self) -> float:
        """The sum at which the label becomes 1."""
        return self.threshold * self.steps

    def in_words(self) -> str:
        return f"{self.steps} steps, limit {self.limit:g}"

    def signature(self) -> Signature:
        each_step = Spec((self.steps, 1))
        return Signature({"input": each_step}, each_step, "sigmoid")

    def examples(self, data: Data | None = None) -> Examples:
        return self

    def labels(self, values: Array) -> Array:
        """1 from the step on at which the sum along the last axis reaches the limit, 0 before; same shape.

        Compared to the millionth, so that 0.7 + 0.9 + 0.9 reaches 2.5 although no float holds these numbers.
        """
        sums = np.cumsum(values, axis=-1, dtype=np.float64)
        return (np.round(sums, 6) >= round(self.limit, 6)).astype(np.float32)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> Batch:
        # One uniform draw takes one step of PCG64, so update i starts at a known place of the seed's stream.
        stream = np.random.PCG64([seed, TRAINING_STREAM]).advance(first * batch_size * self.steps)
        return self._examples(np.random.Generator(stream), (count, batch_size, self.steps))

    def validation(self) -> Batch:
        stream = np.random.PCG64([VALIDATION_SEQUENCES, VALIDATION_STREAM])
        return self._examples(np.random.Generator(stream), (VALIDATION_SEQUENCES, self.steps))

    def baselines(self) -> Mapping[str, Baseline]:
        return rules_for(self)

    def look(self, predictions: Array, network: Network) -> Evaluation:
        return Evaluation.of_epoch(np.round(predictions[: self.snapshot_size()].astype(np.float64), 4))

    def judge(self, network: Network, trained: Trained) -> Evaluation:
        """Kept is how many steps of each held-out sequence (500,) are right."""
        held_out = self.validation()
        right = right_steps(held_out.targets[..., 0], network.predict(held_out.input)[..., 0])
        scores = {name: rule.scores for name, rule in self.baselines().items()}
        arrays = {"right_steps": right.sum(axis=1).astype(np.int16)}
        return Evaluation({VALIDATION: scores}, arrays, rules_verdict(self, right))

    def snapshot_size(self) -> int:
        """How many of the first held-out sequences have their predictions recorded."""
        return max(1, min(20, MOST_SNAPSHOT_VALUES // self.steps))

    def parse(self, text: str) -> Array:
        """A sequence typed by a person ("0.1, 0.9, …") as an array (steps,).

        Raises InvalidInput naming the item that is not a number in [0, 1], or the count.
        """
        items = [item for item in text.replace(";", ",").replace("\n", ",").split(",") if item.strip()]
        if len(items) == 1:
            items = items[0].split()
        for place, item in enumerate(items, start=1):
            try:
                value = float(item)
            except ValueError:
                value = float("nan")
            if not 0 <= value <= 1:
                raise InvalidInput(
                    [f"Item {place} is {item.strip()[:20]!r}; allowed is a number from 0 to 1, as in 0.25."]
                )
        if len(items) != self.steps:
            raise InvalidInput(
                [f"The sequence has {len(items)} numbers; allowed are exactly {self.steps}, separated by commas."]
            )
        return np.array([float(item) for item in items], dtype=np.float32)

    def typed_as(self) -> str:
        return f"{self.steps} numbers from 0 to 1: 0.1, 0.9, …"

    def typed(self, text: str) -> Array:
        return self.parse(text)[np.newaxis, :, np.newaxis]

    def _examples(self, generator: np.random.Generator, shape: tuple[int, ...]) -> Batch:
        values = generator.random(shape).astype(np.float32)
        return Batch.of(values[..., np.newaxis], self.labels(values)[..., np.newaxis])
