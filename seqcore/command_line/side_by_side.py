"""Computing several things at once, each in one of a few processes, which keep what they have compiled."""

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from seqcore.command_line.ending import STOPPING, Interrupts

Job = TypeVar("Job")
Done = TypeVar("Done")
SECONDS_BETWEEN_LOOKS = 0.1


class ProcessDied(Exception):
    """One of the processes has ended in the middle of its work."""


class Relayed(Interrupts):
    """Asked to end as soon as the process that gives out the work says so, or is gone."""

    _number: int | None

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    @property
    def number(self) -> int | None:
        """The signal that was told of."""
        if self._number is None and self._connection.poll():
            try:
                self._number = self._connection.recv()
            except (EOFError, OSError):
                self._number = signal.SIGTERM
        return self._number

    @number.setter
    def number(self, number: int | None) -> None:
        self._number = number


def num_processes(wanted: int | None, jobs: int) -> int:
    """As many as are wanted, else one for each core; never more than there are `jobs`."""
    return max(1, min(wanted or os.cpu_count() or 1, jobs))


def side_by_side(
    work: Callable[[Job, Interrupts], Done],
    jobs: Sequence[tuple[str, Job]],
    processes: int,
    interrupts: Interrupts,
    seconds_to_end: float = 0.0,
) -> Iterator[Done]:
    """What `work` makes of each job, as they get done; after a signal, only of those that were under way.

    `jobs` have a kind each: a process stays with a kind that it has done before, as long as there is more of it.
    After a signal, what is under way gets `seconds_to_end` to come to an end. `work` is a function of a module. One
    process is this one. Raises what `work` raises, and ProcessDied.
    """
    left = list(jobs)
    if processes == 1:
        while left and not interrupts.number:
            yield work(left.pop(0)[1], interrupts)
        return
    workers = [_Worker(work) for _ in range(processes)]
    try:
        while not interrupts.number:
            for worker in workers:
                if left and not worker.is_busy:
                    others = {kind for other in workers if other is not worker for kind in other.kinds}
                    worker.give(left.pop(next_place([kind for kind, _ in left], worker.kinds, others)))
            busy = [worker for worker in workers if worker.is_busy]
            if not busy:
                return
            yield from _answers(busy, SECONDS_BETWEEN_LOOKS)
        end = time.monotonic() + seconds_to_end
        for worker in workers:
            if worker.is_busy:
                worker.tell(interrupts.number)
        while (busy := [worker for worker in workers if worker.is_busy]) and time.monotonic() < end:
            yield from _answers(busy, SECONDS_BETWEEN_LOOKS)
    finally:
        for worker in workers:
            worker.process.kill()


class _Worker:
    """A process that does one thing after the other."""

    def __init__(self, work: Callable[..., Any]) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would share threads of libraries, half-way
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        self.process.start()
        theirs.close()
        self.is_busy = False
        self.kinds: set[str] = set()

    def give(self, job: tuple[str, Any]) -> None:
        kind, what = job
        self.kinds.add(kind)
        self.is_busy = True
        self.connection.send(what)

    def tell(self, number: int) -> None:
        with contextlib.suppress(OSError):  # it is gone
            self.connection.send(number)

    def answer(self) -> Any:
        """What it has made of its job. Raises what that has raised, and ProcessDied."""
        self.is_busy = False
        try:
            done = self.connection.recv()
        except (EOFError, OSError):
            raise ProcessDied("A training process ended in the middle of its work. Try --processes 1.") from None
        if isinstance(done, BaseException):
            raise done
        return done


def _answers(busy: Sequence[_Worker], seconds: float) -> Iterator[Any]:
    ready = wait([worker.connection for worker in busy], timeout=seconds)
    for worker in busy:
        if worker.connection in ready:
            yield worker.answer()


def next_place(left: Sequence[str], own: Collection[str], others: Collection[str]) -> int:
    """Which of the kinds that are left is next: the first of one's `own`, or of nobody's; else the last one."""
    mine = (place for place, kind in enumerate(left) if kind in own)
    new = (place for place, kind in enumerate(left) if kind not in others)
    return next(mine, next(new, len(left) - 1))


def _serve(connection: Connection, work: Callable[..., Any]) -> None:
    """In the process: signals are for the one that gives out the work."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    interrupts = Relayed(connection)
    while True:
        try:
            job = connection.recv()
        except (EOFError, OSError):
            return
        try:
            done = work(job, interrupts)
        except Exception as error:
            done = error
        with contextlib.suppress(OSError):  # nobody is there any more
            connection.send(done)
