"""The command line: ``python -m seqcore presets | describe | train``, on the same code path as the dashboard."""

import argparse
import json
import sys
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from seqcore.evaluation.metrics import METRICS
from seqcore.experiment import MOST_JSON_CHARACTERS, Experiment, from_json, with_values
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS
from seqcore.runs.events import Companion, Event, Finished
from seqcore.runs.folder import RunFolder
from seqcore.runs.recorder import Recorder
from seqcore.series.series import Series
from seqcore.series.sources import read_file
from seqcore.settings import Settings, fields_of
from seqcore.training.state import Checkpoint, Controls

SLICE_SECONDS = 0.25
INVALID, INTERRUPTED = 2, 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except InvalidInput as error:
        print(error, file=sys.stderr)
        return INVALID


def presets(options: argparse.Namespace) -> int:
    """List the named experiments."""
    if options.json:
        listed = {
            name: {"title": p.preset.title, "summary": p.preset.summary, "experiment": p.experiment.model_dump()}
            for name, p in PRESETS.items()
        }
        print(json.dumps(listed, indent=2))
        return 0
    table = Table("preset", "architecture", "training", "what it shows")
    for name, p in PRESETS.items():
        table.add_row(name, p.experiment.architecture.in_words(), p.experiment.training.in_words(), p.preset.summary)
    Console().print(table)
    return 0


def describe(options: argparse.Namespace) -> int:
    """Show an experiment: its layers, and every setting with its value and what it may be."""
    experiment = _experiment(options)
    layers = experiment.layers()
    if options.json:
        described = {
            "experiment": experiment.model_dump(),
            "layers": [vars(layer) for layer in layers],
            "parameters": experiment.parameters(),
            "settings": {
                path: {"value": value, "allowed": allowed} for path, value, allowed, _ in _settings(experiment)
            },
        }
        print(json.dumps(described, indent=2, default=lambda value: value.model_dump()))
        return 0
    console = Console()
    table = Table("layer", "kind", "output shape", "parameters", "note", title=experiment.architecture.in_words())
    for layer in layers:
        shape = ", ".join(["batch", *map(str, layer.shape)])
        table.add_row(layer.name, layer.kind, f"({shape})", f"{layer.parameters:,}", layer.note)
    table.add_row("total", "", "", f"{experiment.parameters():,}", "")
    console.print(table)
    table = Table("setting", "value", "allowed", "what it does", title="Settings, for --set PATH=VALUE")
    for path, value, allowed, explanation in _settings(experiment):
        table.add_row(path, str(value), allowed, explanation)
    console.print(table)
    return 0


def train(options: argparse.Namespace) -> int:
    """Train an experiment here, in this process, and keep its run folder."""
    experiment = _experiment(options)
    loaded = experiment.task.load(read_file)
    series = loaded.series if loaded else None
    experiment.task.check(series)  # says what is wrong with the series before a folder is made
    if options.out and options.out.exists():
        raise InvalidInput([f"--out: {str(options.out)!r} exists already; pass a folder that does not."])
    try:
        recorder = Recorder(RunFolder.create(experiment, path=options.out, series=series))
    except OSError as error:
        raise InvalidInput([f"--out: the run's folder cannot be written ({error}); pass another one."]) from error
    recorder.folder.acquire()
    recorder.status("running")
    finished: Finished | None = None
    events = train_here(experiment, recorder)
    try:
        _train_companions(experiment, series, recorder.folder, options)
        finished = _print_lines(events) if options.jsonl else _show_progress(events, experiment)
    except KeyboardInterrupt:
        events.close()
        interrupted = recorder.view.finished or _interrupt(recorder)
        if options.jsonl:
            print(interrupted.model_dump_json(), flush=True)
        print(f"Interrupted after epoch {interrupted.epochs:,}; kept in {recorder.folder.path}", file=sys.stderr)
        return INTERRUPTED
    if not options.jsonl and finished:
        _show_results(finished, recorder.folder.path)
    return 0


def _train_companions(
    experiment: Experiment, series: Series | None, folder: RunFolder, options: argparse.Namespace
) -> None:
    """Train what the task wants to be compared with, each in a run folder of its own, and say how it ended."""
    runs = {}
    for name, task in experiment.task.companions(series).items():
        path = options.out and options.out.with_name(f"{options.out.name} {name}")
        beside = Recorder(RunFolder.create(experiment.model_copy(update={"task": task}), path=path, series=series))
        runs[name] = beside.folder.id
        *_, last = train_here(beside.view.experiment, beside)
        if isinstance(last, Finished):
            event = Companion(name=name, run=beside.folder.id, validation=last.validation, test=last.test)
            print(event.model_dump_json() if options.jsonl else f"{name}: {_in_words(last.test)}", flush=True)
    if runs:
        folder.save_companions(runs)


def _in_words(scores: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in scores.items())


def train_here(experiment: Experiment, recorder: Recorder) -> Generator[Event, None, None]:
    """Train in this process, writing the run down; yields every event as soon as it is written."""
    from seqcore.training.advance import advance, judge, start
    from seqcore.training.use import keras_file

    series = recorder.folder.series()
    state = start(experiment, series)
    while not state.finished:
        state, happened = advance(experiment, state, Controls(), SLICE_SECONDS, series)
        recorder.record(state, happened)
        yield from (thing for thing in happened if not isinstance(thing, Checkpoint))
    yield recorder.finish(state.finished, judgement=judge(experiment, state.variables, series))
    recorder.folder.save_model(keras_file(experiment, state.variables))


def _interrupt(recorder: Recorder) -> Finished:
    """End a run early; what it has learned is kept, also as a model."""
    judgement = None
    if recorder.state is not None and recorder.state.update:
        from seqcore.training.advance import judge

        judgement = judge(recorder.view.experiment, recorder.state.variables, recorder.folder.series())
    finished = recorder.finish("stopped", judgement=judgement)
    if recorder.state is not None:
        from seqcore.training.use import keras_file

        recorder.folder.save_model(keras_file(recorder.view.experiment, recorder.state.variables))
    return finished


def _print_lines(events: Iterator[Event]) -> Finished | None:
    event = None
    for event in events:
        print(event.model_dump_json(), flush=True)
    return event if isinstance(event, Finished) else None


def _show_progress(events: Iterator[Event], experiment: Experiment) -> Finished | None:
    event = None
    columns = (TextColumn("epoch"), MofNCompleteColumn(), BarColumn(), TextColumn("{task.fields[loss]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=experiment.training.epochs, loss="")
        for event in events:
            if event.event == "epochs":
                losses = event.metrics["loss"]
                bar.update(task, completed=event.first - 1 + len(losses), loss=f"loss {losses[-1]:.4f}")
    return event if isinstance(event, Finished) else None


def _show_results(finished: Finished, path: Path) -> None:
    table = Table("", "training, last epoch", "validation", title=f"{finished.reason}: {finished.epochs:,} epochs")
    for name in finished.metrics:
        title = METRICS[name].title if name in METRICS else name
        table.add_row(title, f"{finished.metrics[name]:.4f}", f"{finished.validation.get(name, float('nan')):.4f}")
    console = Console()
    console.print(table)
    if finished.test:
        _show_test(finished, console)
    if finished.note:
        console.print(finished.note)
    console.print(f"{finished.updates:,} updates in {finished.seconds:.2f} s, kept in {path}", soft_wrap=True)


def _show_test(finished: Finished, console: Console) -> None:
    """The scores on the test part, beside those of the baselines."""
    names = [name for name in finished.test if name != "loss"]
    table = Table("test part", *names)
    for forecast, scores in {"this network": finished.test, **finished.baselines}.items():
        table.add_row(forecast, *(f"{scores[name]:.4g}" if name in scores else "–" for name in names))
    console.print(table)


def _experiment(options: argparse.Namespace) -> Experiment:
    name = options.experiment
    if name in PRESETS:
        experiment = PRESETS[name].experiment
    else:
        try:
            with Path(name).open(encoding="utf-8") as file:
                experiment = from_json(file.read(MOST_JSON_CHARACTERS + 1))
        except (OSError, ValueError) as error:
            if isinstance(error, InvalidInput):
                raise
            names = ", ".join(PRESETS)
            raise InvalidInput([f"{name}: no such preset or readable file; presets are {names}."]) from error
    return with_values(experiment, options.set)


def _settings(part: Any, path: str = "") -> Iterator[tuple[str, Any, str, str]]:
    """(path, value, what is allowed, explanation) of every setting in `part`."""
    if not isinstance(part, Settings):
        return
    for name, field in fields_of(type(part)).items():
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from _settings(value, f"{path}{name}.")
            continue
        plain = list(value) if isinstance(value, tuple) else value
        yield f"{path}{name}", f"{len(plain)} entries" if field.item else plain, field.allowed(), field.explanation
        for index, item in enumerate(value if isinstance(value, tuple) else ()):
            yield from _settings(item, f"{path}{name}.{index}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m seqcore", description="Sequence Lab without a browser.")
    commands = parser.add_subparsers(required=True, metavar="presets | describe | train")
    listing = commands.add_parser("presets", help="list the named experiments")
    listing.set_defaults(command=presets)
    showing = commands.add_parser("describe", help="show an experiment's layers and settings")
    showing.set_defaults(command=describe)
    training = commands.add_parser("train", help="train an experiment and keep its run folder")
    training.set_defaults(command=train)
    for command in (showing, training):
        command.add_argument("experiment", metavar="PRESET|FILE", help="a preset's name, or a saved experiment (JSON)")
        command.add_argument(
            "--set", metavar="PATH=VALUE", action="append", default=[], help="change a setting: training.epochs=250"
        )
    for command in (listing, showing):
        command.add_argument("--json", action="store_true", help="print JSON")
    training.add_argument("--out", type=Path, metavar="DIR", help="the run folder to write (default: among all runs)")
    training.add_argument("--jsonl", action="store_true", help="print one JSON object per event")
    return parser


if __name__ == "__main__":
    sys.exit(main())
