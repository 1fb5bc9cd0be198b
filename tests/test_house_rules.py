"""Rules of the house: who may import what, and that the server's side never loads TensorFlow."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from seqcore.architectures import ARCHITECTURES
from seqcore.architectures.recurrent_stack import CELLS
from seqcore.data.kinds import KINDS
from seqcore.presets import PRESETS
from seqcore.tasks import TASKS
from seqcore.training.settings import OPTIMIZERS

ROOT = Path(__file__).parents[1]
NUMERIC = {"tensorflow", "keras"}
WORKERS_ONLY = {
    *(
        f"seqcore.training.{name}"
        for name in (
            "network",
            "program",
            "programs",
            "norms",
            "advance",
            "progress",
            "look",
            "use",
            "sampling",
            "masks",
            "reshaping",
            "one_thread",
            "hidden",
            "recurrence",
        )
    ),
    *(
        f"seqcore.training.recurrence.{name}"
        for name in ("model", "cells", "sequence", "one_step", "distributed", "field")
    ),
    "seqcore.architectures.layers.keras_crf",
    *(f"seqcore.inspection.{name}" for name in ("reading", "influence", "made_of")),
    "seqcore.jobs.preload",
}
"""What only workers and the command line import, because it imports TensorFlow."""


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


CORE = {module_of(file): file for file in sorted((ROOT / "seqcore").rglob("*.py"))}
SCREENS = {module_of(file): file for file in sorted([ROOT / "app.py", *(ROOT / "pages").rglob("*.py")])}
TASK_FOLDERS = sorted(
    file.parent.name for file in (ROOT / "seqcore" / "tasks").glob("*/__init__.py") if file.parent.name != "base"
)
FLOORS = [
    *("seqcore", "seqcore.num_bytes", "seqcore.settings", "seqcore.limits", "seqcore.invalid", "seqcore.registry"),
    *(
        "seqcore.home",
        "seqcore.kept",
        "seqcore.whole_file",
        "seqcore.data",
        "seqcore.evaluation",
        "seqcore.tasks",
        "seqcore.architectures",
    ),
    *(
        "seqcore.training.settings",
        "seqcore.experiment",
        "seqcore.presets",
        "seqcore.training",
        "seqcore.inspection",
        "seqcore.runs",
        "seqcore.coach",
        "seqcore.clinic",
        "seqcore.comparisons",
        "seqcore.findings",
    ),
    *("seqcore.jobs", "seqcore.command_line", "seqcore.__main__"),
]
"""From the ground up: what stands on a floor may import what is on its own or below it."""
PARTS = [name for name in SCREENS if name.startswith("pages.parts.")]


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def attributes_in(file: Path) -> set[str]:
    """The names after a point."""
    return {node.attr for node in ast.walk(tree_of(file)) if isinstance(node, ast.Attribute)}


@cache
def imports(file: Path, *, on_import_only: bool = False) -> tuple[str, ...]:
    """The modules that a file imports, by full name; in functions, too, unless told otherwise."""
    return tuple(imports_in(tree_of(file), on_import_only=on_import_only))


def imports_in(tree: ast.AST, *, on_import_only: bool = False) -> Iterator[str]:
    """The same for a part of a file."""
    for node in _statements(tree) if on_import_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when the module is imported: all but those in functions."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
            yield from _statements(node)


def at_import(file: Path) -> set[str]:
    """The modules of ours that are imported with a file, not for its types only."""
    types = {
        name
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for name in imports_in(node)
    }
    return {name for name in imports(file, on_import_only=True) if name in CORE | SCREENS} - types


def packages(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("module", CORE)
def test_the_core_knows_no_screen(module: str) -> None:
    assert not packages(imports(CORE[module])) & {"streamlit", "plotly", "pages", "app"}


def test_no_file_is_imported_by_what_it_imports() -> None:
    order = TopologicalSorter({name: at_import(file) - {name} for name, file in (CORE | SCREENS).items()})
    assert len(list(order.static_order())) >= len(CORE)  # raises CycleError for a circle, and names it


@pytest.mark.parametrize("module", CORE)
def test_the_core_imports_downwards_only(module: str) -> None:
    above = FLOORS[FLOORS.index(floor_of(module)) + 1 :]
    assert not {name for name in imports(CORE[module]) if name in CORE and floor_of(name) in above}


def floor_of(module: str) -> str:
    """The floor that a module is on: its own name, or the nearest folder's that is one."""
    return module if module in FLOORS or "." not in module else floor_of(module.rpartition(".")[0])


NAMES = {*TASKS, *ARCHITECTURES, *CELLS, *OPTIMIZERS, *KINDS, *PRESETS}


@pytest.mark.parametrize("module", CORE | SCREENS)
def test_nobody_asks_for_the_name_of_a_variant(module: str) -> None:
    """What differs between kinds stands in their registry, or in them."""
    tree = tree_of((CORE | SCREENS)[module])
    compared = [part for node in ast.walk(tree) if isinstance(node, ast.Compare) for part in _compared(node)]
    begun = [node.args for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_startswith(node.func)]
    asked = [*compared, *(part for parts in begun for part in parts)]
    assert not {part.value for part in asked if isinstance(part, ast.Constant)} & NAMES


def _compared(node: ast.Compare) -> list[ast.expr]:
    return [node.left, *node.comparators] if any(isinstance(one, ast.Eq | ast.NotEq) for one in node.ops) else []


def _is_startswith(called: ast.expr) -> bool:
    return isinstance(called, ast.Attribute) and called.attr in {"startswith", "endswith"}


@pytest.mark.parametrize("kind", TASK_FOLDERS)
def test_a_task_imports_no_other_task(kind: str) -> None:
    others = {
        name for other in TASK_FOLDERS if other != kind for name in CORE if _is_in(name, f"seqcore.tasks.{other}")
    }
    own = [file for name, file in CORE.items() if _is_in(name, f"seqcore.tasks.{kind}")]
    assert len(own) > 1
    assert not {name for file in own for name in imports(file)} & (others | {"seqcore.tasks"})


def _is_in(module: str, folder: str) -> bool:
    return module == folder or module.startswith(f"{folder}.")


@pytest.mark.parametrize("module", SCREENS)
def test_screens_compute_nothing_with_tensorflow(module: str) -> None:
    assert not packages(imports(SCREENS[module])) & NUMERIC
    assert not set(imports(SCREENS[module])) & WORKERS_ONLY


@pytest.mark.parametrize("module", [name for name in CORE if name not in WORKERS_ONLY])
def test_outside_of_the_engine_tensorflow_is_imported_in_functions_only(module: str) -> None:
    at_once = set(imports(CORE[module], on_import_only=True))
    assert not packages(at_once) & NUMERIC
    assert not at_once & WORKERS_ONLY


@pytest.mark.parametrize("module", [name for name in SCREENS if name != "pages.parts.readable_table"])
def test_every_table_can_be_read_out(module: str) -> None:
    """Streamlit paints its tables, and writes "None" into empty cells: `readable_table` mends both."""
    assert "dataframe" not in attributes_in(SCREENS[module])


@pytest.mark.parametrize("module", SCREENS)
def test_nothing_is_kept_where_any_visitor_can_empty_it(module: str) -> None:
    """One message of the websocket clears `st.cache_data` and `st.cache_resource` for all."""
    assert not attributes_in(SCREENS[module]) & {"cache_data", "cache_resource"}


IMPORT_AND_LOOK = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps(sorted(sys.modules)))
"""


def loaded_after(*modules: str) -> set[str]:
    """The top-level packages that a fresh process has loaded after importing `modules`."""
    program = [sys.executable, "-c", IMPORT_AND_LOOK, json.dumps(modules)]
    ended = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    return packages(json.loads(ended.stdout.splitlines()[-1]))


def test_the_core_loads_neither_tensorflow_nor_streamlit() -> None:
    loaded = loaded_after(*(name for name in CORE if name not in WORKERS_ONLY))
    assert "seqcore" in loaded
    assert not loaded & {*NUMERIC, "streamlit"}


def test_experiments_and_runs_load_no_cluster_either() -> None:
    assert not loaded_after("seqcore.experiment", "seqcore.runs.folder", "seqcore.runs.view") & {
        "distributed",
        *NUMERIC,
    }


def test_what_screens_share_does_not_load_tensorflow() -> None:
    loaded = loaded_after(*PARTS)
    assert {"pages", "streamlit"} <= loaded
    assert not loaded & NUMERIC
