"""Data that forms ask for: loaded beside the script, once for all sessions, and made into examples."""

import logging
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from seqcore.data.base import Data, Loaded, Question
from seqcore.data.uploads import num_bytes, read_upload
from seqcore.experiment import Experiment
from seqcore.invalid import InvalidInput
from seqcore.jobs.apart import ProcessLost, apart
from seqcore.kept import Kept, Memory
from seqcore.runs.folder import RunFolder
from seqcore.tasks import Task
from seqcore.tasks.base.task import Examples

LOG = logging.getLogger(__name__)
PATIENCE_SECONDS = 1.0
"""How long the script waits: what is loaded within it never shows an intermediate page."""
SECONDS_TO_REMEMBER_A_FAILURE = 10.0
LARGE = 1_000_000
"""Bytes of uploads from which on they are read in a process of their own: Python would keep everybody waiting."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """What an experiment can be trained on. `problems` are sentences as `InvalidInput` has them."""

    task: Task | None = None
    loaded: Loaded | None = None
    examples: Examples | None = None
    problems: tuple[str, ...] = ()
    is_pending: bool = False

    @property
    def is_ready(self) -> bool:
        return self.examples is not None

    @property
    def questions(self) -> Sequence[Question]:
        """What a person has to say about the data before anything is trained on it."""
        return self.loaded.questions if self.loaded else ()

    @property
    def data(self) -> Data | None:
        return self.loaded.data if self.loaded else None


@dataclass(frozen=True, eq=False)
class _Answer:
    """What a source has answered at a monotonic time."""

    future: "Future[Loaded | None]"
    loaded: Loaded | None
    at: float

    def is_forgotten(self) -> bool:
        """Whether it is a failure that is to be tried once more."""
        is_old = time.monotonic() > self.at + SECONDS_TO_REMEMBER_A_FAILURE
        return is_old and self.future.exception() is not None


class Loading:
    """The data and examples of one server; those used last are kept."""

    def __init__(self, memory: Memory) -> None:
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="data")
        self._lock = threading.Lock()
        self._under_way: dict[str, Future[Loaded | None]] = {}
        self._loaded: Kept[_Answer] = Kept(memory)
        self._examples: Kept[Examples] = Kept(memory)
        self._fingerprints: Kept[str] = Kept(memory)

    def prepare(self, experiment: Experiment) -> Prepared:
        """The data and examples of an experiment, or why there are none (yet)."""
        task = experiment.task
        future = self._load(task, refresh=False)
        try:
            loaded = future.result(timeout=PATIENCE_SECONDS)
            data = loaded.data if loaded else None
            key = _key(task, data.fingerprint if data else "")
            return Prepared(task, loaded, self._examples.get(key, lambda: task.check(data)))
        except TimeoutError:
            return Prepared(task, is_pending=True)
        except InvalidInput as error:
            known = future.result() if future.exception() is None else None
            return Prepared(task, known, problems=error.problems)
        except Exception as error:
            LOG.exception("the data could not be made ready")
            words = f"task.source: the data could not be read ({type(error).__name__}); try another one."
            return Prepared(task, problems=(words,))

    def examples_of(self, folder: RunFolder, experiment: Experiment) -> Examples:
        """The examples of a run, out of the data it has kept. Raises InvalidInput or ValueError when damaged."""
        fingerprint = self._fingerprints.get(folder.id, lambda: data.fingerprint if (data := folder.data()) else "")
        # A class that trains the same data shares its examples.
        return self._examples.get(_key(experiment.task, fingerprint), lambda: experiment.task.examples(folder.data()))

    def examples_on_page(self, run_id: str | None, experiment: Experiment, prepared: Prepared) -> Examples | None:
        """Of the run that is shown, else of the form. Raises as `examples_of` does."""
        folder = RunFolder.find(run_id) if run_id else None
        return self.examples_of(folder, experiment) if folder else prepared.examples

    def is_pending(self, experiment: Experiment) -> bool:
        """Whether the data of an experiment is still on its way."""
        return not self._load(experiment.task, refresh=False).done()

    def refresh(self, task: Task) -> None:
        """Ask the network anew for the data of a task."""
        self._load(task, refresh=True)

    def _load(self, task: Task, *, refresh: bool) -> "Future[Loaded | None]":
        """The answer of a source that is kept, or is on its way from now on."""
        key = task.data_settings()
        with self._lock:
            if key in self._under_way:
                return self._under_way[key]
            before = self._loaded.pop(key)
            if before is not None and not refresh and not before.is_forgotten():
                return self._loaded.put(key, before).future
            loaded = before.future.result() if before and not before.future.exception() else None
            future = self._under_way[key] = self._threads.submit(_load, task, loaded, refresh)
        future.add_done_callback(partial(self._keep, key))
        return future

    def _keep(self, key: str, future: "Future[Loaded | None]") -> None:
        with self._lock:
            self._under_way.pop(key, None)
            loaded = None if future.exception() else future.result()
            self._loaded.put(key, _Answer(future, loaded, time.monotonic()))


def _key(task: Task, fingerprint: str) -> str:
    """What examples depend on."""
    return f"{task.model_dump_json()} {fingerprint}"


def _load(task: Task, before: Loaded | None, refresh: bool) -> Loaded | None:
    """The data of a task; when it cannot be renewed, the one from before and the reason."""
    try:
        if num_bytes(task.data_settings()) > LARGE:
            return apart(partial(task.load, read_upload))
        loaded = task.load(read_upload, refresh=refresh)
    except ProcessLost as error:
        why = (
            "the system killed it, as it does when memory runs out; upload a smaller one" if error.was_killed else error
        )
        raise InvalidInput([f"task.path: reading this file ended half-way: {why}."]) from error
    except InvalidInput as error:
        if before is None:
            raise
        return replace(before, problem=str(error).partition(": ")[2])
    if "pyarrow" in sys.modules:  # which otherwise holds on to the memory of the largest file
        sys.modules["pyarrow"].default_memory_pool().release_unused()
    return loaded
