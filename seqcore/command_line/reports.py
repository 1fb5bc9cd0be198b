"""How a training tells about itself: as lines of JSON for programs, or as a progress bar and tables for people."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from seqcore.experiment import Experiment
from seqcore.runs.events import Companion, Event, Finished


class Report(Protocol):
    """What is told, in the order of the methods."""

    def companion(self, ended: Companion) -> None:
        """A run that was trained for comparison."""

    def follow(self, events: Iterator[Event], experiment: Experiment) -> Finished | None:
        """The events of the run as they come; returns the last one."""

    def interrupted(self, finished: Finished) -> None:
        """The end of a run that a person interrupted."""

    def finished(self, finished: Finished, experiment: Experiment, path: Path) -> None:
        """The results of a run, which is kept in `path`."""


class Lines:
    """One JSON object per event on standard output."""

    def companion(self, ended: Companion) -> None:
        _print_line(ended)

    def follow(self, events: Iterator[Event], experiment: Experiment) -> Finished | None:
        event = None
        for event in events:
            _print_line(event)
        return event if isinstance(event, Finished) else None

    def interrupted(self, finished: Finished) -> None:
        _print_line(finished)

    def finished(self, finished: Finished, experiment: Experiment, path: Path) -> None:
        """Nothing more: the last event was the result."""


class Terminal:
    """A progress bar on standard error, and tables on standard output."""

    def companion(self, ended: Companion) -> None:
        scores = ", ".join(f"{name} {value:.4g}" for name, value in ended.test.items())
        print(f"{ended.name}: {scores}", flush=True)

    def follow(self, events: Iterator[Event], experiment: Experiment) -> Finished | None:
        event = None
        columns = (TextColumn("epoch"), MofNCompleteColumn(), BarColumn(), TextColumn("{task.fields[loss]}"))
        with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
            task = bar.add_task("", total=experiment.training.epochs, loss="")
            for event in events:
                if event.event == "epochs":
                    losses = event.metrics["loss"]
                    bar.update(task, completed=event.first - 1 + len(losses), loss=f"loss {losses[-1]:.4f}")
        return event if isinstance(event, Finished) else None

    def interrupted(self, finished: Finished) -> None:
        """Nothing more than what every interrupted command says."""

    def finished(self, finished: Finished, experiment: Experiment, path: Path) -> None:
        console = Console()
        console.print(_score_table(finished, experiment))
        if finished.test:
            console.print(_test_table(finished))
        if finished.note:
            console.print(finished.note)
        console.print(f"{finished.updates:,} updates in {finished.seconds:.2f} s, kept in {path}", soft_wrap=True)


def _print_line(event: Event | Companion) -> None:
    print(event.model_dump_json(), flush=True)


def _score_table(finished: Finished, experiment: Experiment) -> Table:
    table = Table("", "training, last epoch", "validation", title=f"{finished.reason}: {finished.epochs:,} epochs")
    for name, measure in experiment.task.measures().items():
        results = [scores.get(name) for scores in (finished.metrics, finished.validation)]
        if any(result is not None for result in results):
            table.add_row(measure.title, *("–" if result is None else f"{result:.4f}" for result in results))
    return table


def _test_table(finished: Finished) -> Table:
    """The scores on the test part, beside those of the baselines."""
    names = [name for name in finished.test if name != "loss"]
    table = Table("test part", *names)
    for forecast, scores in {"this network": finished.test, **finished.baselines}.items():
        table.add_row(forecast, *(f"{scores[name]:.4g}" if name in scores else "–" for name in names))
    return table
