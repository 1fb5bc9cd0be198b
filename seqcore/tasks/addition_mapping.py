"""Addition as a mapping, the beginner's mistake: as many numbers in, their sum out, as if their order had a say.

Source: "Learn to Add Numbers with an Encoder-Decoder LSTM" (machinelearningmastery.com), its first examples.
"""

from types import MappingProxyType
from typing import ClassVar, Literal

import numpy as np

from seqcore.addition.mapping import draw_sums, in_units, rmse_in_units, shuffled_terms, validation_sums
from seqcore.series.series import Series
from seqcore.settings import setting
from seqcore.tasks.addition_mapping_presets import ADDITION_MAPPING_PRESETS
from seqcore.tasks.base import Array, Examples, Look, Network, Output, Score, Task

EXAMPLES_PER_EPOCH = 100
RECORDED_SUMS = 20


class AdditionMapping(Task, Examples):
    """`terms` whole numbers from 1 to `largest`; they and their sum are divided by `largest` × `terms`.

    By hand, with two terms up to 100: 10 + 30 is shown as 0.05, 0.15 and has the target 0.2.
    """

    kind: Literal["addition_mapping"] = "addition_mapping"
    terms: int = setting(2, "Terms", "How many numbers are added.", ge=2, le=10)
    largest: int = setting(100, "Largest number", "Numbers are drawn from 1 to this one.", ge=2, le=100_000)

    title: ClassVar = "Sums as numbers"
    question: ClassVar = (
        "Numbers come in, one a step, and their sum is to come out. Does a network need a memory for that?"
    )
    counted: ClassVar = "sums"
    metrics: ClassVar = ("absolute_error",)
    scores: ClassVar = MappingProxyType(
        {"rmse": Score("Error in the sum (RMSE)"), "rmse_shuffled": Score("The same with shuffled terms")}
    )
    curves: ClassVar = ("loss", "rmse")
    smoothing: ClassVar = 0.0
    architectures: ClassVar = ("perceptron", "recurrent_stack")
    presets: ClassVar = ADDITION_MAPPING_PRESETS

    def in_words(self) -> str:
        return f"{self.terms} numbers up to {self.largest:,}"

    def input_shape(self) -> tuple[int, int]:
        return self.terms, 1

    def output(self) -> Output:
        return Output(units=1, activation="linear", per_step=False)

    def objective(self) -> str:
        return "mean_squared_error"

    def examples(self, series: Series | None = None) -> Examples:
        return self

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-EXAMPLES_PER_EPOCH // batch_size)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> tuple[Array, Array]:
        return draw_sums(seed, first, count, batch_size, self.terms, self.largest)

    def validation(self) -> tuple[Array, Array]:
        return validation_sums(self.terms, self.largest)

    def look(self, predictions: Array, network: Network) -> Look:
        """Scores in the original units; recorded are sums (20, 2): as drawn, and with the terms shuffled."""
        inputs, sums = self.validation()
        shuffled = network.predict(shuffled_terms(inputs))
        scores = {
            "rmse": rmse_in_units(sums, predictions, self.terms, self.largest),
            "rmse_shuffled": rmse_in_units(sums, shuffled, self.terms, self.largest),
        }
        recorded = np.concatenate([predictions, shuffled], axis=1)[:RECORDED_SUMS]
        return Look(scores, np.round(in_units(recorded, self.terms, self.largest), 4))

    def recorded_sums(self) -> tuple[Array, Array, Array]:
        """The sums whose predictions are recorded, in units: terms (20, terms), the same shuffled, sums (20,)."""
        inputs, _ = self.validation()
        whole = [
            np.round(in_units(part[..., 0], self.terms, self.largest)) for part in (inputs, shuffled_terms(inputs))
        ]
        terms, shuffled = (part[:RECORDED_SUMS].astype(np.float32) for part in whole)
        return terms, shuffled, terms.sum(axis=1)
