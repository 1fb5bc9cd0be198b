"""Sequences of different length as arrays of one: smooth signals, zeros, and which steps are true ones."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from seqcore.evaluation.baseline_verdict import Comparison, verdict_of
from seqcore.tasks.base.batch import Array, Batch
from seqcore.tasks.base.evaluation import VALIDATION, Evaluation, Scores
from seqcore.tasks.base.passes import places_of
from seqcore.tasks.base.task import Baseline, Examples, Network, Trained

if TYPE_CHECKING:
    from seqcore.tasks.variable_length.task import VariableLength

HELD_OUT = 0.25
SMOOTHING = 3.0
"""Steps over which a signal keeps its value, more or less."""
SIZE_OF_TARGET = 0.44
"""Its standard deviation, of signals whose own is 1."""
MOST_RECORDED_VALUES = 1_000


class VariableLengthExamples(Examples):
    """All sequences of a task, the last quarter of them held out."""

    def __init__(self, task: "VariableLength") -> None:
        self.task = task
        generator = np.random.default_rng([task.data_seed, task.features])
        mix = generator.normal(size=task.features)
        mix *= SIZE_OF_TARGET / np.linalg.norm(mix)
        self.lengths = generator.integers(task.shortest, task.longest + 1, task.sequences)
        """True steps of each sequence."""
        self.pieces, self.piece_steps = task.pieces, task.piece_steps or task.padded_to
        steps = self.pieces * self.piece_steps
        shape = (task.sequences, steps)
        self._inputs, self._targets = np.zeros((*shape, task.features), np.float32), np.zeros((*shape, 1), np.float32)
        self._true = np.zeros(shape, np.float32)
        reach = abs(task.shift)
        for row, length in enumerate(self.lengths):
            # What is asked for beside the ends exists, too: it is only not shown.
            signals = _smooth(generator, length + 2 * reach, task.features)
            first = steps - length if task.padding == "before" else 0
            there = slice(first, first + length)
            self._inputs[row, there] = signals[reach : reach + length]
            self._targets[row, there, 0] = signals[reach - task.shift : reach - task.shift + length] @ mix
            self._true[row, there] = 1
        self.split = task.sequences - int(task.sequences * HELD_OUT)

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-self.split // batch_size) * self.pieces

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> Batch:
        """Of sequences that are cut, one piece after the other: the batches of as many updates follow each other."""
        if self.pieces == 1:
            places = places_of(seed, first, count, batch_size, self.split)
            return self._at(places.ravel()).in_updates(count)
        updates = np.arange(first, first + count)
        begun, piece = updates // self.pieces, updates % self.pieces
        places = places_of(seed, int(begun[0]), int(begun[-1] - begun[0]) + 1, batch_size, self.split)
        cut = self._at(places[begun - begun[0]].ravel()).map(self._cut)
        rows = np.repeat(piece, batch_size)
        batch = cut.map(lambda part: part[np.arange(len(part)), rows]).in_updates(count)
        return replace(batch, starts=(piece == 0).astype(np.float32))

    def _cut(self, part: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Sequences (n, steps, …) as (n, pieces, steps of a piece, …)."""
        return part.reshape(len(part), self.pieces, self.piece_steps, *part.shape[2:])

    def _at(self, places: npt.NDArray[np.int64] | slice) -> Batch:
        """Whole sequences."""
        return Batch.of(self._inputs[places], self._targets[places], self._true[places])

    @cached_property
    def held_out(self) -> Batch:
        """The sequences that are not trained on, whole."""
        return self._at(slice(self.split, None))

    def validation(self) -> Batch:
        """The held-out sequences; of those that are cut all pieces, those of a sequence one after the other."""
        return self._validation

    @cached_property
    def _validation(self) -> Batch:
        if self.pieces == 1:
            return self.held_out
        return self.held_out.map(self._cut).map(lambda part: part.reshape(-1, *part.shape[2:]))

    @property
    def true_steps(self) -> npt.NDArray[np.bool_]:
        """Which steps of the held-out sequences are no padding (sequences, steps)."""
        return self._true[self.split :] > 0

    @property
    def share_of_padding(self) -> float:
        """Of all held-out steps."""
        return 1 - float(self.true_steps.mean())

    def baselines(self) -> Mapping[str, Baseline]:
        off = np.abs(self.held_out.targets[..., 0].astype(np.float64))
        errors = {"mae_true_steps": float(off[self.true_steps].mean()), "mae_all_steps": float(off.mean())}
        loss = errors["mae_all_steps" if self.task.counts_padding else "mae_true_steps"]
        words = "The middle of all targets, and right wherever there is padding."
        return {"zero": Baseline("Always 0", words, {"loss": loss} | errors)}

    def recorded(self) -> int:
        """How many of the held-out sequences have their outputs recorded."""
        return int(np.clip(MOST_RECORDED_VALUES // (self.pieces * self.piece_steps), 1, len(self.held_out)))

    def look(self, predictions: Array, network: Network) -> Evaluation:
        """Recorded are the outputs (sequences, steps) for the first held-out sequences."""
        return Evaluation.of_epoch(np.round(self._whole(predictions)[: self.recorded()].astype(np.float64), 4))

    def _whole(self, predictions: Array) -> Array:
        """Outputs for `validation` as they are for whole sequences (n, steps)."""
        return predictions.reshape(len(self.held_out), -1)

    def judge(self, network: Network, trained: Trained) -> Evaluation:
        """Kept is the mean error on the true steps of each held-out sequence."""
        targets = self.held_out.targets[..., 0]
        off = np.abs(self._whole(network.predict(self.validation().input)) - targets)
        ours, theirs = (
            np.array([errors[steps].mean() for errors, steps in zip(of_each, self.true_steps, strict=True)], np.float64)
            for of_each in (off, np.abs(targets))
        )
        compared = Comparison(
            "always saying 0, on true steps", ours, theirs, "sequences", "in a sequence off by", share=False
        )
        note = (
            f"{self.share_of_padding:.0%} of the steps are padding: over all steps the error is {off.mean():.3f}, over "
            f"the true ones {off[self.true_steps].mean():.3f}."
        )
        scores: dict[str, Scores] = {name: one.scores for name, one in self.baselines().items()}
        return Evaluation({VALIDATION: scores}, {"errors": ours}, verdict_of(compared, note))


def _smooth(generator: np.random.Generator, steps: int, features: int) -> npt.NDArray[np.float64]:
    """Signals (steps, features) whose neighbours are alike, of variance 1."""
    reach = int(3 * SMOOTHING)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / SMOOTHING) ** 2)
    kernel /= np.linalg.norm(kernel)
    noise = generator.normal(size=(steps + 2 * reach, features))
    return np.stack([np.convolve(column, kernel, "valid") for column in noise.T], axis=1)
