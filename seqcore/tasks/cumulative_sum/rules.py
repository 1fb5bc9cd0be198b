"""What can be had in the cumulative-sum task without reading a single number: the baselines of its networks.

The later the step, the more likely is the limit reached. So a rule that knows only the step's number says 1 from some
step on, and has most steps right.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqcore.evaluation.baseline_verdict import Comparison, also, verdict_of
from seqcore.evaluation.verdict import Verdict
from seqcore.tasks.base.batch import Array
from seqcore.tasks.base.evaluation import Scores
from seqcore.tasks.base.task import Baseline

if TYPE_CHECKING:
    from seqcore.tasks.cumulative_sum.task import CumulativeSum

MOST_VALUES_DRAWN = 1_000_000
RULES_STREAM = 2
"""Frequencies are counted in as many sequences as these values make, drawn as those for training are."""

Probabilities = npt.NDArray[np.float64]


@lru_cache(maxsize=64)
def step_frequencies(task: "CumulativeSum") -> Probabilities:
    """How often the label is 1 at each step (steps,): never quite 0 or 1, for no count rules a label out."""
    sequences = MOST_VALUES_DRAWN // task.steps
    stream = np.random.Generator(np.random.PCG64([sequences, RULES_STREAM]))
    ones = task.labels(stream.random((sequences, task.steps), np.float32)).sum(axis=0, dtype=np.float64)
    return (ones + 1) / (sequences + 2)


@lru_cache(maxsize=64)
def rules_for(task: "CumulativeSum") -> dict[str, Baseline]:
    """The baselines by name, scored on the held-out sequences."""
    by_step = step_frequencies(task)
    labels = task.validation().targets[..., 0]
    return {
        "step_number": Baseline(
            "Step's number only",
            "For each step the label that is more frequent there, whatever the numbers are.",
            _scores(labels, by_step),
        ),
        "commoner_label": Baseline(
            "Always the same",
            "At every step the label that is more frequent over all steps.",
            _scores(labels, np.full(task.steps, by_step.mean())),
        ),
    }


def right_steps(labels: Array, probabilities: npt.NDArray[np.floating]) -> npt.NDArray[np.bool_]:
    """Which steps are right (sequences, steps); a probability of 0.5 predicts 1."""
    return np.asarray((probabilities >= 0.5) == (labels >= 0.5))


def rules_verdict(task: "CumulativeSum", right: npt.NDArray[np.bool_]) -> Verdict:
    """The verdict on a network that has these steps (sequences, steps) of the held-out sequences right."""
    rule = right_steps(task.validation().targets[..., 0], step_frequencies(task))
    name, counted = "knowing only the step's number", task.counted
    steps = Comparison(name, right.mean(axis=1), rule.mean(axis=1), counted, "of steps right")
    whole = Comparison(name, right.all(axis=1), rule.all(axis=1), counted, "Whole sequences right")
    return verdict_of(steps, also(whole))


def _scores(labels: Array, probabilities: Probabilities) -> Scores:
    right = right_steps(labels, probabilities)
    loss = -np.where(labels >= 0.5, np.log(probabilities), np.log1p(-probabilities)).mean()
    return {
        "loss": float(loss),
        "accuracy": float(right.mean()),
        "whole_sequence_accuracy": float(right.all(axis=1).mean()),
    }
