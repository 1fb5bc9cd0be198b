"""Writing a run down as it happens: shared by the command line and the jobs."""

import time
from collections.abc import Sequence

from seqcore.runs.endings import with_ending
from seqcore.runs.folder import RunFolder
from seqcore.tasks.base.evaluation import HARDER, TEST, Evaluation
from seqcore.training.events import Ending, Finished, Happened, LearningRate, Status, StatusChanged
from seqcore.training.state import Checkpoint, Recorded, State

MOST_SAVING_SHARE = 0.05
"""Share of the time that may be spent on saving states: large ones are saved less often than every slice."""


class Recorder:
    """Appends what happens to a run's folder and keeps the view of it.

    Every method that writes raises OSError when that fails. Nothing is lost then: what could not be written is kept,
    and goes first when something is written again, at the latest by `save`.
    """

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder
        self.view = folder.view()
        self.state = folder.load_state()
        if self.state is not None:
            self.go_back()
        self._unwritten: list[Happened] = []
        self._recording = 0.0
        self._save_again = 0.0

    def status(self, status: Status, note: str = "", until_epoch: int | None = None) -> None:
        """Note that the run is now in `status`, unless that is what was noted last."""
        noted = [*self.view.statuses[-1:], *(event for event in self._unwritten if isinstance(event, StatusChanged))]
        last = noted[-1] if noted else None
        if last is None or (last.status, last.note, last.until_epoch) != (status, note, until_epoch):
            self._append([StatusChanged(status=status, at=time.time(), note=note, until_epoch=until_epoch)])

    def go_back(self) -> None:
        """Forget what was known beyond the state: after a loss the events may be ahead of it, and come once more."""
        self.view.forget_after(self.state.epoch if self.state else 0)

    def record(self, state: State | None, happened: Sequence[Happened]) -> None:
        """Write a slice's events, then the state they led to; None where that has stayed with the worker."""
        began = time.perf_counter()
        self.state = state or self.state
        self._append(happened)
        if state is None:
            return
        if began >= self._save_again or any(isinstance(thing, LearningRate) for thing in happened):
            saving = time.perf_counter()
            self.save()
            now = time.perf_counter()
            self._save_again = now + (now - saving) / MOST_SAVING_SHARE
        self._recording += time.perf_counter() - began

    def save(self) -> None:
        """Write the last state, if there is one: before a pause, an end, or the end of the server."""
        self._append(())
        if self.state is not None:
            self.folder.save_state(self.state)

    def finish(self, reason: Ending, note: str = "", final: Evaluation | None = None) -> Finished:
        """Write the last state, what the final evaluation keeps, and the last event."""
        self.save()
        if final is not None:
            self.folder.save_judgement(final.arrays)
        if reason == "not_finite" and self.view.not_finite:
            note = self.view.not_finite.sentence()
        known = final or Evaluation()
        last = known.own()
        finished = Finished(
            reason=reason,
            epochs=self.view.epochs,
            updates=self.state.update if self.state else 0,
            seconds=round((self.state.seconds if self.state else 0.0) + self._recording, 4),
            first_point_seconds=self.view.first_point_seconds,
            metrics=self.view.last_metrics(),
            training=self.view.training_average(),
            validation=self.view.last_validation() | last,
            validated_epoch=self.state.trained_epochs if self.state and last else None,
            test=known.own(TEST),
            harder=known.own(HARDER),
            baselines=known.baselines,
            verdict=with_ending(known.verdict, reason, self.view.epochs, self.view.experiment),
            note=note,
            at=time.time(),
        )
        self.folder.append([finished])
        self.view.fold([finished])
        return finished

    def _append(self, happened: Sequence[Happened]) -> None:
        self._unwritten += happened
        self.folder.append(self._unwritten)
        self.view.fold(thing for thing in self._unwritten if not isinstance(thing, Checkpoint | Recorded))
        self._unwritten = []
