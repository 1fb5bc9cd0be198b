"""Questions to workers: what does a run answer to some inputs, with each of the weights that it has kept?

And questions that are about no run.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from seqcore.invalid import InvalidInput
from seqcore.jobs.asked import Question
from seqcore.jobs.connection import Connection
from seqcore.jobs.inbox import Inbox
from seqcore.jobs.work import ANSWER_FIRST, SECONDS_FOR_A_RESULT
from seqcore.runs.folder import RunFolder
from seqcore.training.state import Variables

if TYPE_CHECKING:  # see turn.py
    from distributed import Future as DaskFuture

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Replay:
    """What a run's network answered after each of `epochs`: `predictions` is (epochs, sequences, …).

    The last epoch may have a fraction: that of the state in which a run stopped.
    """

    epochs: list[float]
    predictions: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Kept:
    """The weights that a run has kept, one entry for each of `epochs`; `experiment` is JSON, as workers want it."""

    experiment: str
    epochs: list[float]
    weights: list[Variables]

    @classmethod
    def of(cls, run_id: str, *, last_only: bool, near: Sequence[float] | None = None) -> "Kept | None":
        """All weights, the last ones, or those nearest to the epochs `near`; nothing for a run without any."""
        folder = RunFolder.find(run_id)
        kept = folder.checkpoints() if folder else []
        if folder is None or not kept:
            return None
        state = folder.load_state()
        ends = [state.trained_epochs] if state is not None and state.trained_epochs > kept[-1] else []
        every = np.array([*kept, *ends], np.float64)
        if near is not None:
            places = sorted({int(np.abs(every - epoch).argmin()) for epoch in near})
        else:
            places = list(range(max(0, len(kept) - 1) if last_only else 0, len(every)))
        epochs = [every[place].item() if place >= len(kept) else kept[place] for place in places]
        weights = [
            state.variables if state and place >= len(kept) else folder.load_checkpoint(kept[place]) for place in places
        ]
        return cls(folder.experiment().model_dump_json(), epochs, weights)


class Questions:
    """Brings questions to a worker, before any slice that waits, and answers back."""

    def __init__(self, connection: Connection, inbox: Inbox) -> None:
        self._connection, self._inbox = connection, inbox

    def compute(self, work: "Callable[[], Answer]") -> "Future[Answer]":
        """What `work`, a function of a module, returns on a worker. From any thread."""
        answer: Future[Answer] = Future()
        self._inbox.put(partial(self._submit, (work,), _as_it_is, answer))
        return answer

    def ask(
        self, run_id: str, question: Question, *, last_only: bool, near: Sequence[float] | None = None
    ) -> "Future[Replay]":
        """The answer to come, as `Jobs.ask` describes it. From any thread; reads the weights in this one."""
        answer: Future[Replay] = Future()
        try:
            kept = Kept.of(run_id, last_only=last_only, near=near)
        except (InvalidInput, OSError) as error:  # damaged, or deleted just now
            answer.set_exception(error)
            return answer
        if kept is None:
            answer.set_exception(LookupError("The run has kept no weights yet."))
        else:
            asked = (question, kept.experiment, kept.weights)
            self._inbox.put(partial(self._submit, asked, partial(Replay, kept.epochs), answer))
        return answer

    def _submit(self, asked: tuple[Any, ...], finish: "Callable[[Any], Answer]", answer: "Future[Answer]") -> None:
        """Have a worker call `asked`, a function and its arguments; `finish` makes an answer of what it returns."""
        try:
            client = self._connection.client()
            if client is None:
                raise ConnectionError("No training process is there to answer; ask again later.")
            future = client.submit(*asked, priority=ANSWER_FIRST, pure=False)
        except Exception as error:  # a cluster that goes away just now, say: whoever waits is to hear of it
            answer.set_exception(error)
            return
        self._inbox.when_done(future, partial(_answer, finish, answer))


def _answer(finish: "Callable[[Any], Answer]", answer: "Future[Answer]", done: "DaskFuture") -> None:
    try:
        answer.set_result(finish(done.result(timeout=SECONDS_FOR_A_RESULT)))
    except Exception as error:
        answer.set_exception(error)


def _as_it_is(answer: Answer) -> Answer:
    return answer
