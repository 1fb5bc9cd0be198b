"""Runs taking turns: each run is a chain of short slices, and free workers take the next slice of whose turn it is.

One thread moves the runs on. Sessions put wishes into its inbox; Dask puts finished slices there. A run that is paused
or waits holds no worker. A slice that was lost with its worker is run again from the last state.
"""

import contextlib
import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqcore.experiment import Experiment
from seqcore.jobs import work
from seqcore.jobs.connection import ClusterStatus, Connection
from seqcore.jobs.turn import Action, Turn
from seqcore.runs.events import Ending
from seqcore.runs.folder import RunFolder
from seqcore.series.series import Series
from seqcore.tasks.base import Array, Judgement

if TYPE_CHECKING:  # Dask takes 0.3 s to import, and the first page is to be drawn before
    from distributed import Client
    from distributed import Future as DaskFuture

LOG = logging.getLogger(__name__)
FIRST_SLICE_SECONDS = 0.05
SLICE_SECONDS = 0.3
SHORTEST_SLICE_SECONDS = 0.1
ANSWER_FIRST = 10
SECONDS_TO_BE_HEARD = 2
SECONDS_FOR_A_RESULT = 30


@dataclass(frozen=True)
class Replay:
    """What a run's network answered after each of `epochs`: `predictions` is (epochs, sequences, …)."""

    epochs: list[int]
    predictions: npt.NDArray[np.float32]


class Jobs:
    """All runs of one server. Every method may be called from any thread and returns soon."""

    def __init__(self, connection: Connection | None = None) -> None:
        self._connection = connection or Connection()
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._turns: OrderedDict[str, Turn] = OrderedDict()
        self._closed = False
        self._thread = threading.Thread(target=self._loop, name="turns", daemon=True)
        self._thread.start()

    @property
    def cluster(self) -> ClusterStatus:
        """How the cluster is."""
        return self._connection.status

    def start(
        self, experiment: Experiment, owner: str | None, *, series: Series | None = None, one_epoch: bool = False
    ) -> str:
        """Start a run, or only its first epoch; returns the run's id. Raises OSError when it cannot be written.

        Beside it start the runs that its task wants to be compared with.
        """
        folder = RunFolder.create(experiment, owner, series=series)
        companions = {
            name: self.start(experiment.model_copy(update={"task": task}), owner, series=series, one_epoch=one_epoch)
            for name, task in experiment.task.companions(series).items()
        }
        if companions:
            folder.save_companions(companions)
        self._take(Turn.take(folder, until_epoch=1 if one_epoch else None))
        return folder.id

    def resume_interrupted(self, run_id: str, *, paused: bool = False) -> bool:
        """Take charge of an unfinished run of which no process is, and of its companions; False when that cannot be."""
        folder = RunFolder.find(run_id)
        if folder is None or run_id in self._turns or not self._take(Turn.take(folder, paused=paused)):
            return False
        for companion in folder.companions().values():
            self.resume_interrupted(companion, paused=paused)
        return True

    def is_active(self, run_id: str) -> bool:
        """Whether this server is in charge of the run."""
        return run_id in self._turns

    @property
    def is_crowded(self) -> bool:
        """Whether more runs want to go on than there are workers."""
        return sum(not turn.paused for turn in self._all()) > self.cluster.workers

    def act(self, run_id: str, action: Action) -> None:
        """Pause, resume, step (one epoch) or stop a run and its companions; nothing happens to those that have ended.

        Waits a moment for the wish to be heard, so that a run without a slice under way has its new status.
        """
        heard = threading.Event()
        folder = RunFolder.find(run_id)

        def wish() -> None:
            for run in (run_id, *(folder.companions().values() if folder else ())):
                self._act(run, action)
            heard.set()

        self._inbox.put(wish)
        heard.wait(timeout=SECONDS_TO_BE_HEARD)

    def set_learning_rate(self, run_id: str, value: float) -> None:
        """Train on with another learning rate, from the next slice on."""

        def change() -> None:
            if turn := self._turns.get(run_id):
                turn.set_learning_rate(value)

        self._inbox.put(change)

    def replay(
        self, run_id: str, inputs: Array, *, last_only: bool = False, question: work.Question = work.replay
    ) -> "Future[Replay]":
        """Predictions for `inputs` (sequences, time, features) with the weights a run has kept, or the last of them.

        `question` asks for something else than predictions.

        The future raises ConnectionError while the cluster is gone, LookupError for a run without weights.
        """
        answer: Future[Replay] = Future()
        folder = RunFolder.find(run_id)
        epochs = folder.checkpoints()[-1 if last_only else 0 :] if folder else []
        if folder is None or not epochs:
            answer.set_exception(LookupError("The run has kept no weights yet."))
            return answer
        weights = [folder.load_checkpoint(epoch) for epoch in epochs]
        what, last = folder.experiment(), folder.load_state()
        if last is not None and last.epoch > epochs[-1]:
            epochs, weights = [*epochs, last.epoch], [*weights, last.variables]

        def ask() -> None:
            client = self._connection.client()
            if client is None:
                answer.set_exception(ConnectionError("No training process is there to answer; ask again later."))
                return
            asked = (question, what.model_dump_json(), weights, inputs)
            future = client.submit(*asked, priority=ANSWER_FIRST, pure=False)
            future.add_done_callback(lambda done: self._inbox.put(lambda: _answer(epochs, done, answer)))

        self._inbox.put(ask)
        return answer

    def close(self) -> None:
        """Let go of all runs (they can be resumed) and end the local cluster."""
        self._closed = True
        self._inbox.put(lambda: None)
        self._thread.join(timeout=5)
        for turn in self._turns.values():
            _carefully(turn.recorder.save)
            turn.recorder.folder.release()
        self._connection.close()

    # Everything below runs in the one thread, but for `_take`.

    def _loop(self) -> None:
        # First of all listen: the cluster is started a second later, when the first page has been drawn.
        while not self._closed:
            with contextlib.suppress(queue.Empty):
                _carefully(self._inbox.get(timeout=1.0))
                while True:
                    _carefully(self._inbox.get_nowait())
            _carefully(self._give_turns)

    def _take(self, turn: Turn | None) -> bool:
        if turn is not None:
            self._turns[turn.id] = turn
            self._inbox.put(lambda: None)
        return turn is not None

    def _act(self, run_id: str, action: Action) -> None:
        if turn := self._turns.get(run_id):
            turn.wish(action)
            self._settle(turn)

    def _settle(self, turn: Turn) -> None:
        """See to it that a run without a slice under way ends or pauses, if that is due."""
        if turn.future is None and turn.id in self._turns:
            if ending := turn.ending():
                if not (turn.is_to_be_judged and self._submit_judging(turn)):
                    self._finish(turn, *ending)
            elif turn.paused:
                self._write(turn, turn.pause)

    def _give_turns(self) -> None:
        """Submit a slice to every free worker, as long as there are runs whose turn it is."""
        workers = self._connection.workers()
        client = self._connection.client()
        for turn in [turn for turn in self._all() if turn.future is not None]:
            if client is None:
                turn.future = None
                self._settle(turn)
            elif turn.worker not in workers:
                turn.lose_worker()
                self._settle(turn)
        ready = [turn for turn in self._all() if turn.future is None and not turn.paused]
        if client is None or not workers:
            if self.cluster.state == "gone":
                for turn in ready:
                    self._write(turn, partial(turn.recorder.status, "waiting", self.cluster.sentence))
            return
        busy = {turn.worker for turn in self._all() if turn.future is not None}
        seconds = max(SHORTEST_SLICE_SECONDS, SLICE_SECONDS * min(1.0, len(workers) / max(1, len(ready))))
        for worker in [worker for worker in workers if worker not in busy][: len(ready)]:
            # A run stays with the worker that has compiled its program, as long as others leave it the choice.
            turn = next((turn for turn in ready if turn.worker in (worker, None)), ready[0])
            ready.remove(turn)
            self._write(turn, partial(self._submit, turn, client, worker, seconds))

    def _write(self, turn: Turn, action: Callable[[], None]) -> None:
        """Do something that writes to a run's folder; a run whose folder cannot be written does not hold up others."""
        try:
            action()
        except OSError:
            LOG.exception("run %s could not be written", turn.id)
            self._turns.pop(turn.id, None)
            turn.recorder.folder.release()

    def _submit(self, turn: Turn, client: "Client", worker: str, seconds: float) -> None:
        turn.recorder.status("running", turn.note)
        budget = seconds if turn.recorder.view.epochs else FIRST_SLICE_SECONDS
        experiment = turn.experiment.model_dump_json()
        turn.worker = worker
        turn.future = client.submit(
            work.run_slice, experiment, turn.series, turn.state, turn.controls, budget, workers=[worker], pure=False
        )
        turn.future.add_done_callback(lambda future: self._inbox.put(lambda: self._done(turn, future)))

    def _submit_judging(self, turn: Turn) -> bool:
        """Ask a worker for the judgement of a run that has ended; False when there is nobody to ask."""
        client, workers = self._connection.client(), self._connection.workers()
        if client is None or not workers or turn.state is None:
            return False
        turn.worker = turn.worker if turn.worker in workers else workers[0]
        question = (work.judge, turn.experiment.model_dump_json(), turn.series, turn.state.variables)
        turn.future = client.submit(*question, workers=[turn.worker], priority=ANSWER_FIRST, pure=False)
        turn.future.add_done_callback(lambda future: self._inbox.put(lambda: self._judged(turn, future)))
        return True

    def _judged(self, turn: Turn, future: "DaskFuture") -> None:
        """A judgement is there, or could not be had."""
        from distributed import KilledWorker

        ending = turn.ending()
        if future is not turn.future or ending is None:
            return  # it belonged to a worker or a cluster that was lost
        turn.future = None
        try:
            judgement = future.result(timeout=SECONDS_FOR_A_RESULT)
        except KilledWorker:
            turn.lose_worker()
            self._settle(turn)
        except Exception as error:
            LOG.exception("run %s could not be judged", turn.id)
            self._finish(turn, ending[0], f"{ending[1]} The run could not be judged: {_sentence(error)}".strip())
        else:
            self._finish(turn, *ending, judgement)

    def _all(self) -> list[Turn]:
        return list(self._turns.values())

    def _done(self, turn: Turn, future: "DaskFuture") -> None:
        """A slice has ended, one way or another."""
        from distributed import KilledWorker

        if future is not turn.future:
            return  # it belonged to a worker or a cluster that was lost
        turn.future = None
        self._turns.move_to_end(turn.id)
        try:
            done: work.SliceDone = future.result(timeout=SECONDS_FOR_A_RESULT)
        except KilledWorker:
            turn.lose_worker()
        except Exception as error:
            if future.status == "error":
                LOG.exception("run %s failed", turn.id)
                self._finish(turn, "failed", _sentence(error))
        else:
            self._record(turn, done)
        self._settle(turn)

    def _record(self, turn: Turn, done: work.SliceDone) -> None:
        try:
            turn.record(done)
        except OSError as error:
            LOG.exception("run %s could not be written", turn.id)
            self._finish(turn, "failed", f"The run's folder could not be written: {error.strerror}.")
        if done.crowded and turn.worker:
            self._connection.restart(turn.worker)

    def _finish(self, turn: Turn, reason: Ending, note: str = "", judgement: Judgement | None = None) -> None:
        try:
            turn.finish(reason, note, judgement)
        finally:
            self._turns.pop(turn.id, None)
        client, folder = self._connection.client(), turn.recorder.folder
        if client is not None and turn.state is not None and turn.state.update:
            experiment = turn.experiment.model_dump_json()
            model = client.submit(work.keras_file, experiment, turn.state.variables, pure=False)
            model.add_done_callback(lambda future: self._inbox.put(lambda: _save_model(folder, future)))


def _carefully(action: Callable[[], None]) -> None:
    """Do something in the one thread that must not end it."""
    try:
        action()
    except Exception:
        LOG.exception("in the turns")


def _answer(epochs: list[int], done: "DaskFuture", answer: "Future[Replay]") -> None:
    try:
        answer.set_result(Replay(epochs, done.result(timeout=SECONDS_FOR_A_RESULT)))
    except Exception as error:
        answer.set_exception(error)


def _save_model(folder: RunFolder, done: "DaskFuture") -> None:
    try:
        folder.save_model(done.result(timeout=SECONDS_FOR_A_RESULT))
    except Exception:
        LOG.exception("the model of run %s could not be saved", folder.id)


def _sentence(error: Exception) -> str:
    """What a worker raised, for a person: the kind of error and what to try, never a traceback."""
    if "OOM" in str(error) or isinstance(error, MemoryError):
        return "The training process ran out of memory. Try fewer units, fewer layers or a smaller batch size."
    return f"The training process could not compute this ({type(error).__name__}); the server's log has the details."
