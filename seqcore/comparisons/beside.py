"""The comparison that a run begins because its task asks for one: the run as it is, and its task's variants."""

from collections.abc import Sequence

from seqcore.comparisons.stored import StoredComparison, StoredVariant, delete, find, save
from seqcore.data.base import Data
from seqcore.experiment import Experiment, with_values
from seqcore.runs.damaged import Damaged
from seqcore.runs.folder import RunFolder
from seqcore.tasks.base.variant import Variant

ITSELF = Variant("itself", "As it is")
MOST_TITLE = 300


def variants_with(experiment: Experiment, data: Data | None) -> list[tuple[Variant, Experiment]]:
    """The experiment as it is, and after it the variants that its task is to be trained beside."""
    variants = (ITSELF, *experiment.task.variants(data))
    return [(variant, with_values(experiment, variant.changes)) for variant in variants]


def keep_together(experiment: Experiment, variants: Sequence[Variant], folders: Sequence[RunFolder]) -> None:
    """Keep the comparison, and note it with its first run, the one as it is. Raises OSError."""
    if len(variants) == 1:
        return
    stored = tuple(
        StoredVariant(name=one.name, title=one.title, changes=one.changes, role=one.role, runs=(folder.id,))
        for one, folder in zip(variants, folders, strict=True)
    )
    title = f"{experiment.task.title}: {' · '.join(one.title for one in variants)}"[:MOST_TITLE]
    measure = experiment.task.compared_by
    comparison = StoredComparison(title=title, base=experiment, variants=stored, measure=measure)
    comparison_id = save(comparison)
    try:
        folders[0].save_comparison(comparison_id)
    except OSError:
        delete(comparison_id)
        raise


def beside(folder: RunFolder) -> tuple[StoredVariant, ...]:
    """The variants that were begun with a run; none for a run alone, or where that is damaged."""
    try:
        stored = find(folder.comparison())
    except Damaged:
        return ()
    return tuple(one for one in stored.variants if folder.id not in one.runs) if stored else ()


def runs_beside(folder: RunFolder) -> tuple[str, ...]:
    """The ids of their runs."""
    return tuple(run for variant in beside(folder) for run in variant.runs)
