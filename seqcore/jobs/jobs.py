"""All that a server does with runs: what sessions may ask for, and the thread that does it.

Sessions wish and the one thread acts: it alone talks to the cluster and moves runs on (see `turns.py`).
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from functools import partial

from seqcore.comparisons.beside import keep_together, runs_beside, variants_with
from seqcore.data.base import Data
from seqcore.experiment import Experiment
from seqcore.jobs.asked import Question
from seqcore.jobs.connection import ClusterStatus, Connection
from seqcore.jobs.inbox import Inbox, carefully
from seqcore.jobs.left_behind import left_behind
from seqcore.jobs.questions import Answer, Questions, Replay
from seqcore.jobs.turn import Action, Turn
from seqcore.jobs.turns import Turns
from seqcore.runs.folder import RunFolder
from seqcore.runs.unwritable import why_not_written

LOG = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 1.0
"""How often the cluster is looked at when nothing happens."""
SECONDS_BETWEEN_IDLE_LOOKS = 3.0
"""While there is nothing to train."""
SECONDS_BETWEEN_FIRST_LOOKS = 0.1
"""While there is no worker: somebody may wait for the first one."""
SECONDS_FOR_THE_FIRST_PAGE = 2.0
"""Nothing is started before, unless somebody wishes something: it would take the time from the page."""
SECONDS_TO_BE_HEARD = 2


class CannotGoOn(Exception):
    """A run that nobody trains cannot be taken charge of; the sentence says why."""


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
    def is_crowded(self) -> bool:
        """Whether more runs want to go on than there are workers."""
        return self._turns.num_going_on() > self.cluster.workers

    def is_active(self, run_id: str) -> bool:
        """Whether this server is in charge of the run."""
        return run_id in self._turns

    def start(
        self, experiment: Experiment, owner: str | None, *, data: Data | None = None, one_epoch: bool = False
    ) -> str:
        """Start a run, or only its first epoch; returns the run's id. Raises OSError when it cannot be written.

        Beside it start the variants that its task asks for: a comparison.
        """
        variants = variants_with(experiment, data)
        wanted = [(changed, data) for _, changed in variants]
        keep = partial(keep_together, experiment, [variant for variant, _ in variants])
        return self.start_together(wanted, owner, keep, one_epoch=one_epoch)[0]

    def start_together(
        self,
        wanted: Iterable[tuple[Experiment, Data | None]],
        owner: str | None,
        first: "Callable[[Sequence[RunFolder]], None]" = lambda folders: None,
        *,
        one_epoch: bool = False,
    ) -> list[str]:
        """Start all of these runs or none of them; returns their ids. Raises OSError when they cannot be written.

        `first` is called with their folders before anything is trained, and may raise OSError.
        """
        folders: list[RunFolder] = []
        turns: list[Turn] = []
        try:
            for experiment, data in wanted:
                folders.append(RunFolder.create(experiment, owner, data=data))
            first(folders)
            for folder in folders:
                if turn := Turn.take(folder, until_epoch=1 if one_epoch else None):  # nobody else knows of it yet
                    turns.append(turn)
                    turn.queue()
        except OSError:
            for undone in [*(turn.recorder.folder for turn in turns), *folders]:
                undone.delete()
            raise
        for turn in turns:
            self._turns.take(turn)
        return [folder.id for folder in folders]

    def trouble(self, run_id: str) -> str:
        """Why a run rests that nobody has paused, in a sentence: its folder cannot be written. Empty if it does not."""
        return self._turns.trouble(run_id)

    def resume_interrupted(self, run_id: str, *, paused: bool = False) -> bool:
        """Take charge of an unfinished run of which no process is, and of those beside it; False when that cannot be.

        Raises CannotGoOn when its folder is damaged or cannot be used.
        """
        folder = RunFolder.find(run_id)
        if folder is None or self.is_active(run_id) or not self._take(folder, paused=paused):
            return False
        for beside in runs_beside(folder):
            with contextlib.suppress(CannotGoOn):  # the run itself does
                self.resume_interrupted(beside, paused=paused)
        return True

    def _take(self, folder: RunFolder, *, paused: bool = False, until_epoch: int | None = None) -> bool:
        try:
            turn = Turn.take(folder, paused=paused, until_epoch=until_epoch)
        except OSError as error:
            raise CannotGoOn(f"This run cannot go on. {why_not_written(error)}.") from error
        except Exception as error:  # a damaged file raises whatever its format does
            LOG.warning("run %s cannot go on: %s", folder.id, error)
            raise CannotGoOn("This run cannot go on: what was kept of it is damaged.") from error
        if turn is not None:
            try:
                turn.queue()
            except OSError as error:
                turn.rest(why_not_written(error))
        return self._turns.take(turn)

    def act(self, run_id: str, action: Action) -> None:
        """Pause, resume, step (one epoch) or stop a run and those beside it; nothing happens to those that have ended.

        Waits a moment for the wish to be heard, so that a run without a slice under way has its new status.
        """
        folder = RunFolder.find(run_id)
        self.act_on((run_id, *(runs_beside(folder) if folder else ())), action)

    def act_on(self, run_ids: Iterable[str], action: Action) -> None:
        """The same for several runs at once."""
        heard = threading.Event()

        def wish() -> None:
            for run in run_ids:
                self._turns.act(run, action)
            heard.set()

        self._inbox.put(wish)
        heard.wait(timeout=SECONDS_TO_BE_HEARD)

    def set_learning_rate(self, run_id: str, value: float) -> None:
        """Train on with another learning rate, from the next slice on."""
        self._inbox.put(partial(self._turns.set_learning_rate, run_id, value))

    def ask(
        self, run_id: str, question: Question, *, last_only: bool = False, near: Sequence[float] | None = None
    ) -> "Future[Replay]":
        """What a run's network answers with all the weights that the run has kept, or with the last of them.

        With epochs `near`, with the weights nearest to each of them.

        The future raises ConnectionError while the cluster is gone, LookupError for a run without weights.
        """
        return self._questions.ask(run_id, question, last_only=last_only, near=near)

    def compute(self, work: "Callable[[], Answer]") -> "Future[Answer]":
        """What a function of `work` that is about no run returns on a worker.

        The future raises ConnectionError while the cluster is gone.
        """
        return self._questions.compute(work)

    def close(self) -> None:
        """Let go of all runs (they can be resumed) and end the local cluster."""
        self._closed = True
        self._inbox.wake()
        self._thread.join(timeout=5)
        self._turns.release_all()
        self._connection.close()

    def _loop(self) -> None:
        self._inbox.run_all(SECONDS_FOR_THE_FIRST_PAGE)
        carefully(self._go_on_with_what_was_left)
        while not self._closed:
            carefully(self._turns.give)
            self._inbox.run_all(self._seconds_to_next_look())

    def _seconds_to_next_look(self) -> float:
        if not self.cluster.workers:
            return SECONDS_BETWEEN_FIRST_LOOKS
        return SECONDS_BETWEEN_LOOKS if self._turns.num_going_on() else SECONDS_BETWEEN_IDLE_LOOKS

    def _go_on_with_what_was_left(self) -> None:
        self._connection.client()  # starts the local cluster, which takes longer than reading
        for left in left_behind():
            if not self._closed and not self.is_active(left.folder.id):
                try:
                    self._take(left.folder, until_epoch=left.until_epoch)
                except CannotGoOn as error:
                    LOG.warning("run %s: %s", left.folder.id, error)
