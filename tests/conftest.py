"""What every test shares: runs of its own, property tests that try the same examples every time, and its process.

With pytest-xdist each file is one process's (`--dist loadgroup` and the marks set here), because its tests share what
they have compiled. All files that start a cluster or a browser belong to one group: two clusters at once would be
more than two cores can do.
"""

from itertools import groupby
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("repeatable")

HEAVY_FIXTURES, HEAVY_FOLDERS = {"cluster", "jobs", "serve", "browser"}, {"jobs", "browser"}
"""Where clusters, servers and browsers are started."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests belong to one process, the large group first, so that it does not end last."""
    heavy = list[pytest.Item]()
    for file, found in groupby(items, key=lambda item: item.path):
        together = list(found)
        is_heavy = file.parent.name in HEAVY_FOLDERS or any(
            HEAVY_FIXTURES & set(getattr(item, "fixturenames", ())) for item in together
        )
        heavy += together if is_heavy else []
        for item in together:
            item.add_marker(pytest.mark.xdist_group("cluster" if is_heavy else str(file)))
    chosen = set(heavy)
    items[:] = heavy + [item for item in items if item not in chosen]


@pytest.fixture(autouse=True)
def runs_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `SEQCORE_HOME` of this test alone. A conftest nearer by may define one that is shared by more tests."""
    home = tmp_path / "home"
    monkeypatch.setenv("SEQCORE_HOME", str(home))
    return home
