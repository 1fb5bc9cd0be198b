"""All that a server does with runs: what sessions may ask for, and the thread that does it.

Sessions wish and the one thread acts: it alone talks to the cluster and moves runs on (see `turns.py`).
"""

import threading
from concurrent.futures import Future
from functools import partial

from seqcore.experiment import Experiment
from seqcore.jobs import work
from seqcore.jobs.connection import ClusterStatus, Connection
from seqcore.jobs.inbox import Inbox, carefully
from seqcore.jobs.questions import Questions, Replay
from seqcore.jobs.turn import Action, Turn
from seqcore.jobs.turns import Turns
from seqcore.runs.folder import RunFolder
from seqcore.series.series import Series
from seqcore.tasks.base import Array

SECONDS_BETWEEN_LOOKS = 1.0
"""How often the cluster is looked at when nothing happens."""
SECONDS_TO_BE_HEARD = 2


class Jobs:
    """All runs of one server. Every method may be called from any thread and returns soon."""

    def __init__(self, connection: Connection | None = None) -> None:
        self._connection = connection or Connection()
        self._inbox = Inbox()
        self._turns = Turns(self._connection, self._inbox)
        self._questions = Questions(self._connection, self._inbox)
        self._closed = False
        self._thread = threading.Thread(target=self._loop, name="turns", daemon=True)
        self._thread.start()

    @property
    def cluster(self) -> ClusterStatus:
        """How the cluster is."""
        return self._connection.status

    @property
    def num_going_on(self) -> int:
        """How many runs are not paused."""
        return self._turns.num_going_on()

    @property
    def is_crowded(self) -> bool:
        """Whether more runs want to go on than there are workers."""
        return self.num_going_on > self.cluster.workers

    def is_active(self, run_id: str) -> bool:
        """Whether this server is in charge of the run."""
        return run_id in self._turns

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
        self._turns.take(Turn.take(folder, until_epoch=1 if one_epoch else None))
        return folder.id

    def resume_interrupted(self, run_id: str, *, paused: bool = False) -> bool:
        """Take charge of an unfinished run of which no process is, and of its companions; False when that cannot be."""
        folder = RunFolder.find(run_id)
        if folder is None or self.is_active(run_id) or not self._turns.take(Turn.take(folder, paused=paused)):
            return False
        for companion in folder.companions().values():
            self.resume_interrupted(companion, paused=paused)
        return True

    def act(self, run_id: str, action: Action) -> None:
        """Pause, resume, step (one epoch) or stop a run and its companions; nothing happens to those that have ended.

        Waits a moment for the wish to be heard, so that a run without a slice under way has its new status.
        """
        heard = threading.Event()
        folder = RunFolder.find(run_id)

        def wish() -> None:
            for run in (run_id, *(folder.companions().values() if folder else ())):
                self._turns.act(run, action)
            heard.set()

        self._inbox.put(wish)
        heard.wait(timeout=SECONDS_TO_BE_HEARD)

    def set_learning_rate(self, run_id: str, value: float) -> None:
        """Train on with another learning rate, from the next slice on."""
        self._inbox.put(partial(self._turns.set_learning_rate, run_id, value))

    def replay(
        self, run_id: str, inputs: Array, *, last_only: bool = False, question: work.Question = work.replay
    ) -> "Future[Replay]":
        """Predictions for `inputs` (sequences, time, features) with the weights a run has kept, or the last of them.

        `question` asks for something else than predictions.

        The future raises ConnectionError while the cluster is gone, LookupError for a run without weights.
        """
        return self._questions.ask(run_id, inputs, last_only=last_only, question=question)

    def close(self) -> None:
        """Let go of all runs (they can be resumed) and end the local cluster."""
        self._closed = True
        self._inbox.wake()
        self._thread.join(timeout=5)
        self._turns.release_all()
        self._connection.close()

    def _loop(self) -> None:
        # First of all listen: the cluster is started a second later, when the first page has been drawn.
        while not self._closed:
            self._inbox.run_all(SECONDS_BETWEEN_LOOKS)
            carefully(self._turns.give)
