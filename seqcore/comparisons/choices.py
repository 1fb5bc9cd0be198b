"""What can be compared: every setting of an experiment, and the values to choose from or to type."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from seqcore.architectures import ARCHITECTURES
from seqcore.experiment import Experiment, architectures_for
from seqcore.settings import SettingField, Settings, fields_of
from seqcore.tasks.base.variant import Variant

SEED = "training.seed"
NOTHING = "nothing"
"""What is typed for a setting that may be left empty."""


@dataclass(frozen=True)
class Choice:
    """A setting, by the path that `--set` takes; `values` maps those to choose from to titles, none: they are typed."""

    path: str
    title: str
    explanation: str
    value: str
    values: Mapping[str, str]
    allowed: str

    def typed(self, text: str) -> list[str]:
        """The values in a text like ``8, 16, 32``, each once; ``nothing`` stands for no value."""
        values = [value for value in re.split(r"[,;\s]+", text) if value]
        return ["" if value == NOTHING else value for value in dict.fromkeys(values)]

    def title_of(self, value: str) -> str:
        """A value as it stands in a legend beside others of this setting."""
        return self.values.get(value, value or NOTHING)


def choices_of(experiment: Experiment) -> dict[str, Choice]:
    """What variants can differ in: the settings of an experiment without the seed, of which every variant has all."""
    found = settings_of(experiment)
    found.pop(SEED, None)
    return found


def settings_of(experiment: Experiment) -> dict[str, Choice]:
    """The settings of an experiment that have an effect as it is, by path."""
    kinds = {kind: ARCHITECTURES[kind].title for kind in architectures_for(experiment.task)}
    found = {}
    if len(kinds) > 1:
        kind = Choice(
            "architecture.kind", "Network", "The kind of network.", experiment.architecture.kind, kinds, "one of them"
        )
        found[kind.path] = kind
    for group in ("architecture", "training", "task"):
        settings = getattr(experiment, group)
        for choice in _choices(group, "" if group == "architecture" else f"{group.capitalize()} › ", settings):
            found[choice.path] = choice
    return found


def grid(chosen: Sequence[tuple[Choice, Sequence[str]]]) -> tuple[Variant, ...]:
    """A variant for every combination of the values of each setting.

    Where several settings are switched on and off, a title says of which one it speaks.
    """
    rows = product(*([(choice, value) for value in values] for choice, values in chosen))
    return tuple(_variant(row, many=len(chosen) > 1) for row in rows)


def _variant(row: Sequence[tuple[Choice, str]], *, many: bool) -> Variant:
    words = [
        f"{choice.title.rpartition('› ')[2]} {choice.title_of(value)}" if many else choice.title_of(value)
        for choice, value in row
    ]
    return Variant(
        "-".join(value or NOTHING for _, value in row),
        ", ".join(words),
        tuple(f"{choice.path}={value}" for choice, value in row),
    )


def _choices(path: str, title: str, settings: Settings) -> Iterator[Choice]:
    values = settings.model_dump(mode="json")
    for name, field in fields_of(type(settings)).items():
        value = getattr(settings, name)
        if not field.applies(values):
            continue
        if field.item:
            for place, entry in enumerate(value):
                words = field.title.removesuffix("s").capitalize()
                yield from _choices(f"{path}.{name}.{place}", f"{title}{words} {place + 1} › ", entry)
        elif field.value_type is not tuple:
            yield Choice(
                f"{path}.{name}",
                f"{title}{field.title}",
                field.explanation,
                _text(values[name]),
                _values(field),
                field.allowed(),
            )


def _values(field: SettingField) -> dict[str, str]:
    if field.value_type is bool:
        return {"false": "off", "true": "on"}
    return dict(field.choices or {}) | ({"": NOTHING} if field.choices and field.optional else {})


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
