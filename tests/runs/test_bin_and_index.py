"""Deleted runs come back for a day; the index says what the folders say, whatever has become of it."""

import json
import os
import time

import pytest
from small import small

from seqcore.runs import index as module
from seqcore.runs.bin import SECONDS_KEPT, bin_folder, bring_back, empty_bin, throw_away
from seqcore.runs.folder import RunFolder, run_ids, runs_folder
from seqcore.runs.index import FILE, Index
from seqcore.runs.label import Label, read_label, write_label
from seqcore.runs.recorder import Recorder
from seqcore.runs.summary import summarize


def test_a_run_comes_back_as_it_was_until_the_bin_is_emptied() -> None:
    folder = RunFolder.create(small())
    throw_away(folder)
    assert run_ids() == []
    empty_bin()
    assert bring_back(folder.id)
    assert run_ids() == [folder.id]
    assert folder.experiment() == small()
    throw_away(folder)
    empty_bin(time.time() + SECONDS_KEPT + 10)
    assert list(bin_folder().iterdir()) == []
    assert not bring_back(folder.id)


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "none"])
def test_nothing_else_is_brought_back(name: str) -> None:
    assert not bring_back(name)


def test_a_run_that_is_there_is_not_replaced_by_one_in_the_bin() -> None:
    folder = RunFolder.create(small())
    throw_away(folder)
    RunFolder.create(small(epochs=3), path=runs_folder() / folder.id)
    assert not bring_back(folder.id)
    assert folder.experiment() == small(epochs=3)


def test_the_index_follows_the_folders() -> None:
    index = Index()
    folder = RunFolder.create(small(), "me")
    assert index.summaries([folder.id])[folder.id].status == "queued"
    assert index.summaries([folder.id])[folder.id].owners == ("me",)
    Recorder(folder).finish("stopped")
    write_label(folder.path, Label(name="n"))
    found = index.summaries([folder.id])[folder.id]
    assert (found.status, found.label.name, found.task) == ("stopped", "n", "cumulative_sum")
    folder.delete()
    assert index.summaries([]) == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"a": 1}', b"\xff", b'{"a": ["", {"status": 1}]}'])
def test_a_damaged_index_is_made_anew(content: bytes) -> None:
    folder = RunFolder.create(small())
    (runs_folder() / FILE).write_bytes(content)
    assert Index().summaries([folder.id])[folder.id] == summarize(folder)


def test_an_index_of_others_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = RunFolder.create(small())
    Index().summaries([folder.id])
    kept = json.loads((runs_folder() / FILE).read_bytes())
    kept[folder.id][1]["status"] = "completed"
    (runs_folder() / FILE).write_text(json.dumps(kept))
    assert Index().summaries([folder.id])[folder.id].status == "completed", "the same folder: the index is used"
    os.utime(folder.path / "events.jsonl", (1, 1))
    assert Index().summaries([folder.id])[folder.id].status == "queued", "another one: it is not"


def test_what_has_not_changed_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [RunFolder.create(small(seed=seed)) for seed in range(3)]
    ids = [folder.id for folder in folders]
    index, read = Index(), []
    monkeypatch.setattr(module, "summarize", lambda folder: read.append(folder.id) or summarize(folder))
    index.summaries(ids)
    assert sorted(read) == sorted(ids)
    write_label(folders[1].path, Label(pinned=True))
    index.summaries(ids)
    assert read[3:] == [ids[1]]
    read.clear()
    Index().summaries(ids)
    assert read == [ids[1]], "the file was written before the label"


@pytest.mark.parametrize("damage", ["experiment.json", "events.jsonl", "owner"])
def test_a_damaged_run_has_a_summary_that_says_so(damage: str) -> None:
    folder = RunFolder.create(small())
    file = folder.path / damage
    file.unlink(missing_ok=True)
    file.mkdir()
    assert damage in summarize(folder).damage


@pytest.mark.parametrize("content", [b"", b"[]", b'{"name": 1}', b'{"name": "' + b"x" * 200 + b'"}', b"\xff"])
def test_a_damaged_label_is_an_empty_one(content: bytes) -> None:
    folder = RunFolder.create(small())
    (folder.path / "label.json").write_bytes(content)
    assert read_label(folder.path) == Label()
