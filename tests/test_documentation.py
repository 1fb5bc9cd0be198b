"""The README names every task, preset, setting and environment variable that the code has, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from seqcore.architectures import ARCHITECTURES
from seqcore.experiment import Experiment, with_values
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS
from seqcore.settings import Settings, fields_of
from seqcore.tasks import TASKS
from seqcore.training.settings import Training

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_rows(model: type[Settings], path: str) -> Iterator[str]:
    """The rows of the README's table for `model`: path, default, what is allowed, explanation."""
    for name, field in fields_of(model).items():
        if field.item:
            default = f"{len(field.default)} entries" if len(field.default) != 1 else "1 entry"
        else:
            default = "–" if field.default in (None, "", ()) else _plain(field.default)
        yield f"| `{path}.{name}` | {default} | {field.allowed()} | {field.explanation} |"
        if field.item:
            yield from settings_rows(field.item, f"{path}.{name}.0")


def _plain(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


def groups() -> dict[str, tuple[type[Settings], str]]:
    return (
        {kind: (task, "task") for kind, task in TASKS.items()}
        | {kind: (architecture, "architecture") for kind, architecture in ARCHITECTURES.items()}
        | {"training": (Training, "training")}
    )


@pytest.mark.parametrize("kind", groups())
def test_every_setting_has_its_row(kind: str) -> None:
    model, path = groups()[kind]
    for row in settings_rows(model, path):
        assert row in README


def test_every_row_is_a_setting() -> None:
    known = {row for model, path in groups().values() for row in settings_rows(model, path)}
    assert {line for line in README.splitlines() if re.match(r"\| `(task|architecture|training)\.", line)} == known


def test_tasks_and_architectures_are_documented() -> None:
    for kind in (*TASKS, *ARCHITECTURES):
        assert f"`{kind}`" in README


def test_presets_are_documented_and_exist() -> None:
    documented = set(re.findall(r"^\| `([a-z0-9-]+)` \|", README, re.MULTILINE))
    assert documented == set(PRESETS)


def test_environment_variables_are_documented_and_exist() -> None:
    code = [*(ROOT / "seqcore").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
    used = {name for file in code for name in re.findall(r"SEQCORE_[A-Z]+", file.read_text(encoding="utf-8"))}
    assert set(re.findall(r"SEQCORE_[A-Z]+", README)) == used


def test_commands_are_documented() -> None:
    from seqcore.command_line.commands import parser

    for command in ("presets", "describe", "train"):
        assert f"python -m seqcore {command}" in README
        assert command in parser().format_help()


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_every_example_of_a_setting_is_accepted() -> None:
    examples = set(re.findall(r"[` ]((?:task|architecture|training)\.[a-z0-9_.]+=[^\s`]*)", README))
    assert {"architecture.layers.1.units=8", "training.learning_rate="} <= examples
    for example in examples:
        assert any(_is_accepted(preset.experiment, example) for preset in PRESETS.values()), example


def _is_accepted(experiment: Experiment, assignment: str) -> bool:
    try:
        return bool(with_values(experiment, [assignment]))
    except InvalidInput:
        return False
