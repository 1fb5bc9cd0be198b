"""Who is to blame for a lost worker, and whose turn is next: with workers that die whenever a test wants them to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from distributed import KilledWorker
from waiting import experiment

from seqcore.jobs.connection import ClusterStatus
from seqcore.jobs.inbox import Inbox
from seqcore.jobs.turn import LOST_ALONE, LOST_IN_COMPANY, Turn
from seqcore.jobs.turns import Turns
from seqcore.jobs.work import SliceDone, keras_file, run_slice
from seqcore.runs.folder import RunFolder
from seqcore.training.events import Epochs
from seqcore.training.state import State


@dataclass(eq=False)
class Slice:
    """A Dask future that ends when the test says so."""

    worker: str
    arguments: tuple[Any, ...] = ()
    outcome: Any = None
    status: str = "pending"
    when_done: list[Callable[[Any], None]] = field(default_factory=list)

    def add_done_callback(self, action: Callable[[Any], None]) -> None:
        self.when_done.append(action)

    def done(self) -> bool:
        return self.status != "pending"

    def result(self, timeout: float) -> Any:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def end(self, outcome: Any) -> None:
        self.outcome = outcome
        self.status = "error" if isinstance(outcome, Exception) else "finished"
        for action in self.when_done:
            action(self)


class Cluster:
    """Stands for connection and client: workers that are replaced as soon as they are lost."""

    def __init__(self, size: int) -> None:
        self.names = [f"worker-{number}" for number in range(size)]
        self.num_started = size
        self.status = ClusterStatus("ready", size, "")
        self.slices: list[Slice] = []

    def workers(self) -> list[str]:
        return list(self.names)

    def client(self) -> "Cluster":
        return self

    def is_leaving(self, worker: str | None) -> bool:
        return False

    def submit(self, work: Any, *arguments: Any, workers: list[str] | None = None, **options: Any) -> Slice:
        submitted = Slice(workers[0] if workers else "any", arguments)
        if work is run_slice:
            self.slices.append(submitted)
        elif work is keras_file:
            submitted.status = "finished"
        return submitted

    def replace(self, worker: str) -> None:
        self.names[self.names.index(worker)] = f"worker-{self.num_started}"
        self.num_started += 1


class Table:
    """Runs taking turns on such a cluster, moved on by the test slice by slice."""

    def __init__(self, workers: int, runs: int) -> None:
        self.cluster, self.inbox = Cluster(workers), Inbox()
        self.turns = Turns(self.cluster, self.inbox)  # type: ignore[arg-type]
        made = [Turn.take(RunFolder.create(experiment(f"training.seed={seed}"))) for seed in range(runs)]
        self.runs = [turn for turn in made if turn is not None]
        for turn in self.runs:
            self.turns.take(turn)
        self.inbox.run_all(0)
        self.turns.give()

    @property
    def served(self) -> list[Turn]:
        """Runs with a slice under way, the oldest slice first."""
        served = [turn for turn in self.runs if isinstance(turn.future, Slice) and not turn.future.done()]
        return sorted(served, key=lambda turn: self.cluster.slices.index(turn.future))

    def lose(self, turn: Turn) -> None:
        worker = turn.worker
        self.cluster.replace(worker)
        turn.future.end(KilledWorker("slice", worker, 0))
        self.go_on()

    def compile(self, turn: Turn) -> None:
        """The slice ends while XLA needs more time."""
        turn.future.end(SliceDone(state(0), [], 1.0, False))
        self.go_on()

    def progress(self, turn: Turn, seconds: float = 1.0) -> None:
        epoch = turn.recorder.view.epochs + 1
        happened = Epochs(first=epoch, metrics={"loss": [1.0]}, update=epoch, seconds=epoch)
        turn.future.end(SliceDone(state(epoch), [happened], seconds, False))
        self.go_on()

    def go_on(self) -> None:
        self.inbox.run_all(0)
        self.turns.give()


def state(update: int) -> State:
    return State(update, 1, 0.1, (np.ones(2, np.float32),), np.zeros((0, 4), np.float32))


def ended(turn: Turn) -> str:
    finished = turn.recorder.view.finished
    return finished.reason if finished else ""


def test_a_run_that_kills_fresh_workers_while_others_live_fails_and_theygo_on() -> None:
    table = Table(workers=2, runs=3)
    guilty = table.runs[0]
    losses = 0
    while not ended(guilty):
        for turn in table.served:
            if turn is guilty:
                losses += 1
                table.lose(turn)
            else:
                table.progress(turn)
    assert losses == LOST_ALONE
    assert "perhaps for lack of memory" in guilty.recorder.view.finished.note
    assert not any(ended(turn) or turn.lost for turn in table.runs[1:])


def test_a_run_alone_with_one_worker_is_to_blame() -> None:
    table = Table(workers=1, runs=1)
    for _ in range(LOST_ALONE):
        assert not ended(table.runs[0])
        table.lose(table.runs[0])
    assert ended(table.runs[0]) == "failed"


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_whoever_kills_all_workers_in_turn_ends_no_run_and_nobody_is_served_twice(workers: int) -> None:
    table = Table(workers=workers, runs=5)
    lost = []
    for _ in range((LOST_IN_COMPANY - 1) * 5):
        turn = table.served[0]
        lost.append(turn.id)
        table.lose(turn)
        # Whoever lost a worker is behind all who wait.
        assert len(set(lost[-5:])) == min(5, len(lost))
    assert not any(map(ended, table.runs))
    for turn in table.served:
        table.progress(turn)
        assert turn.lost == turn.lost_alone == 0


def test_two_runs_that_both_kill_their_workers_end_both() -> None:
    table = Table(workers=2, runs=4)
    guilty = table.runs[:2]
    for _ in range(20 * LOST_IN_COMPANY):
        for turn in table.served:
            table.lose(turn) if turn in guilty else table.progress(turn)
    assert [ended(turn) for turn in table.runs] == ["failed", "failed", "", ""]


def test_a_worker_lost_while_another_run_compiles_there_is_not_blamed_on_one() -> None:
    table = Table(workers=1, runs=2)
    compiling, other = table.runs
    for _ in range(LOST_ALONE + 2):
        assert table.served == [compiling]
        table.compile(compiling)
        assert table.served == [other]
        table.lose(other)
        table.progress(compiling)
        table.progress(other)
    assert not any(map(ended, table.runs))


def test_who_waits_for_a_first_epoch_goes_first_but_not_for_ever() -> None:
    table = Table(workers=1, runs=3)
    slow, other, third = table.runs
    order = []

    def serve(what: Callable[[Turn], None]) -> None:
        (turn,) = table.served
        order.append(turn)
        what(turn)

    serve(table.compile)
    serve(table.progress)
    serve(table.progress)
    serve(table.compile)  # before those that have begun
    for _ in range(3):
        serve(lambda turn: table.compile(turn) if turn is slow else table.progress(turn))
    assert order == [slow, other, third, slow, other, third, slow]


def test_a_worker_has_the_next_slice_at_hand_behind_a_short_one() -> None:
    table = Table(workers=1, runs=3)
    first, second, third = table.runs
    for turn in table.runs:
        assert table.served == [turn]  # nobody knows yet how long it takes
        table.progress(turn, seconds=5.0 if turn is second else 0.1)
    assert table.served == [first, second]
    table.progress(first, seconds=0.1)
    assert table.served == [second]  # which may take long again
    table.progress(second, seconds=0.1)
    assert table.served == [third, first]


def test_of_a_few_runs_none_waits_behind_another_while_a_worker_may_be_free_before() -> None:
    table = Table(workers=2, runs=3)
    for _ in range(6):
        table.progress(table.served[0], seconds=0.1)
        assert len(table.served) == 2


def test_two_slices_lost_with_one_worker_are_nobodys_fault_and_come_alone_then() -> None:
    table = Table(workers=1, runs=3)
    for turn in table.runs:
        table.progress(turn, seconds=0.1)
    begun, waiting = table.served
    table.lose(begun)
    assert (begun.lost, begun.lost_alone, waiting.lost, waiting.lost_alone) == (1, 1, 1, 1)
    other = table.served[0]
    assert len(table.served) == 1
    table.progress(other, seconds=0.1)
    assert table.served == [begun]  # and nobody is behind it
    table.lose(begun)
    assert (begun.lost_alone, waiting.lost_alone) == (1, 1)  # another had lost the last worker, too


def test_a_run_that_kills_workers_with_another_slice_at_hand_still_ends() -> None:
    table = Table(workers=2, runs=6)
    guilty = table.runs[0]
    for turn in table.runs[1:]:
        while turn not in table.served:
            table.progress(table.served[0], seconds=0.1)
        table.progress(turn, seconds=0.1)
    for _ in range(200):
        served = table.served[0]
        table.lose(served) if served is guilty else table.progress(served, seconds=0.1)
    assert [ended(turn) for turn in table.runs] == ["failed", "", "", "", "", ""]
