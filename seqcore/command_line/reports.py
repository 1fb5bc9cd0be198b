"""How a training tells about itself, and what becomes of it when nobody listens; for programs as lines of JSON."""

from typing import Protocol

from seqcore.command_line.ending import BROKEN_PIPE, Interrupts
from seqcore.command_line.told import Baselines, Beside, DataRead, Told
from seqcore.command_line.train_here import NewRun
from seqcore.tasks.base.preset import Lesson
from seqcore.training.events import Event, Finished


class Report(Protocol):
    """What is told of a run and those beside it."""

    def before(self, known: Lesson | DataRead | Baselines) -> None:
        """Something that is known before anything is trained."""

    def event(self, event: Event, run: NewRun) -> None:
        """An event of a run, or of one beside it."""

    def beside(self, ended: Beside, run: NewRun) -> None:
        """The end of a variant that was trained beside it."""

    def finished(self, finished: Finished, run: NewRun) -> None:
        """The end of the run."""


class Lines:
    """One JSON object per event on standard output; of runs beside it, their end only."""

    def before(self, known: Lesson | DataRead | Baselines) -> None:
        if not isinstance(known, Lesson):
            _print_line(known)

    def event(self, event: Event, run: NewRun) -> None:
        if not run.name:
            _print_line(event)

    def beside(self, ended: Beside, run: NewRun) -> None:
        _print_line(ended)

    def finished(self, finished: Finished, run: NewRun) -> None:
        """Nothing more: the last event was the result."""


def _print_line(event: Event | Told) -> None:
    print(event.model_dump_json(), flush=True)


class Heard:
    """``with heard:`` tell something. When nobody can hear it, the run is to end.

    The reader of a pipe may go away (``| head``), a terminal may be closed, a disk may be full.
    """

    def __init__(self, interrupts: Interrupts) -> None:
        self._interrupts = interrupts
        self.problem = ""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, OSError):
            return False
        if not isinstance(error, BrokenPipeError):
            self.problem = f"The output could not be written: {error.strerror}."
        self._interrupts.note(BROKEN_PIPE)
        return True
