"""The run folder, which is the truth about a run.

experiment.json   what is trained
series.npz        the data that it is about, under the name of its kind, for tasks that are about some
owner, code       who controls it (see ownership.py)
events.jsonl      what happened, one event a line, only ever appended to
state.npz         the last state; replaced in one step, after its events were written
weights/N.npz     the model's variables after epoch N, for replays
looks/N.npz       what the evaluation after epoch N recorded, to be shown
judgement.npz     forecasts and the like of the final evaluation, for tasks that end with one
comparison        the id of the comparison that was begun with this run, where its task asks for one
model.keras       the model at the end
lock              held by the process that trains the run: a run without end whose lock is free was interrupted
"""

import contextlib
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from seqcore.data.base import Data
from seqcore.data.kinds import KINDS
from seqcore.experiment import MOST_JSON_CHARACTERS, Experiment, from_json
from seqcore.home import home
from seqcore.runs.damaged import Damaged, content_of, reading
from seqcore.runs.ownership import Ownership
from seqcore.runs.snapshots import Snapshots
from seqcore.runs.view import RunView
from seqcore.tasks.base.evaluation import PREDICTIONS
from seqcore.training.events import Event, Happened, event_from_line, event_to_line
from seqcore.training.state import (
    Checkpoint,
    Recorded,
    State,
    Variables,
    arrays_from_bytes,
    arrays_to_bytes,
    state_from_bytes,
    state_to_bytes,
)
from seqcore.whole_file import append_lines, write_whole

LONGEST_ID = 64
LONGEST_EPOCH = 9
"""Digits."""
MOST_BYTES = 2_000_000_000
"""Of a file with arrays."""


def runs_folder() -> Path:
    """Where runs are kept."""
    return home() / "runs"


class RunFolder:
    """One run on disk. Construct with `create` or `find`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(
        cls,
        experiment: Experiment,
        owner: str | None = None,
        path: Path | None = None,
        data: Data | None = None,
    ) -> "RunFolder":
        """A new folder, in `runs_folder` under a new random name unless `path` says where."""
        path = path or runs_folder() / uuid.uuid4().hex[:12]
        path.mkdir(parents=True)
        folder = cls(path)
        try:
            if owner:
                Ownership(path).add(owner)
            (path / "events.jsonl").touch()
            if data is not None:
                folder._replace(f"{data.kind}.npz", experiment.task.in_use(data).to_bytes())
            # This file makes it a run, so it comes last and whole: others may be listing runs right now.
            folder._replace("experiment.json", experiment.model_dump_json(indent=2).encode())
        except OSError:  # half a folder would be in the way of a second try
            shutil.rmtree(path, ignore_errors=True)
            raise
        return folder

    @classmethod
    def find(cls, run_id: str) -> "RunFolder | None":
        """The folder of a run by its id; nothing for an unknown or malformed one (ids come from links)."""
        if not is_id(run_id):
            return None
        path = runs_folder() / run_id
        return cls(path) if (path / "experiment.json").exists() else None

    @classmethod
    def num_written(cls, run_id: str) -> int:
        """The bytes that the events of a run take so far: when they are as many as before, nothing has happened."""
        try:
            return (runs_folder() / run_id / "events.jsonl").stat().st_size if is_id(run_id) else 0
        except OSError:
            return 0

    @cached_property
    def _lock(self) -> FileLock:
        # Of the folder, not of a thread: one thread may take it and another let go of it.
        return FileLock(self.path / "lock", blocking=False, thread_local=False)

    @property
    def id(self) -> str:
        return self.path.name

    @property
    def created(self) -> float:
        """Seconds since 1970."""
        return (self.path / "experiment.json").stat().st_mtime

    def experiment(self) -> Experiment:
        """Raises Damaged when the file is, or was written by another version."""
        content = content_of(self.path, "experiment.json", 4 * MOST_JSON_CHARACTERS)
        with reading("experiment.json"):
            return from_json(content.decode("utf-8", errors="replace"))

    def data(self) -> Data | None:
        """What the run is about; None for tasks that make up their examples. Raises Damaged when the file is."""
        if not (kind := self.experiment().task.data_kind):
            return None
        with contextlib.suppress(FileNotFoundError), reading(f"{kind}.npz"):
            return KINDS[kind].from_bytes(content_of(self.path, f"{kind}.npz", MOST_BYTES))
        return None

    def save_comparison(self, comparison_id: str) -> None:
        """Note the comparison that was begun with this run."""
        self._replace("comparison", comparison_id.encode())

    def comparison(self) -> str:
        """The id of that comparison; empty when there is none, or the file is damaged."""
        with contextlib.suppress(FileNotFoundError, Damaged), reading("comparison"):
            return content_of(self.path, "comparison", MOST_JSON_CHARACTERS).decode()
        return ""

    def save_judgement(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Keep the arrays of a judgement."""
        self._replace("judgement.npz", arrays_to_bytes((), **arrays))

    def load_judgement(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays of the judgement; none before there is one, or when the file is damaged."""
        with contextlib.suppress(FileNotFoundError, Damaged), reading("judgement.npz"):
            return arrays_from_bytes(content_of(self.path, "judgement.npz", MOST_BYTES))[1]
        return {}

    @property
    def ownership(self) -> Ownership:
        """Who controls the run."""
        return Ownership(self.path)

    def acquire(self) -> bool:
        """Take the run's lock, so that nobody else trains it; False when somebody does already."""
        try:
            # A moment's patience, because `is_held` elsewhere takes the lock while it looks.
            self._lock.acquire(timeout=0.1, poll_interval=0.01, blocking=True)
        except (Timeout, OSError):  # a folder in its place, say
            return False
        return True

    def release(self) -> None:
        self._lock.release()

    def is_held(self) -> bool:
        """Whether some process, perhaps this one, is in charge of the run."""
        if self._lock.is_locked:
            return True
        probe = FileLock(self.path / "lock", blocking=False)
        try:
            with probe:
                return False
        except Timeout:
            return True
        except OSError:  # a folder in its place, say: nobody can hold that
            return False

    def append(self, happened: Iterable[Happened]) -> None:
        """Write events (as lines), checkpoints and what was recorded (as files)."""
        lines = []
        for thing in happened:
            if isinstance(thing, Checkpoint):
                self._replace(f"weights/{thing.epoch}.npz", thing.content.data)
            elif isinstance(thing, Recorded):
                self._replace(f"looks/{thing.epoch}.npz", thing.content.data)
            else:
                lines.append(event_to_line(thing))
        if lines:
            append_lines(self.path / "events.jsonl", "".join(lines).encode())

    def read(self, offset: int = 0) -> tuple[list[Event], int]:
        """The events from byte `offset` on, and the offset to read on from. Damaged lines are left out.

        Raises Damaged when there is no such file, or something else.
        """
        with reading("events.jsonl"), (self.path / "events.jsonl").open("rb") as file:
            file.seek(offset)
            content = file.read()
        whole = content.rfind(b"\n") + 1
        events = (event_from_line(line) for line in content[:whole].splitlines())
        return [event for event in events if event], offset + whole

    def view(self) -> RunView:
        """The run as its events tell it. Raises Damaged, and FileNotFoundError for a run that is being deleted."""
        view, (events, _) = self.empty_view(), self.read()
        with reading("events.jsonl"):
            return view.fold(events)

    def empty_view(self) -> RunView:
        """The view before any event; it reads what was recorded when somebody looks at it."""
        return RunView(self.experiment(), snapshots=Snapshots(self._load_snapshot))

    def _load_snapshot(self, epoch: int) -> npt.NDArray[np.float64]:
        """Raises Damaged when the file is, or is not there."""
        name = f"looks/{epoch}.npz"
        try:
            with reading(name):
                arrays = arrays_from_bytes(content_of(self.path, name, MOST_BYTES))[1]
                return np.asarray(arrays[PREDICTIONS], np.float64)
        except FileNotFoundError as error:
            raise Damaged(name, "it is not there") from error

    def save_state(self, state: State) -> None:
        self._replace("state.npz", state_to_bytes(state))

    def load_state(self) -> State | None:
        """The last state; nothing when none was saved or the file is damaged."""
        with contextlib.suppress(FileNotFoundError, Damaged), reading("state.npz"):
            return state_from_bytes(content_of(self.path, "state.npz", MOST_BYTES))
        return None

    def checkpoints(self) -> list[int]:
        """The epochs whose weights were kept, in order."""
        epochs = (file.stem for file in self.path.glob("weights/*.npz") if file.stem.isascii() and file.stem.isdigit())
        return sorted(int(epoch) for epoch in epochs if len(epoch) <= LONGEST_EPOCH)

    def load_checkpoint(self, epoch: int) -> Variables:
        """Raises Damaged when the file is, and FileNotFoundError without one."""
        name = f"weights/{epoch}.npz"
        with reading(name):
            return arrays_from_bytes(content_of(self.path, name, MOST_BYTES))[0]

    def save_model(self, content: bytes) -> None:
        self._replace("model.keras", content)

    def delete(self) -> None:
        """Remove the run: it is gone from lists at once, then its files go."""
        marker = self.path / "experiment.json"
        with contextlib.suppress(OSError):
            shutil.rmtree(marker) if marker.is_dir() and not marker.is_symlink() else marker.unlink(missing_ok=True)
        self.release()
        for patience in (0.05, 0.2, 0.0):
            shutil.rmtree(self.path, ignore_errors=True)
            if not self.path.exists():
                break
            time.sleep(patience)  # somebody wrote a file just now: the model, which comes last

    def _replace(self, name: str, content: bytes | memoryview) -> None:
        file = self.path / name
        try:
            write_whole(file, content)
        except FileNotFoundError:  # the first of its kind, or the run was deleted
            if "/" not in name:
                raise
            file.parent.mkdir()
            write_whole(file, content)


def run_ids() -> list[str]:
    """The ids of all runs in `runs_folder`, newest first.

    Read anew each time, for whatever was changed by hand or by another process: 5,000 runs take 0.03 s.
    """
    found: list[tuple[float, str]] = []
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(runs_folder()) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):  # no run, or deleted just now
                if is_id(entry.name):
                    found.append((os.stat(os.path.join(entry.path, "experiment.json")).st_mtime, entry.name))
    return [run_id for _, run_id in sorted(found, reverse=True)]


def all_runs() -> Iterator[RunFolder]:
    """Every run in `runs_folder`, newest first."""
    return (RunFolder(runs_folder() / run_id) for run_id in run_ids())


def is_id(text: str) -> bool:
    """Whether this may be the id of a run, or of a comparison: what comes from links is a path otherwise."""
    return text.isascii() and text.isalnum() and len(text) <= LONGEST_ID
