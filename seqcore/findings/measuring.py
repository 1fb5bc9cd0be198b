"""Training what a claim is about, seed by seed, without a folder or a dashboard."""

import math
import time
from collections.abc import Callable

from seqcore.experiment import Experiment, with_values
from seqcore.findings.rows import Subject
from seqcore.findings.stored import Measured, circumstances, settings_of
from seqcore.runs.view import RunView
from seqcore.settings import fields_of
from seqcore.tasks.base.evaluation import HARDER, TEST, VALIDATION, Evaluation, Scores

ONE_SLICE = 600.0
DATA_SEED = "data_seed"

Final = tuple[dict[str, Scores], dict[str, Scores]]
"""Scores by part, and those of the baselines by name."""


def final_scores(experiment: Experiment) -> Final:
    """What is known at the end of a run."""
    from seqcore.training.advance import advance, judge, start

    loaded = experiment.task.load()
    data = loaded.data if loaded else None
    state, view = start(experiment, data), RunView(experiment)
    while not state.finished:
        state, happened = advance(experiment, state, budget_seconds=ONE_SLICE, data=data)
        view.fold(happened)
    final = judge(experiment, state, data) or Evaluation()
    own = {VALIDATION: view.last_validation() | final.own()} | {part: final.own(part) for part in (TEST, HARDER)}
    return own, final.baselines


def measured(subject: Subject, seeds: int, told: Callable[[str], None] = lambda words: None) -> Measured:
    """Train the subject with seeds 1 … `seeds`. A seed decides made-up data, too, where a task has a seed for it."""
    began, numbers = time.process_time(), range(1, seeds + 1)
    values: dict[str, list[float | None]] = {name: [] for name in (*subject.trained, *subject.baselines)}
    for name, experiment in subject.trained.items():
        for seed in numbers:
            own, beside = final_scores(_with_seed(experiment, seed))
            # On the part that judges where it is scored there, as everywhere.
            value = own[TEST].get(subject.measure, own[VALIDATION].get(subject.measure, math.nan))
            values[name].append(_number(value))
            for other in subject.baselines:
                values[other].append(_number(beside.get(other, {}).get(subject.measure, math.nan)))
            told(f"{subject.name}: {subject.titles[name]}, seed {seed}: {subject.measure} {value:.4g}")
    return Measured(
        settings=settings_of(subject),
        measure=subject.measure,
        seeds=tuple(numbers),
        values={name: tuple(row) for name, row in values.items()},
        seconds=round(time.process_time() - began, 1),
        under=circumstances(),
    )


def _with_seed(experiment: Experiment, seed: int) -> Experiment:
    data = [f"task.{DATA_SEED}={seed}"] if DATA_SEED in fields_of(type(experiment.task)) else []
    return with_values(experiment.with_seed(seed), data)


def _number(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None
