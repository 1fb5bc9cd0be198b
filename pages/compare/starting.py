"""Starting a comparison: all its runs or none, and then to its page."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.opening import open_comparison
from pages.parts.plain import plain
from pages.parts.server import server
from pages.parts.session import owner
from pages.parts.starting import prepared
from seqcore.comparisons.comparison import Comparison, Trial
from seqcore.comparisons.estimate import seconds_of_all
from seqcore.comparisons.stored import StoredComparison, StoredVariant, delete, save
from seqcore.runs.folder import RunFolder
from seqcore.runs.unwritable import why_not_written


def how_much(comparison: Comparison) -> str:
    """How many runs a comparison is, and about how long they take."""
    variants, seeds = len(comparison.variants), comparison.seeds
    cores = server().jobs.cluster.workers or 1
    examples, training = server().loading.prepare(comparison.base).examples, comparison.base.training
    of_data = examples.updates_per_pass(training.batch_size) if examples else 1
    updates = training.updates_per_epoch or of_data
    seconds = seconds_of_all(comparison.experiments.values(), updates, seeds, cores)
    runs = f"{variants} variants × {seeds} seeds = **{variants * seeds} runs**"
    return f"{runs}, roughly {_roughly(seconds)} on {cores} core{'s' if cores > 1 else ''}"


def _roughly(seconds: float) -> str:
    """In tens of seconds, minutes, tens of minutes, or hours: nobody is to think that it is known more closely."""
    if seconds < 95:
        return f"{max(10, round(seconds / 10) * 10)} s"
    if seconds < 3600:
        minutes = seconds / 60
        return f"{round(minutes) if minutes < 10 else round(minutes / 10) * 10} min"
    return f"{round(seconds / 3600)} h"


def begin(title: str, comparison: Comparison, measure: str, *, named: str = "", guess: str = "") -> None:
    """Start all runs and go to the page that shows them; says on this page why not, if that cannot be."""
    data = {name: prepared(experiment) for name, experiment in comparison.experiments.items()}
    if wrong := dict.fromkeys(problem for one in data.values() for problem in one.problems):
        st.error("  \n".join(map(plain, wrong)), icon=":material/error:")
        return
    # All variants of a seed before the next one: their lines grow side by side.
    trials = sorted(comparison.trials(), key=lambda trial: trial.place)
    kept: list[str] = []

    def keep(folders: Sequence[RunFolder]) -> None:
        kept.append(save(_stored(title, comparison, trials, folders, measure, named, guess)))

    try:
        server().jobs.start_together(((one.experiment, data[one.variant.name].data) for one in trials), owner(), keep)
    except OSError as error:
        for comparison_id in kept:
            delete(comparison_id)
        st.error(f"The comparison could not be started. {plain(why_not_written(error))}.", icon=":material/error:")
        return
    open_comparison(comparison=kept[0])


def _stored(
    title: str,
    comparison: Comparison,
    trials: Sequence[Trial],
    folders: Sequence[RunFolder],
    measure: str,
    named: str,
    guess: str,
) -> StoredComparison:
    runs: dict[str, list[str]] = {variant.name: [] for variant in comparison.variants}
    for trial, folder in zip(trials, folders, strict=True):
        runs[trial.variant.name].append(folder.id)
    variants = tuple(
        StoredVariant(name=one.name, title=one.title, changes=one.changes, runs=tuple(runs[one.name]))
        for one in comparison.variants
    )
    return StoredComparison(
        title=title, base=comparison.base, variants=variants, measure=measure, named=named, guess=guess
    )
