"""How a training tells about itself: as lines of JSON for programs, or as a progress bar and tables for people."""

from collections.abc import Mapping
from typing import Protocol

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from seqcore.command_line.ending import BROKEN_PIPE, Interrupts
from seqcore.command_line.terminal import Terminal
from seqcore.command_line.told import Baselines, Companion, SeriesRead, Told
from seqcore.command_line.train_here import NewRun
from seqcore.evaluation.verdict import Verdict
from seqcore.experiment import Experiment
from seqcore.runs.events import Ending, Event, Finished
from seqcore.tasks.base import Scores

ENDINGS: Mapping[Ending, str] = {
    "completed": "Finished",
    "early_stopping": "Stopped early, because the validation loss no longer improved",
    "stopped": "Stopped",
    "not_finite": "Stopped, because the loss is no longer a number",
    "failed": "Failed",
}


class Report(Protocol):
    """What is told of a run and its companions."""

    def before(self, known: SeriesRead | Baselines) -> None:
        """Something that is known before anything is trained."""

    def event(self, event: Event, run: NewRun) -> None:
        """An event of a run, or of a companion."""

    def companion(self, ended: Companion, run: NewRun) -> None:
        """The end of a companion."""

    def finished(self, finished: Finished, run: NewRun) -> None:
        """The end of the run."""


class Lines:
    """One JSON object per event on standard output; of companions, their end only."""

    def before(self, known: SeriesRead | Baselines) -> None:
        _print_line(known)

    def event(self, event: Event, run: NewRun) -> None:
        if not run.name:
            _print_line(event)

    def companion(self, ended: Companion, run: NewRun) -> None:
        _print_line(ended)

    def finished(self, finished: Finished, run: NewRun) -> None:
        """Nothing more: the last event was the result."""


class Tables:
    """A progress bar on standard error; on standard output what is known before, and the results."""

    def __init__(self) -> None:
        self.out = Terminal()
        self.titles: dict[str, str] = {}
        self.validation: dict[str, Scores] = {}
        self._bar: Progress | None = None
        self._task = TaskID(0)

    def before(self, known: SeriesRead | Baselines) -> None:
        if isinstance(known, SeriesRead):
            self._series(known)
        else:
            self.titles = {name: baseline.title for name, baseline in known.validation.items()}
            self.validation = {name: baseline.scores for name, baseline in known.validation.items()}

    def _series(self, read: SeriesRead) -> None:
        self.out.say(f"Series: {read.origin}")
        ends = f"{read.first.value:.6g} ({read.first.at}) to {read.last.value:.6g} ({read.last.at})"
        self.out.say(f"  column {read.column}: {read.rows:,} rows, {ends}")
        if read.further_columns:
            self.out.say(f"  further columns: {', '.join(read.further_columns)}")
        for what, words in read.facts.items():
            self.out.say(f"  {what}: {words}")
        for note in (*read.notes, *([read.problem] if read.problem else [])):
            self.out.say(f"  Note: {note}")

    def event(self, event: Event, run: NewRun) -> None:
        if event.event == "epochs":
            bar = self._bar or self._begin_bar(run)
            losses = event.metrics["loss"]
            done = event.first - 1 + len(losses)
            bar.update(self._task, completed=done, loss=f"loss {losses[-1]:.4f}", refresh=True)
        elif event.event == "finished" and self._bar:
            bar, self._bar = self._bar, None
            bar.stop()

    def _begin_bar(self, run: NewRun) -> Progress:
        name = TextColumn(f"{run.name + ': ' if run.name else ''}epoch", markup=False)
        columns = (name, MofNCompleteColumn(), BarColumn(), TextColumn("{task.fields[loss]}", markup=False))
        # Drawn when there is news, and by this thread: what goes wrong with the terminal comes up here.
        self._bar = Progress(*columns, TimeRemainingColumn(), console=Terminal(stderr=True), auto_refresh=False)
        self._task = self._bar.add_task("", total=run.experiment.training.epochs, loss="")
        self._bar.start()
        return self._bar

    def companion(self, ended: Companion, run: NewRun) -> None:
        self.out.say(f"Trained beside it, {ended.name}: {ended.title}")
        scores = ended.test or ended.validation
        part = "test part" if ended.test else "validation"
        titles = measure_titles(run.experiment)
        said = [f"{titles.get(name, name)} {number}" for name, number in _numbers(scores, run.experiment).items()]
        self.out.say(f"  {part}: {', '.join(said)}")
        _say_verdict(self.out, ended.verdict)
        self.out.say(f"  run {ended.run}, kept in {ended.path}")

    def finished(self, finished: Finished, run: NewRun) -> None:
        experiment = run.experiment
        after = f"{finished.epochs:,} {'epoch' if finished.epochs == 1 else 'epochs'}" if finished.epochs else ""
        self.out.say(f"{ENDINGS[finished.reason]} {f'after {after}' if after else 'before the first epoch'}.")
        if finished.updates:
            network = {"training, last epoch": finished.metrics, "validation": finished.validation}
            compared = {f"{self._title(name)} (validation)": scores for name, scores in self.validation.items()}
            self._scores(network | compared, experiment)
        if finished.test or finished.baselines:
            on_test = {"this network": finished.test or finished.validation}
            compared = {self._title(name): scores for name, scores in finished.baselines.items()}
            self._scores(on_test | compared, experiment, "Test part" if finished.test else "What the verdict is about")
        _say_verdict(self.out, finished.verdict)
        if finished.note:
            self.out.say(finished.note)
        self.out.say(f"{finished.updates:,} updates in {finished.seconds:.2f} s, kept in {run.folder.path}")

    def _title(self, baseline: str) -> str:
        return self.titles.get(baseline, baseline.replace("_", " "))

    def _scores(self, columns: Mapping[str, Scores], experiment: Experiment, title: str = "") -> None:
        """A table with a row for each measure."""
        numbers = {who: _numbers(scores, experiment) for who, scores in columns.items()}
        names = dict.fromkeys(name for scores in numbers.values() for name in scores)
        titles = measure_titles(experiment)
        rows = [[titles.get(name, name), *(numbers[who].get(name, "–") for who in numbers)] for name in names]
        self.out.rows([title, *columns], rows)


def measure_titles(experiment: Experiment) -> dict[str, str]:
    """What scores are called, by name."""
    return {name: measure.title for name, measure in experiment.task.measures().items()}


def _numbers(scores: Scores, experiment: Experiment) -> dict[str, str]:
    measures = experiment.task.measures()
    shares = {name for name, measure in measures.items() if measure.share}
    return {name: f"{value:.1%}" if name in shares else f"{value:.4g}" for name, value in scores.items()}


def _say_verdict(out: Terminal, verdict: Verdict | None) -> None:
    if verdict is None:
        return
    out.say(f"Verdict: {verdict.sentence}")
    if verdict.is_flattered:
        out.say("  Not to be trusted: a mistake was made on purpose.")
    for detail in verdict.details:
        out.say(f"  {detail}")


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


def _print_line(event: Event | Told) -> None:
    print(event.model_dump_json(), flush=True)
