"""One home and two workers for all tests of a module, because its jobs live as long."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module", autouse=True)
def runs_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEQCORE_HOME", str(home))
        patch.setenv("SEQCORE_WORKERS", "2")
        yield home
