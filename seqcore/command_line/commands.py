"""The commands: parsing, calling, and the exit code."""

import argparse
import contextlib
import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from seqcore.command_line.compare import DEFAULT_SEEDS, comparison_of, report, train_all
from seqcore.command_line.ending import BROKEN_PIPE, Interrupts
from seqcore.command_line.findings import DEFAULT_SEEDS as SEEDS_OF_FINDINGS
from seqcore.command_line.findings import measure_all
from seqcore.command_line.findings import report as report_findings
from seqcore.command_line.listings import (
    experiment_values,
    preset_values,
    print_layers,
    print_presets,
    print_settings,
)
from seqcore.command_line.reading import answered, print_reading, reading_values, understood_file
from seqcore.command_line.reports import Heard, Lines, Report
from seqcore.command_line.side_by_side import ProcessDied
from seqcore.command_line.tables import Tables, how_far
from seqcore.command_line.terminal import Terminal, plain
from seqcore.command_line.told import Beside, baselines_known, data_read
from seqcore.command_line.train_here import NewRun, NotWritten, new_runs, train_here
from seqcore.comparisons.presets import COMPARISONS
from seqcore.data.files import read_file
from seqcore.experiment import MOST_JSON_CHARACTERS, Experiment, with_values
from seqcore.findings.stored import FILE as FINDINGS
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS, from_file, preset_of
from seqcore.training.events import Finished

FAILED, INVALID = 1, 2


def run(arguments: list[str] | None, interrupts: Interrupts) -> int:
    """Run one command; returns the exit code."""
    options = parser().parse_args(arguments)
    _write_anything()
    try:
        code: int = options.command(options, interrupts)
        return code
    except InvalidInput as error:
        print(plain(error), file=sys.stderr)
        return INVALID
    except (NotWritten, ProcessDied) as error:
        _complain(plain(error))
        return FAILED


def presets(options: argparse.Namespace, interrupts: Interrupts) -> int:
    """List the named experiments."""
    if options.json:
        _print_json(preset_values())
    else:
        print_presets(Terminal())
    return 0


def describe(options: argparse.Namespace, interrupts: Interrupts) -> int:
    """Show an experiment: its layers, and every setting with its value and what it may be."""
    experiment = _experiment(options)
    if options.json:
        _print_json(experiment_values(experiment))
    else:
        out = Terminal()
        print_layers(out, experiment)
        out.say("")
        print_settings(out, experiment)
    return 0


def read(options: argparse.Namespace, interrupts: Interrupts) -> int:
    """Say how a file is read; trains nothing."""
    understood = understood_file(options.file, options.set)
    if options.json:
        print(json.dumps(reading_values(options.file, understood), indent=2, ensure_ascii=False))
    else:
        print_reading(Terminal(), understood)
    return 0


def train(options: argparse.Namespace, interrupts: Interrupts) -> int:
    """Train an experiment here, in this process, and keep its run folder."""
    experiment = _experiment(options)
    loaded = experiment.task.load(read_file)
    data = loaded.data if loaded else None
    answered(loaded, options.yes)
    examples = experiment.task.check(data)  # says what is wrong with it before a folder is made
    run, *variants = new_runs(experiment, data, options.out)
    where = plain(run.folder.path)
    interrupts.last_words = f"Ended at once; what was saved is kept in {where}"
    report, heard = Lines() if options.jsonl else Tables(), Heard(interrupts)
    preset, baselines = preset_of(experiment), examples.baselines()
    with heard:
        if preset:
            report.before(PRESETS[preset].preset.lesson)
        if loaded:
            report.before(data_read(loaded))
        if baselines:
            report.before(baselines_known(baselines))
    for variant in variants:
        ended = _train(variant, report, heard, interrupts)
        with heard:
            report.beside(_beside(variant, ended), variant)
    finished = _train(run, report, heard, interrupts)
    with heard:
        report.finished(finished, run)
    if interrupts.number:
        gone = "Nobody reads the output any more: ended" if interrupts.number == BROKEN_PIPE else "Interrupted"
        _complain(heard.problem or f"{gone} {how_far(finished)}; kept in {where}")
        return FAILED if heard.problem else interrupts.exit_code
    if finished.reason == "failed":
        _complain(finished.note)
        return FAILED
    return 0


def compare(options: argparse.Namespace, interrupts: Interrupts) -> int:
    """Train the variants of an experiment here, with the same seeds, and say what is more than noise."""
    began = time.perf_counter()
    experiment = None if options.experiment in COMPARISONS else _experiment(options, COMPARISONS)
    comparison, measure = comparison_of(options, experiment)
    ended = train_all(options, comparison, interrupts)
    if interrupts.number:
        _complain(f"Interrupted after {len(ended):,} runs, which are kept.")
        return interrupts.exit_code
    report(options, comparison, measure, ended, time.perf_counter() - began)
    return 0


def findings(options: argparse.Namespace, interrupts: Interrupts) -> int:
    """Measure what the tutorials claim, and say which claims hold."""
    measure_all(options, interrupts)
    if interrupts.number:
        _complain(f"Interrupted; what was measured is kept in {plain(options.out)}.")
        return interrupts.exit_code
    report_findings(options.out)
    return 0


def _train(run: NewRun, report: Report, heard: Heard, interrupts: Interrupts) -> Finished:
    """Train one run to its end, and let go of it."""
    ended = None
    try:
        for event in train_here(run.experiment, run.recorder, interrupts):
            with heard:
                report.event(event, run)
            ended = event
    finally:
        run.folder.release()
    assert isinstance(ended, Finished)  # noqa: S101 (the contract of train_here)
    return ended


def _beside(run: NewRun, ended: Finished) -> Beside:
    return Beside(
        name=run.name,
        title=run.experiment.task.in_words(),
        run=run.folder.id,
        path=plain(run.folder.path),
        reason=ended.reason,
        validation=ended.validation,
        test=ended.test,
        verdict=ended.verdict,
    )


def _experiment(options: argparse.Namespace, others: Iterable[str] = ()) -> Experiment:
    """The experiment that is named; `others` are the names that might have been meant, too."""
    name = options.experiment
    experiment = PRESETS[name].experiment if name in PRESETS else from_file(_text_of(name, (*PRESETS, *others)))
    return with_values(experiment, options.set)


def _text_of(path: str, presets: Iterable[str]) -> str:
    """What is in a file, up to one character more than an experiment may have."""
    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            return file.read(MOST_JSON_CHARACTERS + 1)
    except (OSError, ValueError) as error:
        names = ", ".join(presets)
        raise InvalidInput([f"{path}: no such preset or readable file; presets are {names}."]) from error


def _print_json(values: dict[str, Any]) -> None:
    print(json.dumps(values, indent=2, default=lambda value: value.model_dump()))


def _complain(sentence: str) -> None:
    with contextlib.suppress(OSError):  # the terminal may be gone
        print(sentence, file=sys.stderr, flush=True)


def _write_anything() -> None:
    """No name and no sign is a reason to fail: what an output cannot write becomes a question mark."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 (for as long as the process lives)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def parser() -> argparse.ArgumentParser:
    """What may be passed."""
    parser = argparse.ArgumentParser(prog="python -m seqcore", description="Sequence Lab without a browser.")
    commands = parser.add_subparsers(required=True, metavar="presets | describe | read | train | compare | findings")
    listing = commands.add_parser("presets", help="list the named experiments")
    listing.set_defaults(command=presets)
    showing = commands.add_parser("describe", help="show an experiment's layers and settings")
    showing.set_defaults(command=describe)
    training = commands.add_parser("train", help="train an experiment and keep its run folder")
    training.set_defaults(command=train)
    comparing = commands.add_parser("compare", help="train variants of an experiment and compare them")
    comparing.set_defaults(command=compare)
    comparing.add_argument(
        "--vary",
        metavar="PATH=V1,V2",
        action="append",
        default=[],
        help="a setting and its values, one variant each; given twice, the variants are a grid",
    )
    comparing.add_argument("--seeds", type=int, metavar="N", help=f"runs of each variant (default: {DEFAULT_SEEDS})")
    comparing.add_argument("--measure", metavar="NAME", help="what the verdict is about (default: the loss)")
    for command in (training, comparing):
        command.add_argument(
            "--yes", action="store_true", help="take the first reading of a file that may be read in several ways"
        )
    reading = commands.add_parser("read", help="say how a file is read, and train nothing")
    reading.set_defaults(command=read)
    reading.add_argument("file", metavar="FILE", help="a table: CSV, Excel, OpenDocument, Parquet, JSON")
    comparing.add_argument(
        "--match-parameters", action="store_true", help="choose units so that all have about as many parameters"
    )
    finding = commands.add_parser("findings", help="measure what the tutorials claim (about ten minutes)")
    finding.set_defaults(command=findings)
    finding.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these presets and comparisons")
    finding.add_argument("--seeds", type=int, default=SEEDS_OF_FINDINGS, metavar="N", help="runs of each network")
    finding.add_argument("--again", action="store_true", help="also what was measured before")
    for command in (comparing, finding):
        command.add_argument("--processes", type=int, metavar="N", help="how many at once (default: one for each core)")
    finding.add_argument("--out", type=Path, default=FINDINGS, metavar="FILE", help="the file to write")
    for command in (showing, training, comparing):
        command.add_argument("experiment", metavar="PRESET|FILE", help="a preset's name, or a saved experiment (JSON)")
    for command in (reading, showing, training, comparing):
        command.add_argument(
            "--set",
            metavar="PATH=VALUE",
            action="append",
            default=[],
            help="change a setting, as in training.epochs=250; PATH= with no value, or PATH=null, means nothing",
        )
    for command in (listing, showing, reading):
        command.add_argument("--json", action="store_true", help="print JSON")
    training.add_argument("--out", type=Path, metavar="DIR", help="the run folder to write (default: among all runs)")
    comparing.add_argument("--out", type=Path, metavar="DIR", help="the folder of all runs (default: among all runs)")
    for command in (training, comparing):
        command.add_argument("--jsonl", action="store_true", help="print one JSON object per event")
    return parser
