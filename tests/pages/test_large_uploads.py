"""Large uploads are read in a process of their own, with the same outcome; the death of that process is a sentence."""

import json
import os
from typing import Any

import pytest

from pages.parts import loading
from pages.parts.loading import Loading, Prepared
from seqcore.data.uploads import save_upload
from seqcore.experiment import with_values
from seqcore.jobs.apart import apart
from seqcore.kept import Memory
from seqcore.presets import PRESETS

TABLE = "date,close\n" + "".join(
    f"2024-{month:02}-{day:02},{month + day}\n" for month in (1, 2, 3) for day in range(1, 29)
)


def prepared(content: bytes) -> Prepared:
    path = save_upload(content, "prices.csv")
    changes = ["task.source=file", f"task.path={json.dumps(path)}", "task.window=5"]
    experiment = with_values(PRESETS["prices-lstm"].experiment, changes)
    one = Loading(Memory(100_000_000))
    while (found := one.prepare(experiment)).is_pending:
        pass
    return found


def fingerprint(found: Prepared) -> str:
    return found.data.fingerprint if found.data else ""


@pytest.fixture
def read_apart(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was done in a process of its own, with every upload being a large one."""
    done: list[Any] = []
    monkeypatch.setattr(loading, "LARGE", 1)
    monkeypatch.setattr(loading, "apart", lambda work: done.append(work) or apart(work))
    return done


@pytest.mark.parametrize("content", [TABLE.encode(), b"no table", TABLE[:100].encode()])
def test_it_makes_no_difference(content: bytes, read_apart: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    far = prepared(content)
    assert len(read_apart) == 1
    monkeypatch.setattr(loading, "LARGE", 1_000_000)
    near = prepared(content)
    assert far.problems == near.problems
    assert fingerprint(far) == fingerprint(near)


def test_a_lost_process_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "LARGE", 1)
    monkeypatch.setattr(loading, "apart", lambda work: apart(os.abort))
    (problem,) = prepared(TABLE.encode()).problems
    assert "reading this file ended half-way: it ended with" in problem
