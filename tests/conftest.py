"""What every test shares: runs of its own, property tests that try the same examples every time, and its process.

With pytest-xdist each file is one process's, because its tests share what they have compiled. What starts clusters,
servers or browsers makes three groups, each one process's: more clusters at once would be more than two cores can do.
"""

import gc
import re
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest
from room import Room, limited_room
from xdist.scheduler import LoadScopeScheduling

hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("repeatable")

GROUPS = {
    "jobs": re.compile("tests/jobs/"),
    "screens": re.compile(r"tests/pages/test_(\w+_)?(screen|history)\.py"),
    "browser": re.compile("tests/browser/"),
}
"""In the order in which they begin: browsers do not run beside the killing of workers, which takes both cores."""
LONG = re.compile(r"tests/(training/|test_(registry|side_by_side)|data/series/test_file_m|clinic/|pages/test_form)")
"""Of the others those that take longest."""


def _group_of(node_id: str) -> str | None:
    return next((name for name, files in GROUPS.items() if files.match(node_id)), None)


class _OneProcessAFile(LoadScopeScheduling):
    """The distribution described above (`--dist loadfile` without its exception)."""

    def _split_scope(self, nodeid: str) -> str:
        return _group_of(nodeid) or nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Asked for by pytest-xdist."""
    return _OneProcessAFile(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The large groups first, then the long files, so that at the end both processes have something to do."""
    order = [*GROUPS, None]
    items.sort(key=lambda item: (order.index(_group_of(item.nodeid)), not LONG.match(item.nodeid)))


def pytest_collection_finish() -> None:
    """What is imported by now stays: the garbage collector need not look through a million objects again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders that are not there yet. (`tmp_path` looks through all folders of earlier tests: 3 ms each.)"""
    return map(tmp_path_factory.mktemp("homes").joinpath, map(str, count()))


@pytest.fixture(autouse=True)
def runs_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `SEQCORE_HOME` of this test alone. A conftest nearer by may define one that is shared by more tests."""
    home = next(homes)
    monkeypatch.setenv("SEQCORE_HOME", str(home))
    return home


@pytest.fixture
def room() -> Iterator[Room]:
    """Sets how many bytes a file of this process may have."""
    with limited_room() as room:
        yield room


@pytest.fixture
def plain_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """No script as the main module, which processes would run again: Streamlit's tests leave theirs behind."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
