"""What the page of a comparison is about: lines to draw, each with the runs of its seeds."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from pages.parts.loading import Prepared
from pages.parts.scores_panel import known_baselines
from pages.parts.server import server
from seqcore.comparisons.differing import grouped, titles_of
from seqcore.comparisons.presets import COMPARISONS
from seqcore.comparisons.results import LOSS, Result
from seqcore.comparisons.stored import StoredComparison
from seqcore.evaluation.measure import Measure
from seqcore.experiment import Experiment, with_values
from seqcore.invalid import InvalidInput
from seqcore.runs.view import RunView
from seqcore.tasks.base.task import Baseline


@dataclass(frozen=True)
class Entry:
    """One line: a variant and its runs, one a seed."""

    title: str
    experiment: Experiment
    runs: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """A comparison as it is shown; the last three are empty for runs that were put together by hand."""

    title: str
    entries: tuple[Entry, ...]
    measure: str
    guess: str = ""
    published: str = ""
    look_for: str = ""

    @property
    def runs(self) -> tuple[str, ...]:
        """The ids of all runs."""
        return tuple(run for entry in self.entries for run in entry.runs)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """What is measured in every variant, by name."""
        known = [entry.experiment.task.measures() for entry in self.entries]
        return {name: one for name, one in known[0].items() if all(name in other for other in known)}

    @property
    def charts(self) -> list[str]:
        """The measures that have a chart, the one of the verdict first."""
        drawn = [name for name in self.entries[0].experiment.task.charts() if name in self.measures]
        return list(dict.fromkeys([self.measure, *drawn]))


def of_stored(stored: StoredComparison) -> Overview:
    """A comparison that was kept. Raises InvalidInput when its variants are not what they say."""
    entries = tuple(Entry(one.title, with_values(stored.base, one.changes), one.runs) for one in stored.variants)
    named = COMPARISONS.get(stored.named)
    guess = next((one.title for one in stored.variants if one.name == stored.guess), "")
    known = stored.base.task.measures()
    measure = stored.measure if stored.measure in known else LOSS
    words = (named.published, named.look_for) if named else ("", "")
    return Overview(stored.title, entries, measure, guess, *words)


def of_runs(run_ids: Sequence[str]) -> tuple[Overview | None, list[str]]:
    """Runs put together by hand, those that differ in their seeds only in one line; and why some are not shown."""
    found: dict[str, Experiment] = {}
    problems = []
    for run_id in dict.fromkeys(run_ids):
        try:
            view = server().following.view(run_id)
        except InvalidInput as error:
            problems.append(f"Run {run_id[:64]} cannot be shown: {error.problems[0]}")
            continue
        if view is None:
            problems.append(f"There is no run {run_id[:64]!r} any more.")
        else:
            found[run_id] = view.experiment
    groups = grouped(found)
    if not groups:
        return None, problems
    titles = titles_of([found[group[0]] for group in groups])
    entries = tuple(Entry(title, found[group[0]], tuple(group)) for title, group in zip(titles, groups, strict=True))
    return Overview("Runs side by side", entries, LOSS), problems


def views_of(overview: Overview) -> dict[str, RunView]:
    """The views of the runs that can be read, by id."""
    found = {}
    for run in overview.runs:
        with suppress(InvalidInput):
            if view := server().following.view(run):
                found[run] = view
    return found


def baselines_of(overview: Overview) -> dict[str, Baseline]:
    """The baselines of all variants, with those of their scores that are the same for each: others are no one line."""
    firsts = {entry.experiment.task: entry for entry in overview.entries if entry.runs}
    first, *others = [known_baselines(one.experiment, one.runs[0], Prepared()) for one in firsts.values()] or [{}]
    return {
        name: replace(
            one, scores={score: value for score, value in one.scores.items() if _agree(name, score, value, others)}
        )
        for name, one in first.items()
    }


def _agree(name: str, score: str, value: float, others: Iterable[Mapping[str, Baseline]]) -> bool:
    return all(name in known and known[name].scores.get(score) == value for known in others)


def views_by_title(overview: Overview, views: Mapping[str, RunView]) -> dict[str, list[RunView]]:
    """The same by the title of their line."""
    return {entry.title: [views[run] for run in entry.runs if run in views] for entry in overview.entries}


def results_of(overview: Overview, views: Mapping[str, RunView]) -> dict[str, list[Result | None]]:
    """What the runs came to, by the title of their line: one for every seed that any line has, in their order.

    None where there is no run of that seed, or it has not ended.
    """
    by_seed = {
        entry.title: {views[run].experiment.training.seed: _result(views[run]) for run in entry.runs if run in views}
        for entry in overview.entries
    }
    seeds = sorted({seed for row in by_seed.values() for seed in row})
    return {title: [row.get(seed) for seed in seeds] for title, row in by_seed.items()}


def _result(view: RunView) -> Result | None:
    return Result(view.finished.validation, view.finished.test) if view.finished else None
