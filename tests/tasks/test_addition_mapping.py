"""Sums as numbers: judged on sums that were never trained on, beside their mean."""

import numpy as np
import pytest

from seqcore.evaluation.verdict import Verdict
from seqcore.tasks.addition_mapping.task import AdditionMapping
from seqcore.tasks.base.task import Trained

TRAINED = Trained(1, 1000, 1)


class Adder:
    """A network that adds, but for an error; with a weight of 0 it answers the error only."""

    def __init__(self, weight: float = 1.0, error: float = 0.0) -> None:
        self.weight, self.error = weight, error

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        return (self.weight * inputs.sum(axis=1) + self.error).astype(np.float32)


def verdict(network: Adder, task: AdditionMapping | None = None) -> Verdict:
    found = (task or AdditionMapping()).judge(network, TRAINED).verdict
    assert found is not None
    return found


def test_adding_is_better_than_the_mean() -> None:
    found = verdict(Adder(error=0.01))
    assert found.kind == "better"
    assert found.sentence.startswith("Better than always answering the mean: off by 2 on average against 33.")
    assert "over 500 sums, p < 0.001" in found.sentence
    assert verdict(Adder(), AdditionMapping(largest=9)).kind == "better"


def test_always_the_same_answer_is_not() -> None:
    assert verdict(Adder(weight=0, error=0.505)).kind == "same"
    assert verdict(Adder(weight=0, error=0)).kind == "worse"


@pytest.mark.parametrize("task", [AdditionMapping(), AdditionMapping(terms=3, largest=9)])
def test_the_mean_is_scored_as_the_network_is(task: AdditionMapping) -> None:
    scores = task.baselines()["mean"].scores
    inputs, sums = task.validation().pair
    mean = Adder(weight=0, error=float(task._mean()[0, 0])).predict(inputs)
    assert scores["loss"] == pytest.approx(float(np.square(mean - sums).mean()), rel=1e-4)
    looked = task.look(mean, Adder(weight=0, error=float(mean[0, 0]))).own()
    assert {name: scores[name] for name in looked} == pytest.approx(looked, rel=1e-4)
    assert task.judge(Adder(), TRAINED).arrays["absolute_errors"].max() < 0.01 * task.largest
