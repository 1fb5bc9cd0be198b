"""The command line: ``python -m seqcore presets | describe | train``, on the same code path as the dashboard."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from seqcore.command_line.listings import experiment_values, layer_table, preset_table, preset_values, setting_table
from seqcore.command_line.reports import Lines, Report, Terminal
from seqcore.command_line.train_here import finish_early, train_companions, train_here
from seqcore.experiment import MOST_JSON_CHARACTERS, Experiment, from_json, with_values
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS
from seqcore.runs.folder import RunFolder
from seqcore.runs.recorder import Recorder
from seqcore.series.series import Series
from seqcore.series.sources import read_file

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
        _print_json(preset_values())
    else:
        Console().print(preset_table())
    return 0


def describe(options: argparse.Namespace) -> int:
    """Show an experiment: its layers, and every setting with its value and what it may be."""
    experiment = _experiment(options)
    if options.json:
        _print_json(experiment_values(experiment))
    else:
        Console().print(layer_table(experiment), setting_table(experiment))
    return 0


def train(options: argparse.Namespace) -> int:
    """Train an experiment here, in this process, and keep its run folder."""
    experiment = _experiment(options)
    loaded = experiment.task.load(read_file)
    series = loaded.series if loaded else None
    experiment.task.check(series)  # says what is wrong with the series before a folder is made
    recorder = _new_run(experiment, series, options.out)
    recorder.folder.acquire()
    recorder.status("running")
    report: Report = Lines() if options.jsonl else Terminal()
    events = train_here(experiment, recorder)
    try:
        for companion in train_companions(experiment, series, recorder.folder, options.out):
            report.companion(companion)
        finished = report.follow(events, experiment)
    except KeyboardInterrupt:
        events.close()
        interrupted = recorder.view.finished or finish_early(recorder)
        report.interrupted(interrupted)
        print(f"Interrupted after epoch {interrupted.epochs:,}; kept in {recorder.folder.path}", file=sys.stderr)
        return INTERRUPTED
    if finished:
        report.finished(finished, experiment, recorder.folder.path)
    return 0


def _new_run(experiment: Experiment, series: Series | None, out: Path | None) -> Recorder:
    if out and out.exists():
        raise InvalidInput([f"--out: {str(out)!r} exists already; pass a folder that does not."])
    try:
        return Recorder(RunFolder.create(experiment, path=out, series=series))
    except OSError as error:
        raise InvalidInput([f"--out: the run's folder cannot be written ({error}); pass another one."]) from error


def _experiment(options: argparse.Namespace) -> Experiment:
    name = options.experiment
    experiment = PRESETS[name].experiment if name in PRESETS else from_json(_text_of(name))
    return with_values(experiment, options.set)


def _text_of(path: str) -> str:
    """What is in a file, up to one character more than an experiment may have."""
    try:
        with Path(path).open(encoding="utf-8") as file:
            return file.read(MOST_JSON_CHARACTERS + 1)
    except (OSError, ValueError) as error:
        names = ", ".join(PRESETS)
        raise InvalidInput([f"{path}: no such preset or readable file; presets are {names}."]) from error


def _print_json(values: dict[str, Any]) -> None:
    print(json.dumps(values, indent=2, default=lambda value: value.model_dump()))


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
