"""Presets and experiments as plain values for JSON, and as tables for a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from seqcore.command_line.terminal import Terminal
from seqcore.comparisons.presets import COMPARISONS
from seqcore.experiment import Experiment, architectures_for
from seqcore.presets import PRESETS
from seqcore.settings import Settings, fields_of


@dataclass(frozen=True)
class Setting:
    """One setting of an experiment; `path` is what ``--set`` takes, `allowed` is in words."""

    path: str
    value: Any
    allowed: str
    explanation: str


def preset_values() -> dict[str, Any]:
    """All presets by name."""
    return {
        name: {
            "title": p.preset.title,
            "summary": p.preset.summary,
            "look_for": p.preset.lesson.look_for,
            "try_next": p.preset.lesson.try_next,
            "experiment": p.experiment.model_dump(),
        }
        for name, p in PRESETS.items()
    }


def print_presets(out: Terminal) -> None:
    """All presets, a row each, and the named comparisons."""
    rows = [
        [name, p.experiment.architecture.in_words(), p.experiment.training.in_words(), p.preset.summary]
        for name, p in PRESETS.items()
    ]
    out.rows(["preset", "architecture", "training", "what it shows"], rows)
    compared = [
        [name, " · ".join(one.title for one in known.variants), f"{known.seeds}", known.published]
        for name, known in COMPARISONS.items()
    ]
    out.rows(["comparison", "of", "seeds", "published"], compared, title="For the command compare")


def experiment_values(experiment: Experiment) -> dict[str, Any]:
    """An experiment, its layers, and its settings by path."""
    return {
        "experiment": experiment.model_dump(),
        "layers": [vars(layer) for layer in experiment.layers()],
        "parameters": experiment.parameters(),
        "settings": {one.path: {"value": one.value, "allowed": one.allowed} for one in settings_of(experiment)},
    }


def print_layers(out: Terminal, experiment: Experiment) -> None:
    """The layers with shapes and parameter counts."""
    rows = [
        [
            layer.name,
            layer.kind,
            f"({', '.join(['batch', *map(str, layer.shape)])})",
            f"{layer.parameters:,}",
            layer.note,
        ]
        for layer in experiment.layers()
    ]
    total = ["total", "", "", f"{experiment.parameters():,}", ""]
    headers = ["layer", "kind", "output shape", "parameters", "note"]
    out.rows(headers, [*rows, total], title=experiment.architecture.in_words())


def print_settings(out: Terminal, experiment: Experiment) -> None:
    """Every setting with its value and what it may be."""
    rows = [
        [one.path, "–" if one.value in (None, "") else str(one.value), one.allowed, one.explanation]
        for one in settings_of(experiment)
    ]
    out.rows(["setting", "value", "allowed", "what it does"], rows, title="Settings, for --set PATH=VALUE")
    out.say(
        "Nothing: PATH=null, or PATH= with no value. One more entry of a list: the next number, as in layers.1.units=8."
    )
    kinds = ", ".join(architectures_for(experiment.task))
    out.say(f"Another architecture, with its defaults: architecture.kind, here one of {kinds}.")


def settings_of(part: Any, path: str = "") -> Iterator[Setting]:
    """Every setting in `part`, whose own path is `path`; a list comes before the settings of its entries."""
    if not isinstance(part, Settings):
        return
    for name, field in fields_of(type(part)).items():
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from settings_of(value, f"{path}{name}.")
            continue
        plain = list(value) if isinstance(value, tuple) else value
        shown = _count(plain) if field.item else plain
        yield Setting(f"{path}{name}", shown, field.allowed(), field.explanation)
        for index, item in enumerate(value if isinstance(value, tuple) else ()):
            yield from settings_of(item, f"{path}{name}.{index}.")


def _count(entries: Any) -> str:
    return "1 entry" if len(entries) == 1 else f"{len(entries)} entries"
