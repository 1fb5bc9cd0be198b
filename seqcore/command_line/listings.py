"""Presets and experiments as plain values for JSON, and as tables for a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from rich.table import Column, Table

from seqcore.experiment import Experiment
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
        name: {"title": p.preset.title, "summary": p.preset.summary, "experiment": p.experiment.model_dump()}
        for name, p in PRESETS.items()
    }


def preset_table() -> Table:
    """All presets, a row each."""
    table = Table(_whole("preset"), "architecture", "training", "what it shows")
    for name, p in PRESETS.items():
        table.add_row(name, p.experiment.architecture.in_words(), p.experiment.training.in_words(), p.preset.summary)
    return table


def experiment_values(experiment: Experiment) -> dict[str, Any]:
    """An experiment, its layers, and its settings by path."""
    return {
        "experiment": experiment.model_dump(),
        "layers": [vars(layer) for layer in experiment.layers()],
        "parameters": experiment.parameters(),
        "settings": {one.path: {"value": one.value, "allowed": one.allowed} for one in settings_of(experiment)},
    }


def layer_table(experiment: Experiment) -> Table:
    """The layers with shapes and parameter counts."""
    table = Table("layer", "kind", "output shape", "parameters", "note", title=experiment.architecture.in_words())
    for layer in experiment.layers():
        shape = ", ".join(["batch", *map(str, layer.shape)])
        table.add_row(layer.name, layer.kind, f"({shape})", f"{layer.parameters:,}", layer.note)
    table.add_row("total", "", "", f"{experiment.parameters():,}", "")
    return table


def setting_table(experiment: Experiment) -> Table:
    """Every setting with its value and what it may be."""
    table = Table(_whole("setting"), "value", "allowed", "what it does", title="Settings, for --set PATH=VALUE")
    for one in settings_of(experiment):
        value = "–" if one.value in (None, "") else str(one.value)
        table.add_row(one.path, value, one.allowed, one.explanation)
    return table


def _whole(header: str) -> Column:
    """A column of names that are to be typed, and so must not be shortened."""
    return Column(header, no_wrap=True, overflow="ignore")


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
        shown = f"{len(plain)} entries" if field.item else plain
        yield Setting(f"{path}{name}", shown, field.allowed(), field.explanation)
        for index, item in enumerate(value if isinstance(value, tuple) else ()):
            yield from settings_of(item, f"{path}{name}.{index}.")
