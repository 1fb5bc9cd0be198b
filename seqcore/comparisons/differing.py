"""In which settings experiments differ, and what to call each of them for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seqcore.comparisons.choices import SEED, choices_of
from seqcore.experiment import Experiment

MOST_IN_A_TITLE = 3
NONE = "none"


def differing(experiments: Sequence[Experiment]) -> dict[str, list[str]]:
    """The settings that are not the same in all, by path, with the value in each; the seed is none."""
    known = [dict(_flat(experiment.model_dump(mode="json"))) for experiment in experiments]
    paths = dict.fromkeys(path for values in known for path in values)
    paths.pop(SEED, None)
    rows = {path: [values.get(path, "") for values in known] for path in paths}
    return {path: row for path, row in rows.items() if len(set(row)) > 1}


def in_words(rows: Mapping[str, Sequence[str]], experiments: Sequence[Experiment]) -> dict[str, list[str]]:
    """The same by what the settings are called, with values as the form calls them.

    A setting that no form knows keeps its path, and what an experiment does not have is `NONE`.
    """
    known = [choices_of(experiment) for experiment in experiments]
    titles = {path: choice.title for choices in known for path, choice in choices.items()}
    return {
        titles.get(path, path): [
            choices[path].title_of(value) if path in choices else value or NONE
            for value, choices in zip(row, known, strict=True)
        ]
        for path, row in rows.items()
    }


def titles_of(experiments: Sequence[Experiment]) -> list[str]:
    """A title for each that tells them apart: what differs, or what they are where that is too much to say."""
    rows = in_words(differing(experiments), experiments)
    if 0 < len(rows) <= MOST_IN_A_TITLE:
        told = [", ".join(f"{title} {row[place]}" for title, row in rows.items()) for place in range(len(experiments))]
    else:
        told = [f"{one.architecture.in_words()} · {one.task.title}" for one in experiments]
    return [title if told.count(title) == 1 else f"{title} ({place})" for place, title in enumerate(told, 1)]


def grouped(experiments: Mapping[str, Experiment]) -> list[list[str]]:
    """Ids of runs, together those that differ in their seeds only, in the order that they come in."""
    groups: dict[str, list[str]] = {}
    for run_id, experiment in experiments.items():
        groups.setdefault(experiment.with_seed(0).model_dump_json(), []).append(run_id)
    return list(groups.values())


def _flat(values: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(values, dict):
        for name, value in values.items():
            yield from _flat(value, f"{path}.{name}".removeprefix("."))
    elif isinstance(values, list):
        for place, value in enumerate(values):
            yield from _flat(value, f"{path}.{place}")
    else:
        yield path, str(values).lower() if isinstance(values, bool) else "" if values is None else str(values)
