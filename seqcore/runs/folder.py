"""The run folder, which is the truth about a run.

experiment.json   what is trained
owner             a hash of who started it; missing when anybody may control it (the command line's runs)
events.jsonl      what happened, one event a line, only ever appended to
state.npz         the last state; replaced in one step, after its events were written
weights/N.npz     the model's variables after epoch N, for replays
model.keras       the model at the end
lock              held by the process that trains the run: a run without end whose lock is free was interrupted
"""

import contextlib
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from seqcore.experiment import Experiment, from_json
from seqcore.runs.events import Event, event_from_line, event_to_line
from seqcore.runs.view import RunView
from seqcore.training.state import (
    Checkpoint,
    State,
    Variables,
    arrays_from_bytes,
    arrays_to_bytes,
    state_from_bytes,
    state_to_bytes,
)

LONGEST_ID = 64


def home() -> Path:
    """Where runs are kept: `SEQCORE_HOME`, or the user's data folder."""
    return Path(os.environ.get("SEQCORE_HOME") or platformdirs.user_data_path("sequence-lab")) / "runs"


class RunFolder:
    """One run on disk. Construct with `create` or `find`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # Of the folder, not of a thread: one thread may take it and another let go of it.
        self._lock = FileLock(path / "lock", blocking=False, thread_local=False)

    @classmethod
    def create(cls, experiment: Experiment, owner: str | None = None, path: Path | None = None) -> "RunFolder":
        """A new folder, in `home` under a new random name unless `path` says where."""
        path = path or home() / uuid.uuid4().hex[:12]
        path.mkdir(parents=True)
        if owner:
            (path / "owner").write_text(owner, encoding="utf-8")
        (path / "events.jsonl").touch()
        folder = cls(path)
        # This file makes it a run, so it comes last and whole: others may be listing runs right now.
        folder._replace("experiment.json", experiment.model_dump_json(indent=2).encode())
        return folder

    @classmethod
    def find(cls, run_id: str) -> "RunFolder | None":
        """The folder of a run by its id; nothing for an unknown or malformed one (ids come from links)."""
        if not (run_id.isascii() and run_id.isalnum() and len(run_id) <= LONGEST_ID):
            return None
        path = home() / run_id
        return cls(path) if (path / "experiment.json").is_file() else None

    @property
    def id(self) -> str:
        return self.path.name

    @property
    def created(self) -> float:
        """Seconds since 1970."""
        return (self.path / "experiment.json").stat().st_mtime

    def experiment(self) -> Experiment:
        """Raises InvalidInput when the file was written by another version or damaged."""
        return from_json((self.path / "experiment.json").read_text(encoding="utf-8", errors="replace"))

    def owner(self) -> str | None:
        file = self.path / "owner"
        return file.read_text(encoding="utf-8") if file.exists() else None

    def acquire(self) -> bool:
        """Take the run's lock, so that nobody else trains it; False when somebody does already."""
        try:
            # A moment's patience, because `is_held` elsewhere takes the lock while it looks.
            self._lock.acquire(timeout=0.1, poll_interval=0.01, blocking=True)
        except Timeout:
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

    def append(self, happened: Iterable[Event | Checkpoint]) -> None:
        """Write events (as lines) and checkpoints (as files)."""
        lines = []
        for thing in happened:
            if isinstance(thing, Checkpoint):
                (self.path / "weights").mkdir(exist_ok=True)
                self._replace(f"weights/{thing.epoch}.npz", arrays_to_bytes(thing.variables))
            else:
                lines.append(event_to_line(thing))
        if lines:
            with (self.path / "events.jsonl").open("ab") as file:
                file.write(b"\n" * self._ends_in_the_middle() + "".join(lines).encode())

    def read(self, offset: int = 0) -> tuple[list[Event], int]:
        """The events from byte `offset` on, and the offset to read on from. Damaged lines are left out."""
        with (self.path / "events.jsonl").open("rb") as file:
            file.seek(offset)
            content = file.read()
        whole = content.rfind(b"\n") + 1
        events = (event_from_line(line) for line in content[:whole].splitlines())
        return [event for event in events if event], offset + whole

    def view(self) -> RunView:
        """The run as its events tell it."""
        return RunView(self.experiment()).fold(self.read()[0])

    def save_state(self, state: State) -> None:
        self._replace("state.npz", state_to_bytes(state))

    def load_state(self) -> State | None:
        """The last state; nothing when none was saved or the file is damaged."""
        try:
            return state_from_bytes((self.path / "state.npz").read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def checkpoints(self) -> list[int]:
        """The epochs whose weights were kept, in order."""
        return sorted(int(file.stem) for file in self.path.glob("weights/*.npz") if file.stem.isdigit())

    def load_checkpoint(self, epoch: int) -> Variables:
        return arrays_from_bytes((self.path / f"weights/{epoch}.npz").read_bytes())[0]

    def save_model(self, content: bytes) -> None:
        self._replace("model.keras", content)

    def delete(self) -> None:
        """Remove the run: it is gone from lists at once, then its files go."""
        (self.path / "experiment.json").unlink(missing_ok=True)
        self.release()
        shutil.rmtree(self.path, ignore_errors=True)

    def _ends_in_the_middle(self) -> bool:
        """Whether the last line was cut off, by a crash in the middle of writing it."""
        with (self.path / "events.jsonl").open("rb") as file:
            if not file.seek(0, os.SEEK_END):
                return False
            file.seek(-1, os.SEEK_END)
            return file.read() != b"\n"

    def _replace(self, name: str, content: bytes) -> None:
        file = self.path / name
        beside = file.with_name(file.name + ".new")
        beside.write_bytes(content)
        for patience in (0.05, 0.05, 0.0):
            try:
                beside.replace(file)
                return
            except PermissionError:  # on Windows, while somebody reads the old file
                if not patience:
                    raise
                time.sleep(patience)


def all_runs() -> Iterator[RunFolder]:
    """Every run in `home`, newest first."""
    if home().is_dir():
        found: list[tuple[float, Path]] = []
        for path in home().iterdir():
            with contextlib.suppress(OSError):  # no run, or deleted just now
                found.append((RunFolder(path).created, path))
        yield from (RunFolder(path) for _, path in sorted(found, reverse=True))
