"""What a training tells people: a progress bar on standard error, sentences and tables on standard output."""

from collections.abc import Mapping

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from seqcore.command_line.terminal import Terminal
from seqcore.command_line.told import Baselines, Beside, DataRead
from seqcore.command_line.train_here import NewRun
from seqcore.evaluation.verdict import Verdict
from seqcore.experiment import Experiment
from seqcore.tasks.base.evaluation import Scores
from seqcore.tasks.base.preset import Lesson
from seqcore.training.events import Ending, Event, Finished

ENDINGS: Mapping[Ending, str] = {
    "completed": "Finished",
    "early_stopping": "Stopped early, because the validation loss no longer improved",
    "stopped": "Stopped",
    "not_finite": "Stopped, because the loss is no longer a number",
    "failed": "Failed",
}


class Tables:
    """A progress bar on standard error; on standard output what is known before, and the results."""

    def __init__(self) -> None:
        self.out = Terminal()
        self.try_next = ""
        self.titles: dict[str, str] = {}
        self.validation: dict[str, Scores] = {}
        self._bar: Progress | None = None
        self._task = TaskID(0)

    def before(self, known: Lesson | DataRead | Baselines) -> None:
        if isinstance(known, Lesson):
            self.out.say(f"Look for: {known.look_for}")
            self.try_next = known.try_next
        elif isinstance(known, DataRead):
            headline, *lines = known.in_lines()
            self.out.say(headline)
            for line in lines:
                self.out.say(line, indent=2)
        else:
            self.titles = {name: baseline.title for name, baseline in known.validation.items()}
            self.validation = {name: baseline.scores for name, baseline in known.validation.items()}

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

    def beside(self, ended: Beside, run: NewRun) -> None:
        self.out.say(f"Trained beside it, {ended.name}: {ended.title}")
        scores = {"test part": ended.test} if ended.test else {"validation": ended.validation}
        if any(scores.values()):
            self._scores(scores, run.experiment)
        _say_verdict(self.out, ended.verdict)
        self.out.say(f"run {ended.run}, kept in {ended.path}", indent=2)

    def finished(self, finished: Finished, run: NewRun) -> None:
        experiment = run.experiment
        self.out.say(f"{ENDINGS[finished.reason]} {how_far(finished)}.")
        if finished.updates:
            average = finished.training  # left out where an epoch says nothing: a single example, say
            trained = {f"training, {average.in_words(experiment.task.counted)}": average.scores} if average else {}
            compared = {f"{self._title(name)} (validation)": scores for name, scores in self.validation.items()}
            self._scores(trained | {"validation": finished.validation} | compared, experiment)
        if finished.test or (finished.baselines and not self.validation):
            own = finished.test or finished.validation
            known = {name for scores in finished.baselines.values() for name in scores} or set(own)
            compared = {self._title(name): scores for name, scores in finished.baselines.items()}
            judged = {"this network": {name: score for name, score in own.items() if name in known}}
            self._scores(judged | compared, experiment, "Test part" if finished.test else "Validation")
        _say_verdict(self.out, finished.verdict)
        if finished.note:
            self.out.say(finished.note)
        if self.try_next and finished.reason == "completed":
            self.out.say(f"Next: {self.try_next}")
        self.out.say(f"{finished.updates:,} updates in {finished.seconds:.2f} s, kept in {run.folder.path}")

    def _title(self, baseline: str) -> str:
        return self.titles.get(baseline, baseline.replace("_", " "))

    def _scores(self, columns: Mapping[str, Scores], experiment: Experiment, title: str = "") -> None:
        """A table with a row for each measure."""
        numbers = {who: _numbers(scores, experiment) for who, scores in columns.items()}
        names = dict.fromkeys(name for scores in numbers.values() for name in scores)
        titles = {name: measure.title for name, measure in experiment.task.measures().items()}
        rows = [
            [titles.get(name, name.replace("_", " ")), *(numbers[who].get(name, "–") for who in numbers)]
            for name in names
        ]
        self.out.rows([title, *columns], rows)


def how_far(finished: Finished) -> str:
    """After how many epochs a run ended, in words."""
    if not finished.epochs:
        return "before the end of the first epoch" if finished.updates else "before the first epoch"
    return f"after {finished.epochs:,} {'epoch' if finished.epochs == 1 else 'epochs'}"


def _numbers(scores: Scores, experiment: Experiment) -> dict[str, str]:
    measures = experiment.task.measures()
    shares = {name for name, measure in measures.items() if measure.share}
    return {name: f"{value:.1%}" if name in shares else f"{value:.4g}" for name, value in scores.items()}


def _say_verdict(out: Terminal, verdict: Verdict | None) -> None:
    if verdict is None:
        return
    out.say(f"Verdict: {verdict.sentence}")
    if verdict.is_flattered:
        out.say("Not to be trusted: a mistake was made on purpose.", indent=2)
    for detail in verdict.details:
        out.say(detail, indent=2)
