"""One run between its slices: its state, what is wished for it, and what becomes of a slice's result."""

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from seqcore.experiment import Experiment
from seqcore.jobs.work import SliceDone
from seqcore.runs.events import Ending
from seqcore.runs.folder import RunFolder
from seqcore.runs.recorder import Recorder
from seqcore.tasks.base import Judgement
from seqcore.training.state import Controls, State

if TYPE_CHECKING:  # Dask takes 0.3 s to import, and the first page is to be drawn before
    from distributed import Future as DaskFuture

LOG = logging.getLogger(__name__)
LOST_WORKERS_IN_A_ROW = 3

Action = Literal["pause", "resume", "step", "stop"]


@dataclass
class Turn:
    """A run that this server is in charge of. `future` is its slice under way, on `worker`; `lost` counts workers."""

    experiment: Experiment
    recorder: Recorder
    controls: Controls = field(default_factory=Controls)
    paused: bool = False
    stopping: bool = False
    future: "DaskFuture | None" = None
    worker: str | None = None
    lost: int = 0
    note: str = ""
    """What happened to the run that a person should know while it goes on."""

    def __post_init__(self) -> None:
        self.series = self.recorder.folder.series()

    @property
    def id(self) -> str:
        return self.recorder.folder.id

    @property
    def state(self) -> State | None:
        """The last state; nothing before the first slice."""
        return self.recorder.state

    @classmethod
    def take(cls, folder: RunFolder, *, until_epoch: int | None = None, paused: bool = False) -> "Turn | None":
        """Take charge of a run; nothing when it has ended or somebody else is in charge."""
        if not folder.acquire():
            return None
        recorder = Recorder(folder)
        if recorder.view.finished:
            folder.release()
            return None
        recorder.status("paused" if paused else "queued")
        return cls(recorder.view.experiment, recorder, Controls(until_epoch=until_epoch), paused)

    def wish(self, action: Action) -> None:
        """Note what a person wants; `ending` and `paused` tell what follows once no slice is under way."""
        if action == "stop":
            self.stopping = True
        elif action == "pause":
            self.paused = True
        else:
            until = self.recorder.view.epochs + 1 if action == "step" else None
            self.paused, self.controls = False, replace(self.controls, until_epoch=until)
            self.recorder.status("queued")

    def set_learning_rate(self, value: float) -> None:
        """From the next slice on."""
        self.controls = replace(self.controls, learning_rate=value)

    def pause(self) -> None:
        """Write down that the run rests, with its state."""
        self.recorder.save()
        self.recorder.status("paused")

    def record(self, done: SliceDone) -> None:
        """Write down a slice and go on from its state. Raises OSError when the folder cannot be written."""
        if done.happened:
            self.lost = 0
        self.recorder.record(done.state, done.happened)
        if self.controls.learning_rate == done.state.learning_rate:
            self.controls = replace(self.controls, learning_rate=None)
        if self.controls.until_epoch and self.recorder.view.epochs >= self.controls.until_epoch:
            self.paused, self.controls = True, replace(self.controls, until_epoch=None)

    def lose_worker(self) -> None:
        """The slice under way is lost with its worker; it will be run again from the last state."""
        self.future = self.worker = None
        self.lost += 1
        LOG.warning("run %s lost its worker (%d in a row)", self.id, self.lost)
        epoch = self.recorder.view.epochs
        self.note = f"A training process was lost. The run went on from epoch {epoch:,} with another one."
        self.recorder.status("running", self.note)

    def ending(self) -> tuple[Ending, str] | None:
        """How the run has ended, with a sentence (may be empty); nothing while it goes on."""
        if self.state is not None and self.state.finished:
            return self.state.finished, ""
        if self.stopping:
            return "stopped", ""
        if self.lost >= LOST_WORKERS_IN_A_ROW:
            note = f"{self.lost} training processes in a row died on this run, perhaps for lack of memory. "
            note += "Try fewer units or layers."
            return "failed", note
        return None

    @property
    def is_to_be_judged(self) -> bool:
        """Whether a run that has ended needs a judgement first, and one may be had."""
        trained = self.state is not None and self.state.update > 0
        return trained and self.lost < LOST_WORKERS_IN_A_ROW

    def finish(self, reason: Ending, note: str = "", judgement: Judgement | None = None) -> None:
        """Write the end of the run, and let go of it."""
        try:
            self.recorder.finish(reason, note, judgement)
        finally:
            self.recorder.folder.release()
