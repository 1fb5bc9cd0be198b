"""One home and one cluster of two workers for all tests of this folder: both take long to make."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from last_test import UntilLastTest
from waiting import wait_until

from seqcore.jobs.jobs import Jobs

SHARED = UntilLastTest(Path(__file__).parent)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """The cluster ends with the last test that may use it."""
    SHARED.after_test(nextitem)


@pytest.fixture(scope="package", autouse=True)
def runs_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEQCORE_HOME", str(home))
        patch.setenv("SEQCORE_WORKERS", "2")
        yield home


@pytest.fixture(scope="package")
def jobs(runs_home: Path) -> Jobs:
    started = SHARED.enter_context(closing(Jobs()))
    wait_until(lambda: started.cluster.workers == 2, "two workers")
    return started
