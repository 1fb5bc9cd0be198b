"""What every test shares: runs of its own, property tests that try the same examples every time, and its process.

With pytest-xdist each file is one process's, because its tests share what they have compiled. Everything that starts a
cluster, a server or a browser is one process's, too: two clusters at once would be more than two cores can do.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from room import Room, limited_room
from xdist.scheduler import LoadScopeScheduling

hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("repeatable")

STARTS_PROCESSES = re.compile(r"tests/(jobs|browser)/|tests/pages/test_(\w+_)?(screen|history)\.py")


class _OneProcessAFile(LoadScopeScheduling):
    """The distribution described above (`--dist loadfile` without its exception)."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "clusters" if STARTS_PROCESSES.match(file) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Asked for by pytest-xdist."""
    return _OneProcessAFile(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The largest group first, so that it does not end last."""
    items.sort(key=lambda item: STARTS_PROCESSES.match(item.nodeid) is None)


@pytest.fixture(autouse=True)
def runs_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `SEQCORE_HOME` of this test alone. A conftest nearer by may define one that is shared by more tests."""
    home = tmp_path / "home"
    monkeypatch.setenv("SEQCORE_HOME", str(home))
    return home


@pytest.fixture
def room() -> Iterator[Room]:
    """Sets how many bytes a file of this process may have."""
    with limited_room() as room:
        yield room
