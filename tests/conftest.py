"""What every test shares: runs of its own, and property tests that try the same examples every time."""

from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("repeatable")


@pytest.fixture(autouse=True)
def runs_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `SEQCORE_HOME` of this test alone. A conftest nearer by may define one that is shared by more tests."""
    home = tmp_path / "home"
    monkeypatch.setenv("SEQCORE_HOME", str(home))
    return home
