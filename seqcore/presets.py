"""Named experiments, collected from the tasks that declare them; a task's first preset is its default."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from seqcore.architectures import ARCHITECTURES
from seqcore.experiment import Experiment, from_values, merged, values_in
from seqcore.settings import Settings, fields_of
from seqcore.tasks import TASKS, Preset
from seqcore.training.settings import Training


@dataclass(frozen=True)
class NamedPreset:
    """A preset, the name it goes by everywhere, its task, and the experiment it stands for."""

    name: str
    preset: Preset
    task: str
    experiment: Experiment


def _collect() -> dict[str, NamedPreset]:
    presets: dict[str, NamedPreset] = {}
    for kind, task in TASKS.items():
        defaults = {"task": {"kind": kind}, "architecture": {"kind": task.architecture}, "training": {}}
        for name, preset in task.presets.items():
            if name in presets:
                raise ValueError(f"two presets are called {name!r}: one of {presets[name].task}, one of {kind}")
            architecture = preset.values.get("architecture", {}).get("kind", task.architecture)
            models: dict[str, type[Settings]] = {
                "task": task,
                "architecture": ARCHITECTURES[architecture],
                "training": Training,
            }
            values = {part: _within_limits(group, models[part]) for part, group in preset.values.items()}
            presets[name] = NamedPreset(name, preset, kind, from_values(merged(defaults, values)))
    return presets


def _within_limits(values: Mapping[str, Any], model: type[Settings]) -> dict[str, Any]:
    """`values` with numbers and lists cut to what is allowed: an operator may have lowered the limits."""
    result, fields = dict(values), fields_of(model)
    for name, value in values.items():
        field = fields.get(name)
        if field is None or field.high is None:
            continue
        if isinstance(value, list) and field.item is not None:
            item = field.item
            result[name] = [_within_limits(one, item) for one in value[: int(field.high)]]
        elif isinstance(value, int | float):
            result[name] = min(value, type(value)(field.high))
    return result


PRESETS: dict[str, NamedPreset] = _collect()


def presets_of(task_kind: str) -> list[NamedPreset]:
    """The presets of one task, in the order it declares them."""
    return [entry for entry in PRESETS.values() if entry.task == task_kind]


def default_experiment(task_kind: str) -> Experiment:
    """The experiment a task's form starts with: its first preset."""
    return presets_of(task_kind)[0].experiment


def from_file(text: str | bytes) -> Experiment:
    """An experiment from a file that a person may have written: what it leaves out is as in its task's first preset.

    Without a task, that is the first of all tasks. Raises InvalidInput.
    """
    values = values_in(text)
    if not isinstance(values, Mapping):
        return from_values(values)
    task = values.get("task", {})
    kind = task.get("kind", next(iter(TASKS))) if isinstance(task, Mapping) else None
    if not isinstance(kind, str) or kind not in TASKS:
        return from_values({"architecture": {}, "training": {}, **values})  # which says what is wrong with the task
    return from_values(merged(default_experiment(kind).model_dump(mode="json"), values))


@lru_cache(maxsize=256)
def preset_of(experiment: Experiment) -> str | None:
    """The name of the preset that trains the same thing as `experiment`, whatever the seed.

    Settings without effect do not count: the merge mode of a layer that reads one way only, say.
    """
    wanted = effective(experiment)
    return next((name for name, entry in PRESETS.items() if _effective_in(name) == wanted), None)


@cache
def _effective_in(preset: str) -> tuple[Any, ...]:
    return effective(PRESETS[preset].experiment)


def effective(experiment: Experiment) -> tuple[Any, ...]:
    """All settings that have an effect but the seed, as plain values: equal where the same thing is trained."""
    training = experiment.training.model_copy(update={"seed": 0})
    return tuple(_applied(part) for part in (experiment.task, experiment.architecture, training))


def _applied(part: Any) -> Any:
    """The settings of `part` that have an effect, as plain values."""
    if isinstance(part, tuple):
        return [_applied(item) for item in part]
    if not isinstance(part, Settings):
        return part
    values = dict(part)
    fields = fields_of(type(part)).items()
    return values.get("kind"), {name: _applied(values[name]) for name, field in fields if field.applies(values)}
