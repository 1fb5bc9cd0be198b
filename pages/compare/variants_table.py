"""The table of a comparison: a row for each variant, mean and standard deviation of every measure over the seeds."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from pages.compare.overview import Overview, views_by_title
from seqcore.comparisons.differing import differing, in_words
from seqcore.comparisons.results import LOSS, Spread
from seqcore.runs.view import RunView

DIFFERENCE, STD = "Δ ", "± "
"""Before the name of a measure."""


def variants_table(overview: Overview, views: Mapping[str, RunView], baseline: str = "") -> dict[str, list[Any]]:
    """Columns by their names: the variant, settings that differ, size, seconds, and what was measured.

    With a `baseline`, a variant by its title, the measures are differences of the means to its.
    """
    entries = overview.entries
    experiments = [entry.experiment for entry in entries]
    settings = differing(experiments)
    if len({experiment.task.kind for experiment in experiments}) > 1:  # their titles say which; the rest is not alike
        settings = {path: row for path, row in settings.items() if not path.startswith("task.")}
    found = views_by_title(overview, views)
    columns: dict[str, list[Any]] = {"Variant": [entry.title for entry in entries]}
    if len(settings) > 1:
        columns |= in_words(settings, experiments)
    columns["Parameters"] = [experiment.parameters() for experiment in experiments]
    columns["Runs ended"] = [_ended(found[entry.title], len(entry.runs)) for entry in entries]
    columns["Seconds a run"] = [_mean([_seconds(view) for view in found[entry.title]]) for entry in entries]
    columns["Best loss"] = [_mean([_best_loss(view) for view in found[entry.title]]) for entry in entries]
    for name, measure in overview.measures.items():
        title = "Loss at the end" if name == LOSS else measure.title
        spreads = [Spread.of(_values(found[entry.title], name)) for entry in entries]
        columns |= _measured(title, spreads, [entry.title for entry in entries], baseline)
    return columns


def column_formats(columns: Iterable[str], overview: Overview) -> dict[str, str]:
    """How the numbers of a column are written, where that is not in four digits: shares in percent."""
    shares = {measure.title for measure in overview.measures.values() if measure.share}
    of_shares = [name for name in columns if name.removeprefix(DIFFERENCE).removeprefix(STD) in shares]
    return dict.fromkeys(of_shares, "percent") | {"Parameters": "localized"}


def _measured(title: str, spreads: Sequence[Spread], titles: Sequence[str], baseline: str) -> dict[str, list[Any]]:
    means = [math.nan if spread.mean is None else spread.mean for spread in spreads]
    if baseline in titles:
        of_baseline = means[titles.index(baseline)]
        title, means = DIFFERENCE + title, [mean - of_baseline for mean in means]
    columns: dict[str, list[Any]] = {title: means}
    if any(spread.std is not None for spread in spreads):
        columns[f"{STD}{title.removeprefix(DIFFERENCE)}"] = [
            math.nan if spread.std is None else spread.std for spread in spreads
        ]
    return columns


def _ended(views: Sequence[RunView], runs: int) -> str:
    return f"{sum(view.finished is not None for view in views)} of {runs}"


def _seconds(view: RunView) -> float:
    return view.finished.seconds if view.finished else view.seconds


def _best_loss(view: RunView) -> float:
    return min((scores[LOSS] for scores in view.validation.values() if LOSS in scores), default=math.nan)


def _values(views: Sequence[RunView], name: str) -> list[float]:
    return [view.last_validation().get(name, math.nan) for view in views]


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if math.isfinite(value)]
    return float(np.mean(known)) if known else math.nan
