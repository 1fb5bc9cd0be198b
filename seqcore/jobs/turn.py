"""One run between its slices: its state, what is wished for it, and what becomes of a slice's result."""

import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from seqcore.experiment import Experiment
from seqcore.jobs.delivery import Deliveries
from seqcore.jobs.held import Held
from seqcore.jobs.parcel import MOST_BYTES
from seqcore.jobs.work import SliceDone
from seqcore.runs.folder import RunFolder
from seqcore.runs.recorder import Recorder
from seqcore.tasks.base.evaluation import Evaluation
from seqcore.training.events import Ending
from seqcore.training.program_key import program_key
from seqcore.training.state import Controls, State

if TYPE_CHECKING:  # Dask takes 0.3 s to import, and the first page is to be drawn before
    from distributed import Future as DaskFuture

LOG = logging.getLogger(__name__)
LOST_ALONE = 3
"""So many workers in a row, lost on one run and no other, are that run's fault."""
LOST_IN_COMPANY = 10
"""So many are too many, also when other runs have lost theirs in between: some of these may be to blame as well."""
SECONDS_BETWEEN_TRIES = 1.0
FIRST_SLICE_SECONDS = 0.05
FIRST_SLICES = 2
"""So many go before those of runs that have begun."""
SLICE_SECONDS = 0.3
"""Also when many take turns: handing out a slice costs the server as much however short it is."""
SLICE_SECONDS_HELD = 1.0
"""Of a network so large that its state stays with the worker: reading it out at the end takes time, too."""
SECONDS_BETWEEN_COPIES = 4.0
"""What is trained again, at most, when a worker is lost that held the state."""

Action = Literal["pause", "resume", "step", "stop"]


@dataclass
class Turn:
    """A run that this server is in charge of. `future` is its slice under way, on `worker`, or on the last one."""

    experiment: Experiment
    recorder: Recorder
    controls: Controls = field(default_factory=Controls)
    paused: bool = False
    stopping: bool = False
    future: "DaskFuture | None" = None
    worker: str | None = None
    lost: int = 0
    """Workers lost since the run last got any further, and of these the last ones that no other run had a part in."""
    lost_alone: int = 0
    slices: int = 0
    """How many it has had here."""
    last_seconds: float = 0.0
    """What the last of them took; 0 before it, and while its worker compiles."""
    is_compiling: bool = False
    """Whether its worker still compiles its program, also while other runs have their slices there."""
    note: str = ""
    """What happened to the run that a person should know while it goes on."""
    trouble: str = ""
    """Why the run rests although nobody has paused it: a sentence, while its folder cannot be written."""
    unwritten: Callable[[], None] | None = None
    """What is to be written once that is possible again, besides what the recorder has kept."""
    next_try: float = 0.0
    held: Held | None = None
    """The state after the last slice, if it is large: the server's may be older."""
    copied: float = 0.0
    """When the server last got a state, by the monotonic clock."""

    def __post_init__(self) -> None:
        self.deliveries = Deliveries(self.recorder.folder.data())
        self.program = program_key(self.experiment)

    @property
    def id(self) -> str:
        return self.recorder.folder.id

    @property
    def state(self) -> State | None:
        """The last state that is here; nothing before the first slice."""
        return self.recorder.state

    @property
    def is_new(self) -> bool:
        """Whether somebody waits for its first epoch, and no worker was lost with it.

        What has not got there with its first slices, of which one may have gone into compiling, waits in line.
        """
        return not self.recorder.view.epochs and self.slices < FIRST_SLICES and not self.lost

    @property
    def holder(self) -> str | None:
        """The worker that holds the last state, if it is large."""
        return self.held.worker if self.held else None

    @property
    def is_behind(self) -> bool:
        """Whether the last state is only with the worker that reached it."""
        return self.held is not None and (self.state is None or self.state.update != self.held.update)

    @classmethod
    def take(cls, folder: RunFolder, *, paused: bool = False, until_epoch: int | None = None) -> "Turn | None":
        """Take charge of a run; None when it has ended or somebody else is in charge.

        Raises what reading a damaged folder raises, and OSError when it cannot be locked; nobody is in charge then.
        """
        if not folder.acquire():
            return None
        with contextlib.ExitStack() as undo:
            undo.callback(folder.release)
            recorder = Recorder(folder)
            if recorder.view.finished:
                return None
            reached = until_epoch is not None and recorder.view.epochs >= until_epoch
            controls = Controls(until_epoch=None if reached else until_epoch)
            turn = cls(recorder.view.experiment, recorder, controls, paused or reached)
            undo.pop_all()
        return turn

    def queue(self) -> None:
        """Write down that the run waits for its first turn, or rests."""
        self.recorder.status("paused" if self.paused else "queued", until_epoch=self.controls.until_epoch)

    def wish(self, action: Action) -> None:
        """Note what a person wants; `ending` and `paused` tell what follows once no slice is under way."""
        self.next_try = 0.0
        if action == "stop":
            self.stopping = True
        elif action == "pause":
            self.paused = True
        else:
            until = self.recorder.view.epochs + 1 if action == "step" else None
            self.paused, self.controls = False, replace(self.controls, until_epoch=until)
            self.queue()

    def set_learning_rate(self, value: float) -> None:
        """From the next slice on."""
        self.controls = replace(self.controls, learning_rate=value)

    def pause(self) -> None:
        """Write down that the run rests, with its state."""
        self.recorder.save()
        self.recorder.status("paused")

    def slice_seconds(self) -> float:
        """How long the next slice is to compute."""
        if not self.recorder.view.epochs:
            return FIRST_SLICE_SECONDS
        return SLICE_SECONDS if self.held is None else SLICE_SECONDS_HELD

    def start_for(self, worker: str) -> State | Held | None:
        """What a worker starts the next slice from."""
        return self.held if worker == self.holder else self.state

    @property
    def is_copy_due(self) -> bool:
        """Whether the next slice is to bring the state here: now and then, and when a new learning rate is in it."""
        return time.monotonic() - self.copied >= SECONDS_BETWEEN_COPIES or self.controls.learning_rate is not None

    def record(self, done: SliceDone) -> None:
        """Write down a slice and go on from its state. Raises OSError when the folder cannot be written."""
        is_held = not done.state.has_arrays or done.state.num_bytes > MOST_BYTES
        self.held = Held(self.id, done.state.update, self.worker) if is_held else None
        self.copied = time.monotonic() if done.state.has_arrays else self.copied
        self.is_compiling = not done.happened
        self.slices += 1
        self.last_seconds = done.seconds if done.happened else 0.0
        if done.happened:
            self.lost = self.lost_alone = 0
        self.recorder.record(done.state if done.state.has_arrays else None, done.happened)
        if self.controls.learning_rate == done.state.learning_rate:
            self.controls = replace(self.controls, learning_rate=None)
        if self.controls.until_epoch and self.recorder.view.epochs >= self.controls.until_epoch:
            self.paused, self.controls = True, replace(self.controls, until_epoch=None)

    def lose_worker(self, *, alone: bool) -> None:
        """The slice under way is lost with its worker; it will be run again from the last state.

        `alone`: no other run has lost a worker since this one last did, and none had a part in this loss.
        """
        self.future = self.worker = None
        self.go_back()
        self.lost, self.lost_alone = self.lost + 1, self.lost_alone + 1 if alone else 1
        LOG.warning("run %s lost its worker (%d in a row, %d of them alone)", self.id, self.lost, self.lost_alone)
        epoch = self.recorder.view.epochs
        self.note = f"A training process was lost. The run went on from epoch {epoch:,} with another one."
        self.recorder.status("running", self.note)

    def go_back(self) -> None:
        """To the last state that is here: what the worker held is gone, and will be trained again."""
        self.held = None
        self.recorder.go_back()

    def bring(self, state: State) -> None:
        """The state that the worker held is here."""
        self.copied = time.monotonic()
        self.recorder.state = state

    def deliver_again(self) -> None:
        """Its worker has thrown away what the run is about."""
        if self.worker:
            self.deliveries.again(self.worker)

    def rest(self, trouble: str, unwritten: Callable[[], None] | None = None) -> None:
        """Wait until the folder can be written again."""
        epoch = self.recorder.view.epochs
        self.trouble = f"{trouble}: the run rests after epoch {epoch:,}, and goes on by itself when that has changed."
        self.unwritten = unwritten or self.unwritten
        self.next_try = time.monotonic() + SECONDS_BETWEEN_TRIES

    @property
    def has_lost_too_many(self) -> bool:
        """Whether workers die of this run."""
        return self.lost_alone >= LOST_ALONE or self.lost >= LOST_IN_COMPANY

    def ending(self) -> tuple[Ending, str] | None:
        """How the run has ended, with a sentence (may be empty); nothing while it goes on."""
        if self.state is not None and self.state.finished:
            return self.state.finished, ""
        if self.stopping:
            return "stopped", ""
        if self.has_lost_too_many:
            note = f"{self.lost} training processes in a row died on this run, perhaps for lack of memory. "
            note += "Try fewer units or layers."
            return "failed", note
        return None

    @property
    def is_to_be_judged(self) -> bool:
        """Whether a run that has ended needs a judgement first, and one may be had."""
        trained = self.state is not None and self.state.update > 0
        return trained and not self.has_lost_too_many

    def finish(self, reason: Ending, note: str = "", final: Evaluation | None = None) -> None:
        """Write the end of the run, and let go of it. Raises OSError when that cannot be written."""
        self.recorder.finish(reason, note, final)
        self.recorder.folder.release()
