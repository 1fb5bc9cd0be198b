"""Puts the stand-in for yfinance in place, here or in another process. What it does: `fake/yfinance/__init__.py`."""

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "fake"


def install(monkeypatch: pytest.MonkeyPatch) -> Any:
    """From here to the end of the test `import yfinance` gives the stand-in; returns its `fake`: calls, scenarios.

    Nothing that an earlier test was told is remembered, and hangs end with the test.
    """
    place = FOLDER / "yfinance" / "__init__.py"
    spec = importlib.util.spec_from_file_location("yfinance", place, submodule_search_locations=[str(place.parent)])
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "yfinance", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr("seqcore.data.series.yahoo._failures", {})
    return module.fake


def environment(log: Path | None = None) -> dict[str, str]:
    """The environment of another process that is to have the stand-in; with `log`, a file with a line for each call."""
    paths = [str(FOLDER), *filter(None, [os.environ.get("PYTHONPATH")])]
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    return found | ({"FAKE_YFINANCE_LOG": str(log)} if log else {})
