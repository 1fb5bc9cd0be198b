"""The view of a run: a fold over its events. Everything a screen, a list or a report shows comes from here.

A slice that was run again after a crash repeats lines: its first epoch takes away all that was known beyond it, so
that the view never mixes the two.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from seqcore.experiment import Experiment
from seqcore.num_bytes import BYTES_OF_A_NUMBER
from seqcore.runs.snapshots import Snapshots
from seqcore.tasks.base.evaluation import PREDICTIONS
from seqcore.training.averages import TrainingAverage, training_average
from seqcore.training.events import (
    Epochs,
    Finished,
    Happened,
    LearningRate,
    Norms,
    NotFinite,
    StatusChanged,
    Validations,
)
from seqcore.training.state import Recorded

BYTES_OF_A_VALIDATION = 500
"""The scores at one epoch, with the dictionary that they stand in."""


@dataclass
class RunView:
    """What is known of a run so far; grows as `fold` adds events."""

    experiment: Experiment
    training: dict[str, list[float]] = field(default_factory=dict)
    """Loss and metrics of epoch 1, 2, …, by name."""
    validation: dict[float, dict[str, float]] = field(default_factory=dict)
    """Held-out loss and metrics by epoch; only that of the end may have a fraction."""
    gradients: dict[int, dict[str, float]] = field(default_factory=dict)
    """Norm of the next update's gradient by epoch and layer; runs of earlier versions have none."""
    changes: dict[int, dict[str, float]] = field(default_factory=dict)
    """Norm of the change that this update makes, likewise."""
    snapshots: Snapshots = field(default_factory=Snapshots)
    """Recorded predictions (sequences, …) by epoch."""
    learning_rates: list[LearningRate] = field(default_factory=list)
    statuses: list[StatusChanged] = field(default_factory=list)
    not_finite: NotFinite | None = None
    finished: Finished | None = None
    examples_per_epoch: int = 0
    updates: int = 0
    seconds: float = 0.0
    clock: list[tuple[int, float]] = field(default_factory=list)
    """Seconds of computing that so many epochs took, after every slice."""
    first_point_seconds: float | None = None
    """Seconds of computing until the first epoch was known."""
    pace: float = 0.0
    """Updates per second over the last slice or so."""

    @property
    def epochs(self) -> int:
        """Whole epochs trained."""
        return len(self.training.get("loss", ()))

    @property
    def status(self) -> str:
        """A `Status` or, at the end, an `Ending`."""
        if self.finished:
            return self.finished.reason
        return self.statuses[-1].status if self.statuses else "queued"

    @property
    def note(self) -> str:
        """The latest sentence about how the run is doing, if there is one."""
        if self.finished:
            return self.finished.note
        return self.statuses[-1].note if self.statuses else ""

    @property
    def learning_rate(self) -> float:
        """The learning rate in force."""
        return self.learning_rates[-1].value if self.learning_rates else self.experiment.training.first_learning_rate()

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds of training still to come; nothing before there is a pace."""
        if not self.pace or not self.epochs:
            return None
        return max(0.0, self.experiment.training.epochs * (self.updates / self.epochs) - self.updates) / self.pace

    def last_metrics(self) -> dict[str, float]:
        """Training loss and metrics of the last epoch."""
        return {name: values[-1] for name, values in self.training.items() if values}

    def training_average(self) -> TrainingAverage | None:
        """Training loss and metrics over enough of the last epochs to stand beside validation; None before."""
        return training_average(self.training, self.examples_per_epoch)

    def last_validation(self) -> dict[str, float]:
        """Held-out loss and metrics of the last validated epoch, or of the judgement at the end."""
        if self.finished:
            return self.finished.validation
        return self.validation[max(self.validation)] if self.validation else {}

    def num_bytes(self) -> int:
        """About how much memory the view takes; quickly told, since it grows several times a second."""
        numbers = sum(map(len, self.training.values()))
        looks = len(self.validation) + 2 * len(self.gradients)
        return BYTES_OF_A_NUMBER * numbers + BYTES_OF_A_VALIDATION * looks + self.snapshots.nbytes

    def copy(self) -> "RunView":
        """A view that later folds into this one do not change."""
        training = {name: list(values) for name, values in self.training.items()}
        return replace(
            self,
            training=training,
            validation=dict(self.validation),
            gradients=dict(self.gradients),
            changes=dict(self.changes),
            clock=list(self.clock),
            snapshots=self.snapshots.until(math.inf),
            learning_rates=list(self.learning_rates),
            statuses=list(self.statuses),
        )

    def fold(self, events: Iterable[Happened]) -> "RunView":
        """Add events and what was recorded, in order; returns the view itself."""
        for event in events:
            match event:
                case Epochs():
                    self._fold_epochs(event)
                case Validations():
                    for place, epoch in enumerate(event.epochs):
                        self.validation[epoch] = {name: values[place] for name, values in event.metrics.items()}
                    for epoch, predictions in zip(event.epochs, event.predictions, strict=False):
                        if predictions is not None:
                            self.snapshots.add(epoch, np.asarray(predictions))
                    for epoch in event.recorded:
                        self.snapshots.add(epoch)
                case Norms():
                    for place, epoch in enumerate(event.epochs):
                        self.gradients[epoch] = {layer: values[place] for layer, values in event.gradient.items()}
                        self.changes[epoch] = {layer: values[place] for layer, values in event.update.items()}
                case Recorded():
                    self.snapshots.add(event.epoch, np.asarray(event.arrays[PREDICTIONS], np.float64))
                case LearningRate():
                    if event not in self.learning_rates:
                        self.learning_rates.append(event)
                case NotFinite():
                    self.not_finite = event
                case StatusChanged():
                    self.statuses.append(event)
                case Finished():
                    self.forget_after(event.epochs)
                    self.finished = event
                    if event.validated_epoch is not None:
                        self.validation[event.validated_epoch] = event.validation
        return self

    def forget_after(self, epoch: int) -> None:
        """Take away what is known beyond `epoch`."""
        if epoch >= self.epochs and epoch >= max(self.validation, default=0):
            return
        for values in self.training.values():
            del values[epoch:]
        self.validation = {number: scores for number, scores in self.validation.items() if number <= epoch}
        self.gradients = {number: norms for number, norms in self.gradients.items() if number <= epoch}
        self.changes = {number: norms for number, norms in self.changes.items() if number <= epoch}
        self.snapshots = self.snapshots.until(epoch)
        self.clock = [mark for mark in self.clock if mark[0] <= epoch]
        self.learning_rates = [change for change in self.learning_rates if change.epoch <= epoch]

    def _fold_epochs(self, event: Epochs) -> None:
        self.forget_after(event.first - 1)
        if self.first_point_seconds is None:
            self.first_point_seconds = event.seconds
        for name, values in event.metrics.items():
            known = self.training.setdefault(name, [])
            known[event.first - 1 :] = values
        if event.seconds > self.seconds and event.update > self.updates:
            self.pace = (event.update - self.updates) / (event.seconds - self.seconds)
        self.updates, self.seconds = event.update, event.seconds
        self.clock.append((self.epochs, event.seconds))
        # What an earlier version did not write down: an epoch has the settings' updates, or those made per epoch.
        updates = self.experiment.training.updates_per_epoch or max(1, self.updates // self.epochs)
        self.examples_per_epoch = event.examples or updates * self.experiment.training.batch_size
