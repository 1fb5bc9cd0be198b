"""Addition as a mapping, the beginner's mistake: as many numbers in, their sum out, as if their order had a say.

Source: "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com), its first examples.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Literal

import numpy as np

from seqcore.data.arithmetic.problems import FEWEST_TERMS, LEAST_LARGEST, MOST_LARGEST, MOST_TERMS
from seqcore.data.base import Data
from seqcore.evaluation.baseline_verdict import Comparison, verdict_of
from seqcore.evaluation.measure import Measure
from seqcore.settings import setting
from seqcore.tasks.addition_mapping.mapping import (
    draw_sums,
    in_units,
    mean_of_sums,
    rmse_in_units,
    shuffled_terms,
    validation_sums,
)
from seqcore.tasks.addition_mapping.presets import ADDITION_MAPPING_PRESETS
from seqcore.tasks.base.batch import Array, Batch
from seqcore.tasks.base.evaluation import VALIDATION, Evaluation
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.tasks.base.task import Baseline, Examples, Network, Task, Trained

EXAMPLES_PER_EPOCH = 100
RECORDED_SUMS = 20


class AdditionMapping(Task, Examples):
    """`terms` whole numbers from 1 to `largest`; they and their sum are divided by `largest` × `terms`.

    By hand, with two terms up to 100: 10 + 30 is shown as 0.05, 0.15 and has the target 0.2.
    """

    kind: Literal["addition_mapping"] = "addition_mapping"
    terms: int = setting(2, "Terms", "How many numbers are added.", ge=FEWEST_TERMS, le=MOST_TERMS)
    largest: int = setting(
        100, "Largest number", "Numbers are drawn from 1 to this one.", ge=LEAST_LARGEST, le=MOST_LARGEST
    )

    title: ClassVar = "Sums as numbers"
    question: ClassVar = (
        "Numbers come in, one a step, and their sum is to come out. Does a network need a memory for that?"
    )
    counted: ClassVar = "sums"
    metrics: ClassVar = ("absolute_error",)
    scores: ClassVar = MappingProxyType(
        {"rmse": Measure("Error in the sum (RMSE)"), "rmse_shuffled": Measure("The same with shuffled terms")}
    )
    curves: ClassVar = ("loss", "rmse")
    smoothing: ClassVar = 0.0
    architecture: ClassVar = "perceptron"
    presets: ClassVar = ADDITION_MAPPING_PRESETS
    group: ClassVar = "Arithmetic"
    to_see: ClassVar = "The error falls to nothing without any memory, whatever the order of the numbers."
    seconds: ClassVar = 5

    def in_words(self) -> str:
        return f"{self.terms} numbers up to {self.largest:,}"

    def signature(self) -> Signature:
        return Signature({"input": Spec((self.terms, 1))}, Spec((1,)), "linear")

    def examples(self, data: Data | None = None) -> Examples:
        return self

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-EXAMPLES_PER_EPOCH // batch_size)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> Batch:
        return Batch.of(*draw_sums(seed, first, count, batch_size, self.terms, self.largest))

    def validation(self) -> Batch:
        return Batch.of(*validation_sums(self.terms, self.largest))

    def baselines(self) -> Mapping[str, Baseline]:
        sums = self.validation().targets
        off = self._mean() - sums.astype(np.float64)
        rmse = rmse_in_units(sums, self._mean(), self.terms, self.largest)
        scores = {
            "loss": float(np.square(off).mean()),
            "absolute_error": float(np.abs(off).mean()),
            "rmse": rmse,
            "rmse_shuffled": rmse,
        }
        return {"mean": Baseline("Mean of the sums", "The mean of the training sums, whatever the numbers.", scores)}

    def _mean(self) -> Array:
        """What the baseline answers to the held-out sums (n, 1)."""
        sums = self.validation().targets
        return np.full_like(sums, mean_of_sums(self.terms, self.largest))

    def look(self, predictions: Array, network: Network) -> Evaluation:
        """Scores in the original units; recorded are up to 20 sums (n, 2): as drawn, and with the terms shuffled."""
        held_out = self.validation()
        inputs, sums = held_out.input, held_out.targets
        shuffled = network.predict(shuffled_terms(inputs))
        scores = {
            "rmse": rmse_in_units(sums, predictions, self.terms, self.largest),
            "rmse_shuffled": rmse_in_units(sums, shuffled, self.terms, self.largest),
        }
        recorded = np.concatenate([predictions, shuffled], axis=1)[:RECORDED_SUMS]
        return Evaluation.of_epoch(np.round(in_units(recorded, self.terms, self.largest), 4), scores)

    def judge(self, network: Network, trained: Trained) -> Evaluation:
        """Kept is by how much each held-out sum (n,) is missed, in the original units."""
        held_out = self.validation()
        inputs, sums = held_out.input, held_out.targets
        own, mean = (
            np.abs(in_units(answers - sums, self.terms, self.largest))[:, 0]
            for answers in (network.predict(inputs), self._mean())
        )
        compared = Comparison("always answering the mean", own, mean, self.counted, "off by", share=False)
        scores = {name: rule.scores for name, rule in self.baselines().items()}
        return Evaluation({VALIDATION: scores}, {"absolute_errors": own}, verdict_of(compared))

    def recorded_sums(self) -> tuple[Array, Array, Array]:
        """The sums whose predictions are recorded, in units: terms (n, terms), the same shuffled, sums (n,)."""
        inputs = self.validation().input
        whole = [
            np.round(in_units(part[..., 0], self.terms, self.largest)) for part in (inputs, shuffled_terms(inputs))
        ]
        terms, shuffled = (part[:RECORDED_SUMS].astype(np.float32) for part in whole)
        return terms, shuffled, terms.sum(axis=1)
