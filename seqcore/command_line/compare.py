"""``compare``: train the variants of an experiment with the same seeds, and say what is more than noise."""

import argparse
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from seqcore.command_line.ending import Interrupts
from seqcore.command_line.reading import answered
from seqcore.command_line.side_by_side import num_processes, side_by_side
from seqcore.command_line.terminal import Terminal
from seqcore.command_line.train_here import new_run, train_here
from seqcore.comparisons.comparison import Comparison, Trial
from seqcore.comparisons.matching import matched
from seqcore.comparisons.noise import Noise
from seqcore.comparisons.presets import COMPARISONS
from seqcore.comparisons.results import LOSS, Result, Spread, spreads, verdict
from seqcore.comparisons.varying import varied
from seqcore.data.base import Data
from seqcore.data.files import read_file
from seqcore.experiment import Experiment
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.evaluation import Scores
from seqcore.training.events import Finished

DEFAULT_SEEDS = 3
SECONDS_TO_END = 30.0
"""After a signal, for runs to be judged and kept with their models."""


class RunEnded(BaseModel):
    """One run of a comparison has ended."""

    event: Literal["run"] = "run"
    variant: str
    seed: int
    run: str
    reason: str
    seconds: float
    validation: Scores
    test: Scores


class VariantCompared(BaseModel):
    """A variant's size, its runs, and what they measured over the seeds."""

    parameters: int
    runs: list[str]
    seconds: float
    validation: dict[str, Spread]
    test: dict[str, Spread]


class Compared(BaseModel):
    """The last line: what every variant measured over the seeds, and the verdict."""

    event: Literal["compared"] = "compared"
    variants: dict[str, VariantCompared]
    verdict: str
    seconds: float


def comparison_of(options: argparse.Namespace, experiment: Experiment | None) -> tuple[Comparison, str]:
    """What to compare, and the measure that the verdict is about. Raises InvalidInput.

    `experiment` is what was named, unless that is a comparison.
    """
    if experiment is None:
        if options.vary:
            raise InvalidInput([f"--vary: {options.experiment} names its variants itself; vary an experiment instead."])
        named = COMPARISONS[options.experiment]
        comparison, measure = named.comparison(options.set), options.measure or named.measure
        if options.seeds is not None:
            comparison = Comparison(comparison.base, comparison.variants, options.seeds)
    else:
        if not options.vary:
            raise InvalidInput(["--vary: got none; say what to compare, as in --vary training.optimizer=adam,sgd."])
        seeds = DEFAULT_SEEDS if options.seeds is None else options.seeds
        comparison, measure = Comparison(experiment, varied(options.vary), seeds), options.measure or LOSS
    known = comparison.base.task.measures()
    if measure not in known:
        raise InvalidInput([f"--measure: got {measure!r}; allowed is one of {', '.join(known)}."])
    return matched(comparison) if options.match_parameters else comparison, measure


def train_all(options: argparse.Namespace, comparison: Comparison, interrupts: Interrupts) -> list[RunEnded]:
    """Train every run, some at once, until a signal comes; tells of each. Returns them in the comparison's order."""
    out, trials = Terminal(stderr=True), list(comparison.trials())
    data = {name: _data_of(experiment, options.yes) for name, experiment in comparison.experiments.items()}
    jobs = [
        (trial.variant.name, (trial, data[trial.variant.name], options.out and options.out / trial.folder_name))
        for trial in trials
    ]
    titles = {variant.name: variant.title for variant in comparison.variants}
    processes = num_processes(options.processes, len(jobs))
    ended: list[RunEnded] = []
    for one in side_by_side(_train, jobs, processes, interrupts, SECONDS_TO_END):
        ended.append(one)
        if options.jsonl:
            print(one.model_dump_json(), flush=True)
        else:
            loss = one.validation.get("loss", math.nan)
            out.say(f"{len(ended)} of {len(trials)}: {titles[one.variant]}, seed {one.seed}: loss {loss:.4g}")
    places = {(trial.variant.name, trial.seed): place for place, trial in enumerate(trials)}
    return sorted(ended, key=lambda one: places[one.variant, one.seed])


def _data_of(experiment: Experiment, yes: bool) -> Data | None:
    """What a variant is about, the same for all its seeds. Raises InvalidInput before anything is trained."""
    loaded = experiment.task.load(read_file)
    data = loaded.data if loaded else None
    answered(loaded, yes)
    experiment.task.check(data)
    return data


def _train(job: tuple[Trial, Data | None, Path | None], interrupts: Interrupts) -> RunEnded:
    trial, data, folder = job
    run = new_run(trial.experiment, data, folder)
    try:
        *_, last = train_here(run.experiment, run.recorder, interrupts)
    finally:
        run.folder.release()
    assert isinstance(last, Finished)  # noqa: S101 (the contract of train_here)
    return RunEnded(
        variant=trial.variant.name,
        seed=trial.seed,
        run=run.folder.id,
        reason=last.reason,
        seconds=last.seconds,
        validation=last.validation,
        test=last.test,
    )


def report(
    options: argparse.Namespace, comparison: Comparison, measure: str, ended: Sequence[RunEnded], seconds: float
) -> None:
    """The table and the verdict, or the last line of JSON."""
    noise = verdict_on(comparison, measure, ended)
    sizes = {name: experiment.parameters() for name, experiment in comparison.experiments.items()}
    found = {name: _compared(size, name, ended) for name, size in sizes.items()}
    if options.jsonl:
        print(Compared(variants=found, verdict=noise.sentence, seconds=round(seconds, 2)).model_dump_json(), flush=True)
        return
    out, first = Terminal(), next(iter(found.values()))
    headers = ["variant", "parameters", "seconds", *first.validation, *(f"{name} (test)" for name in first.test)]
    rows = []
    for variant in comparison.variants:
        one = found[variant.name]
        spreads = [one.validation.get(name) for name in first.validation] + [one.test.get(name) for name in first.test]
        rows.append([variant.title, f"{one.parameters:,}", f"{one.seconds:.1f}", *map(_in_figures, spreads)])
    out.rows(headers, rows, title=f"Mean ± standard deviation of {comparison.seeds} seeds")
    out.say(noise.sentence)


def verdict_on(comparison: Comparison, measure: str, ended: Sequence[RunEnded]) -> Noise:
    """What is more than noise in the measure."""
    found = {(one.variant, one.seed): Result(one.validation, one.test) for one in ended}
    results: dict[str, list[Result | None]] = {variant.title: [] for variant in comparison.variants}
    for trial in comparison.trials():
        results[trial.variant.title].append(found.get((trial.variant.name, trial.seed)))
    return verdict(results, measure, comparison.base.task.measures()[measure])


def _compared(parameters: int, name: str, ended: Sequence[RunEnded]) -> VariantCompared:
    own = [one for one in ended if one.variant == name]
    return VariantCompared(
        parameters=parameters,
        runs=[one.run for one in own],
        seconds=round(sum(one.seconds for one in own), 2),
        validation=spreads([one.validation for one in own]),
        test=spreads([one.test for one in own]),
    )


def _in_figures(spread: Spread | None) -> str:
    if spread is None or spread.mean is None:
        return "–"
    return f"{spread.mean:.4g}" + ("" if spread.std is None else f" ± {spread.std:.2g}")
