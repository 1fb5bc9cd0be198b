"""Runs taking turns: each run is a chain of short slices, and free workers take the next slice of whose turn it is.

A run that is paused or waits holds no worker. A slice that was lost with its worker is run again from the last state.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from seqcore.jobs import work
from seqcore.jobs.connection import Connection
from seqcore.jobs.delivery import NotDelivered
from seqcore.jobs.held import NotHeld
from seqcore.jobs.inbox import Inbox
from seqcore.jobs.line import Line
from seqcore.jobs.models import Models
from seqcore.jobs.parcel import pack, unpack
from seqcore.jobs.turn import Action, Turn
from seqcore.jobs.warming import Warming
from seqcore.jobs.work import ANSWER_FIRST, SECONDS_FOR_A_RESULT
from seqcore.runs.folder import RunFolder
from seqcore.runs.unwritable import why_not_written
from seqcore.tasks.base.evaluation import Evaluation
from seqcore.training.events import Ending

if TYPE_CHECKING:  # see turn.py
    from distributed import Client
    from distributed import Future as DaskFuture

LOG = logging.getLogger(__name__)


class Turns:
    """The runs that this server is in charge of."""

    def __init__(self, connection: Connection, inbox: Inbox) -> None:
        self._connection, self._inbox = connection, inbox
        self._turns: OrderedDict[str, Turn] = OrderedDict()
        self._warming, self._models = Warming(inbox), Models(connection, inbox)
        self._lost_last: Turn | None = None
        """The run that lost the last worker that was lost, if only one had a part in it."""

    def __contains__(self, run_id: str) -> bool:
        return run_id in self._turns

    def num_going_on(self) -> int:
        """How many runs are not paused."""
        return sum(not turn.paused for turn in self._all())

    def trouble(self, run_id: str) -> str:
        """Why a run rests that nobody has paused; empty if it does not."""
        turn = self._turns.get(run_id)
        return turn.trouble if turn else ""

    def take(self, turn: Turn | None) -> bool:
        """Give turns to a run from now on, if there is one; returns whether there is."""
        if turn is not None:
            self._turns[turn.id] = turn
            self._inbox.wake()
        return turn is not None

    def release_all(self) -> None:
        """Let go of all runs, with their last states saved, when the one thread has ended."""
        for turn in self._turns.values():
            try:
                turn.recorder.save()
            except OSError as error:
                LOG.warning("run %s is kept as it was last saved. %s.", turn.id, why_not_written(error))
            turn.recorder.folder.release()

    # The methods above may be called from any thread; everything below runs in the one thread.

    def act(self, run_id: str, action: Action) -> None:
        """Do what a person wants with a run; nothing when this server is not in charge of it."""
        if turn := self._turns.get(run_id):
            self._write(turn, partial(turn.wish, action))
            self._settle(turn)

    def set_learning_rate(self, run_id: str, value: float) -> None:
        """From the next slice of a run on."""
        if turn := self._turns.get(run_id):
            turn.set_learning_rate(value)

    def _settle(self, turn: Turn) -> None:
        """See to it that a run without a slice under way ends or pauses, if that is due."""
        if turn.future is None and turn.id in self._turns and not turn.trouble:
            if (turn.paused or turn.ending()) and turn.is_behind and self._submit_bringing(turn):
                return
            if ending := turn.ending():
                # One that has come to its end by itself waits for a worker that judges it; Stop does not wait.
                if not (turn.is_to_be_judged and (self._submit_judging(turn) or not turn.stopping)):
                    self._finish(turn, *ending)
            elif turn.paused:
                self._write(turn, turn.pause)

    def give(self) -> None:
        """Submit a slice to every free worker, as long as there are runs whose turn it is."""
        workers = self._connection.workers()
        client = self._connection.client()
        self._notice_lost_slices(client, workers)
        for turn in [turn for turn in self._all() if turn.trouble and time.monotonic() >= turn.next_try]:
            self._try_again(turn)
        idle = [turn for turn in self._all() if turn.future is None and not turn.trouble]
        ready = [turn for turn in idle if not turn.paused and not turn.ending()]
        if client is None or not workers:
            if self._connection.status.state == "gone":
                for turn in ready:
                    self._write(turn, partial(turn.recorder.status, "waiting", self._connection.status.sentence))
            return
        for turn in idle:
            if turn.ending():
                self._settle(turn)
        for turn in ready:
            if turn.holder not in (None, *workers) and not self._connection.is_leaving(turn.holder):
                turn.go_back()
        waits_for_first_point = any(not turn.recorder.view.epochs for turn in ready)
        for turn, worker in Line(self._all(), ready, workers).calls():
            if turn.is_behind and turn.holder != worker:
                self._submit_bringing(turn)  # and then go wherever there is room
            else:
                self._write(turn, partial(self._submit, turn, client, worker))
        self._warming.keep_only(workers)
        if not waits_for_first_point:
            busy = {turn.worker for turn in self._all() if turn.future is not None}
            self._warming.warm(client, [worker for worker in workers if worker not in busy])

    def _notice_lost_slices(self, client: "Client | None", workers: Sequence[str]) -> None:
        """Slices under way are lost with their workers; all are with the cluster."""
        for turn in [turn for turn in self._all() if turn.future is not None]:
            if client is None:
                turn.future = None
                self._settle(turn)
            elif turn.future and turn.worker not in workers and not self._connection.is_leaving(turn.worker):
                self._lose_worker(turn)

    def _lose_worker(self, turn: Turn) -> None:
        """A run's slice is lost with its worker. The run goes to the end of the line, or ends if it is to blame."""
        there = [other for other in self._all() if other is not turn and turn.worker and other.worker == turn.worker]
        company = [other for other in there if other.is_compiling or other.future is not None]
        alone = not company and self._lost_last is turn
        self._lost_last = None if company else turn
        for other in company:
            if other.future is None:
                other.lost, other.worker = other.lost + 1, None
        for one in (turn, *(other for other in company if other.future is not None)):
            self._turns.move_to_end(one.id)
            self._write(one, partial(one.lose_worker, alone=alone))
            self._settle(one)

    def _write(self, turn: Turn, action: Callable[[], None]) -> None:
        """Do something that writes to a run's folder; a run whose folder cannot be written rests until it can.

        The recorder keeps what it could not write.
        """
        try:
            action()
        except OSError as error:
            self._could_not_write(turn, error)

    def _could_not_write(self, turn: Turn, error: OSError, unwritten: Callable[[], None] | None = None) -> None:
        if isinstance(error, FileNotFoundError) and RunFolder.find(turn.id) is None:
            LOG.info("run %s was deleted", turn.id)
            self._turns.pop(turn.id, None)
            turn.recorder.folder.release()
            return
        if not turn.trouble:
            LOG.warning("run %s rests. %s.", turn.id, why_not_written(error))
        turn.rest(why_not_written(error), unwritten)

    def _try_again(self, turn: Turn) -> None:
        """Write what could not be written; when that succeeds, the run goes on."""
        try:
            turn.recorder.save()
        except OSError as error:
            self._could_not_write(turn, error)
            return
        turn.trouble, unwritten, turn.unwritten = "", turn.unwritten, None
        if unwritten is not None:
            unwritten()
        self._settle(turn)

    def _submit(self, turn: Turn, client: "Client", worker: str) -> None:
        turn.recorder.status("running", turn.note)
        turn.worker = worker
        what = (turn.id, turn.experiment.model_dump_json(), turn.deliveries.to(worker), pack(turn.start_for(worker)))
        how = (turn.controls, turn.slice_seconds(), turn.is_copy_due)
        turn.future = client.submit(work.run_slice, *what, *how, workers=[worker], pure=False)
        self._inbox.when_done(turn.future, partial(self._done, turn))

    def _submit_bringing(self, turn: Turn) -> bool:
        """Have a run's last state brought here; False when it is lost, and the run goes back to the one before."""
        client = self._connection.client()
        if client is None or turn.holder not in self._connection.workers():
            turn.go_back()
            return False
        turn.worker = turn.holder
        asked = {"workers": [turn.holder], "priority": ANSWER_FIRST, "pure": False}
        turn.future = client.submit(work.bring_state, turn.held, **asked)
        self._inbox.when_done(turn.future, partial(self._brought, turn))
        return True

    def _brought(self, turn: Turn, future: "DaskFuture") -> None:
        """A state is here, or could not be had."""
        from distributed import KilledWorker

        if future is not turn.future:
            return  # it belonged to a worker or a cluster that was lost
        turn.future = None
        try:
            turn.bring(unpack(future.result(timeout=SECONDS_FOR_A_RESULT)))
        except KilledWorker:
            self._lose_worker(turn)
        except Exception as error:
            LOG.warning("run %s goes back to its last state here: %r", turn.id, error)
            turn.go_back()
        self._settle(turn)

    def _submit_judging(self, turn: Turn) -> bool:
        """Ask a worker for the judgement of a run that has ended; False when there is nobody to ask."""
        client, workers = self._connection.client(), self._connection.workers()
        if client is None or not workers or turn.state is None:
            return False
        turn.worker = turn.worker if turn.worker in workers else workers[0]
        question = (work.judge, turn.id, turn.experiment.model_dump_json(), turn.deliveries.to(turn.worker), turn.state)
        turn.future = client.submit(*question, workers=[turn.worker], priority=ANSWER_FIRST, pure=False)
        self._inbox.when_done(turn.future, partial(self._judged, turn))
        return True

    def _judged(self, turn: Turn, future: "DaskFuture") -> None:
        """A judgement is there, or could not be had."""
        from distributed import KilledWorker

        ending = turn.ending()
        if future is not turn.future or ending is None:
            return  # it belonged to a worker or a cluster that was lost
        turn.future = None
        try:
            final = future.result(timeout=SECONDS_FOR_A_RESULT)
        except KilledWorker:
            self._lose_worker(turn)
        except NotDelivered:
            turn.deliver_again()
            self._settle(turn)
        except Exception as error:
            if future.status != "error":  # its worker is gone, and the answer with it
                self._settle(turn)
                return
            LOG.exception("run %s could not be judged", turn.id)
            self._finish(turn, ending[0], f"{ending[1]} The run could not be judged: {_sentence(error)}".strip())
        else:
            self._finish(turn, *ending, final)

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
            done: work.SliceDone = unpack(future.result(timeout=SECONDS_FOR_A_RESULT))
        except KilledWorker:
            self._lose_worker(turn)
        except NotDelivered:
            turn.deliver_again()
        except NotHeld:
            turn.go_back()
        except Exception as error:
            if future.status == "error":
                LOG.exception("run %s failed", turn.id)
                self._finish(turn, "failed", _sentence(error))
        else:
            self._record(turn, done)
        self._settle(turn)

    def _record(self, turn: Turn, done: work.SliceDone) -> None:
        worker = turn.worker
        self._write(turn, partial(turn.record, done))
        if done.crowded and worker:
            self._connection.restart(worker)

    def _finish(self, turn: Turn, reason: Ending, note: str = "", final: Evaluation | None = None) -> None:
        try:
            turn.finish(reason, note, final)
        except OSError as error:
            self._could_not_write(turn, error, partial(self._finish, turn, reason, note, final))
            return
        self._turns.pop(turn.id, None)
        if turn.state is not None and turn.state.update:
            self._models.keep(turn)


def _sentence(error: Exception) -> str:
    """What a worker raised, for a person: the kind of error and what to try, never a traceback."""
    if "OOM" in str(error) or isinstance(error, MemoryError):
        return "The training process ran out of memory. Try fewer units, fewer layers or a smaller batch size."
    return f"The training process could not compute this ({type(error).__name__}); the server's log has the details."
