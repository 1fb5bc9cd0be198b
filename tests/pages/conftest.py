"""One real cluster for all screens; every test has its own home, and leaves no run behind."""

from collections.abc import Iterator

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.runtime.scriptrunner import script_runner
from waiting import wait_until

from pages.parts import server as parts
from seqcore.jobs.jobs import Jobs
from seqcore.runs.folder import all_runs


@pytest.fixture(autouse=True)
def nothing_to_clean_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit clears Keras after every run of a script when it is loaded, as other tests did: 0.2 s each time."""
    monkeypatch.setattr(script_runner, "_clean_problem_modules", lambda: None)


@pytest.fixture(scope="package")
def cluster() -> Iterator[Jobs]:
    """The jobs of the pages' server, with one worker that is still getting ready."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEQCORE_WORKERS", "1")
        patch.setattr(ContextProxy, "cookies", {})  # AppTest has none: every test page is a browser of its own
        jobs = parts.server().jobs
        yield jobs
        jobs.close()
        parts.close()


@pytest.fixture
def jobs(cluster: Jobs) -> Iterator[Jobs]:
    """The same, ready; runs that a test leaves going are stopped."""
    wait_until(lambda: cluster.cluster.state == "ready", "the worker")
    yield cluster
    going = [folder.id for folder in all_runs() if cluster.is_active(folder.id)]
    for run in going:
        cluster.act(run, "stop")
    wait_until(lambda: not any(map(cluster.is_active, going)), "the runs to stop")
