"""The cards of the home page, in their groups, and which of them a search finds."""

from collections.abc import Sequence
from dataclasses import dataclass

from seqcore.presets import NamedPreset, presets_of
from seqcore.tasks import TASKS, Task


@dataclass(frozen=True)
class Card:
    """A lesson: a task, and the presets to begin with."""

    kind: str
    task: type[Task]
    presets: Sequence[NamedPreset]


def groups() -> dict[str, list[str]]:
    """The kinds of the tasks by group, both in the order in which tasks are registered."""
    found: dict[str, list[str]] = {}
    for kind, task in TASKS.items():
        found.setdefault(task.group, []).append(kind)
    return found


def cards(query: str = "") -> dict[str, list[Card]]:
    """The cards by group. A card is found by what it says itself, with all presets, or by some of its presets."""
    found = {group: [card for kind in kinds if (card := _found(kind, query))] for group, kinds in groups().items()}
    return {group: shown for group, shown in found.items() if shown}


def _found(kind: str, query: str) -> Card | None:
    task, presets = TASKS[kind], presets_of(kind)
    words = query.casefold().split()
    about = f"{kind} {task.title} {task.group} {task.question} {task.to_see}"
    if not _has_all(about, words):
        presets = [entry for entry in presets if _has_all(f"{about} {_about(entry)}", words)]
    return Card(kind, task, presets) if presets else None


def _about(entry: NamedPreset) -> str:
    chosen = entry.experiment.architecture.model_dump_json(exclude_defaults=True)  # "bidirectional", say
    words = f"{entry.experiment.architecture.in_words()} {entry.experiment.training.in_words()} {chosen}"
    return f"{entry.name} {entry.preset.title} {entry.preset.summary} {words}"


def _has_all(text: str, words: Sequence[str]) -> bool:
    text = text.casefold()
    return all(word in text for word in words)
