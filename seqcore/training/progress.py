"""How a run gets from one state to the next: updates, looks at the validation data, and what happens on the way."""

import math
import time
from collections.abc import Iterable, Mapping

import numpy as np

from seqcore.data.base import Data
from seqcore.experiment import Experiment
from seqcore.tasks.base.evaluation import Scores
from seqcore.training.events import LARGEST_NORM, Epochs, Happened, LearningRate, Norms, NotFinite, Validations
from seqcore.training.examples import examples_for
from seqcore.training.look import look, seven_digits
from seqcore.training.program import QUICK_UPDATES
from seqcore.training.programs import program_for
from seqcore.training.state import Checkpoint, Controls, Reason, Recorded, State, Variables

MOST_CHECKPOINT_BYTES = 16_000_000
MOST_SNAPSHOTS = 200
MOST_NORMS = 25
"""Measurements of gradient and update in a run."""
UPDATES_BETWEEN_NORMS = 50
"""At least: each takes an update of its own."""
Layers = Mapping[str, float]
"""A number for each layer, by name."""


class Progress:
    """One call of `advance`: the program, the place reached, and what has happened since the slice began."""

    def __init__(self, experiment: Experiment, state: State, data: Data | None) -> None:
        self.state = state
        self.experiment = experiment
        self.training = experiment.training
        self.names = ("loss", *experiment.task.metrics)
        self.examples = examples_for(experiment, data)
        self.program = program_for(experiment, self.examples)
        self.update = state.update
        self.learning_rate = state.learning_rate
        self.rows = [state.pending]
        self.validated, self.best = state.validated_epoch, (state.best_loss, state.best_epoch)
        self.finished: Reason | None = state.finished
        self.validations: list[tuple[int, Scores]] = []
        self.norms: list[tuple[int, Layers, Layers]] = []
        self.events: list[Happened] = []
        self.variables: Variables = state.variables
        looks = len(range(0, self.training.epochs, self.training.validation_step()))
        self.snapshot_every = math.ceil(looks / MOST_SNAPSHOTS)
        updates = self.training.validation_step() * state.updates_per_epoch
        self.norms_every = max(math.ceil(looks / MOST_NORMS), math.ceil(UPDATES_BETWEEN_NORMS / updates))
        self.checkpoint_every = math.ceil(looks * experiment.parameters() * 4 / MOST_CHECKPOINT_BYTES)

    @property
    def epoch(self) -> int:
        return self.update // self.state.updates_per_epoch

    def load(self, controls: Controls) -> None:
        """Put state and controls into the program."""
        self.program.write(self.state.variables)
        if controls.learning_rate not in (None, self.learning_rate):
            self.learning_rate = float(controls.learning_rate or 0)
            self.events.append(LearningRate(update=self.update, epoch=self.epoch, value=self.learning_rate))
        self.program.set_learning_rate(self.learning_rate)

    def train(self, controls: Controls, deadline: float) -> None:
        """Alternate between updates and validations until the time, the run or the step is over."""
        per_epoch = self.state.updates_per_epoch
        last = min(self.training.epochs, controls.until_epoch or self.training.epochs)
        while not self.finished:
            if self.validated < self.epoch and self._is_due():
                self._validate()
                continue
            has_news = self.update > self.state.update or self.validations
            if self.update >= last * per_epoch or (has_news and time.perf_counter() >= deadline):
                break
            quick = self.update < QUICK_UPDATES
            if not quick and not self.program.has_fast():
                self.program.compile_fast()
                if has_news or not self.program.idle(deadline - time.perf_counter()):
                    break
            stop = min(last, self.training.next_validation(self.epoch)) * per_epoch
            self._updates(min(stop, QUICK_UPDATES) if quick else stop, fast=not quick, deadline=deadline)
        self.variables = self.program.read() if self.update > self.state.update else self.state.variables
        if self.finished == "not_finite":
            clipped = self.training.clip_norm is not None
            event = NotFinite(update=self.update + 1, learning_rate=self.learning_rate, clipped=clipped)
            self.events.append(event)

    def result(self, seconds: float) -> tuple[State, list[Happened]]:
        """The state reached and the events, with whole epochs summed up."""
        per_epoch = self.state.updates_per_epoch
        rows = np.concatenate(self.rows)
        whole = len(rows) // per_epoch
        if whole:
            means = rows[: whole * per_epoch].reshape(whole, per_epoch, -1).mean(axis=1, dtype=np.float64)
            epochs = Epochs(
                first=self.epoch - whole + 1,
                metrics={
                    name: [seven_digits(mean) for mean in means[:, place]] for place, name in enumerate(self.names)
                },
                update=self.update,
                seconds=round(seconds, 4),
                examples=per_epoch * self.training.batch_size,
            )
            self.events.insert(0, epochs)
        if self.validations:
            epochs_, scores = zip(*self.validations, strict=True)
            self.events.append(
                Validations(
                    epochs=list(epochs_),
                    metrics={name: [found[name] for found in scores] for name in scores[0]},
                    recorded=[thing.epoch for thing in self.events if isinstance(thing, Recorded)],
                )
            )
        if self.norms:
            found, gradients, changes = zip(*self.norms, strict=True)
            self.events.append(Norms(epochs=list(found), gradient=_rows(gradients), update=_rows(changes)))
        state = State(
            update=self.update,
            updates_per_epoch=per_epoch,
            learning_rate=self.learning_rate,
            variables=self.variables,
            pending=rows[whole * per_epoch :],
            validated_epoch=self.validated,
            best_loss=self.best[0],
            best_epoch=self.best[1],
            seconds=seconds,
            finished=self.finished,
        )
        return state, self.events

    def _is_due(self) -> bool:
        """Whether the epoch just reached is one that is validated: 0, every nth, and the last."""
        if self.update % self.state.updates_per_epoch:
            return False
        return self.epoch % self.training.validation_step() == 0 or self.epoch == self.training.epochs

    def _updates(self, stop: int, fast: bool, deadline: float) -> None:
        """Updates up to `stop`, as many as one call holds and the time left seems to allow."""
        pace = self.program.seconds_per_update[fast]
        affordable = int((deadline - time.perf_counter()) / pace) + 1 if pace else 1 if fast else 4
        count = max(1, min(stop - self.update, self.program.capacity, affordable))
        rows = self._run(self.update, count)
        if not np.isfinite(rows[:, 0]).all():
            rows = self._run_until_broken(count)
            self.finished = "not_finite"
        self.rows.append(rows)
        self.update += len(rows)

    def _run(self, update: int, count: int) -> np.ndarray:
        """The rows of the `count` updates after `update`."""
        batches = self.examples.batches(self.training.seed, update, count, self.training.batch_size)
        return self.program.run(batches, fast=update >= QUICK_UPDATES)

    def _run_until_broken(self, count: int) -> np.ndarray:
        """The rows before the update that breaks the loss or a weight; the program is left in the state before it.

        From where the slice began, everything is computed once more, the last `count` updates one by one.
        """
        self.program.write(self.state.variables)
        update = self.state.update
        while update < self.update:
            stop = self.update if update >= QUICK_UPDATES else min(self.update, QUICK_UPDATES)
            update += len(self._run(update, min(stop - update, self.program.capacity)))
        rows = [np.zeros((0, len(self.names)), np.float32)]
        for index in range(count):
            before = self.program.read()
            row = self._run(self.update + index, 1)
            if not np.isfinite(row[0, 0]):
                self.program.write(before)
                break
            rows.append(row)
        return np.concatenate(rows)

    def _validate(self) -> None:
        scores, seen, variables = look(self.experiment, self.examples, self.program)
        self.validated = self.epoch
        if seen is None:
            self.finished = "not_finite"
            return
        number = self.epoch // self.training.validation_step()
        last = self.epoch == self.training.epochs
        recorded = last or number % self.snapshot_every == 0
        self.validations.append((self.epoch, scores))
        if recorded:
            self.events.append(Recorded.of(self.epoch, seen.arrays))
        if last or number % self.checkpoint_every == 0:
            self.events.append(Checkpoint.of(self.epoch, variables))
        if self.update and (last or number % self.norms_every == 0):
            self._measure_norms()
        if scores["loss"] < self.best[0]:
            self.best = (scores["loss"], self.epoch)
        patience = self.training.patience
        if self.epoch >= self.training.epochs:
            self.finished = "completed"
        elif patience and self.epoch - self.best[1] >= patience:
            self.finished = "early_stopping"

    def _measure_norms(self) -> None:
        """How long gradient and change of the next update are; not before the first one, whose point is to be quick."""
        batches = self.examples.batches(self.training.seed, self.update, 1, self.training.batch_size)
        gradient, change = self.program.rehearse(batches)
        if all(value < LARGEST_NORM for value in (*gradient.values(), *change.values())):  # no NaN is
            self.norms.append((self.epoch, gradient, change))


def _rows(norms: Iterable[Layers]) -> dict[str, list[float]]:
    """By layer, with four digits."""
    rows: dict[str, list[float]] = {}
    for found in norms:
        for layer, value in found.items():
            rows.setdefault(layer, []).append(float(f"{value:.4g}"))
    return rows
