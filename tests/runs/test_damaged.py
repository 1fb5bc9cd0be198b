"""Whatever a run's folder holds, every read of it ends in what it says or in "damaged", and it can be deleted."""

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small import small

from pages.parts.run_words import number_words, numbers_words, progress_words
from seqcore.comparisons.beside import beside
from seqcore.data.series.generated import generate
from seqcore.experiment import Experiment
from seqcore.invalid import InvalidInput
from seqcore.jobs.questions import Kept
from seqcore.runs.damaged import Damaged
from seqcore.runs.folder import RunFolder, run_ids
from seqcore.runs.following import Following
from seqcore.runs.ownership import hash_of
from seqcore.runs.recorder import Recorder
from seqcore.training.events import LearningRate, Validations
from seqcore.training.state import Checkpoint, Recorded, State

MUTATIONS = 200
WEIGHTS = (np.ones((3, 4), np.float32), np.zeros(4, np.float32))
LONG = "9" * 400
VALUES: tuple[Any, ...] = (
    *(None, True, -1, 0, 1.5, 10**30, 1e308, float("nan"), float("inf"), "", "x", "\udc80", [], {}, [[]], [None]),
    *({"a": 1}, [1, "a"], ["x"] * 50),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run with everything in it."""
    path = tmp_path_factory.mktemp("whole") / "run"
    folder = RunFolder.create(small(epochs=2), hash_of("me"), path, generate("gbm", 100, 1.0, 0.0, 50, 1))
    folder.ownership.new_code()
    folder.save_comparison("abc")
    recorder = Recorder(folder)
    recorder.status("running", "A worker was lost.")
    state = State(4, 2, 0.001, WEIGHTS, np.zeros((0, 2), np.float32), seconds=1.0)
    metrics = {"loss": [0.7, 0.6], "accuracy": [0.5, 0.6]}
    looks = [
        Recorded.of(2, {"predictions": np.full((1, 1), 0.5)}),
        Validations(epochs=[0, 2], metrics=metrics, recorded=[2]),
    ]
    epochs = {"event": "epochs", "first": 1, "metrics": {"loss": [0.7, 0.6], "accuracy": [0.5, 0.6]}}
    with (path / "events.jsonl").open("a") as file:
        file.write(json.dumps({**epochs, "update": 4, "seconds": 1.0, "examples": 2}) + "\n")
    recorder = Recorder(folder)
    recorder.record(state, [*looks, LearningRate(update=4, epoch=2, value=0.01), Checkpoint.of(2, WEIGHTS)])
    recorder.finish("completed")
    folder.save_judgement({"test": np.zeros((5, 1)), "test_origins": np.arange(5)})
    (path / "lock").touch()
    return path


def read_everything(folder: RunFolder, reads: tuple["Read", ...]) -> str:
    """All that pages read of a run; the file that was damaged, if one has to be read for showing the run at all."""
    damaged = ""
    for read in reads:
        try:
            read(folder)
        except Damaged as error:
            assert error.problems[0].endswith(".")
            assert 5 < len(error.problems[0]) < 300
            damaged = damaged or (error.problems[0].partition(":")[0] if read is _show else "")
        except (FileNotFoundError, InvalidInput):
            continue
    return damaged


def _show(folder: RunFolder) -> None:
    following = Following()
    view = following.view(folder.id)
    assert view is not None
    assert following.view(folder.id).epochs == view.epochs
    measures = view.experiment.task.measures()
    for status in (view.status, "running"):
        assert progress_words(view, status)
    assert numbers_words(view)
    for name, value in view.last_validation().items():
        assert name not in measures or number_words(value, measures[name])
    assert isinstance(view.experiment, Experiment)
    assert view.num_bytes() >= 0
    assert view.learning_rate >= 0
    assert view.seconds_left is None or view.seconds_left >= 0
    assert view.copy().training == view.training or "nan" in str(view.training)
    assert isinstance(view.note, str)


def _look_back(folder: RunFolder) -> None:
    for snapshot in folder.view().snapshots.values():
        assert snapshot.dtype == np.float64


def _replay(folder: RunFolder) -> None:
    kept = Kept.of(folder.id, last_only=False)
    assert kept is None or len(kept.epochs) == len(kept.weights)


def _state(folder: RunFolder) -> None:
    state = folder.load_state()
    assert state is None or state.epoch <= state.trained_epochs


def _go_on(folder: RunFolder) -> None:
    if folder.acquire():
        try:
            Recorder(folder)
        finally:
            folder.release()


Read = Callable[[RunFolder], object]
OWNERS: tuple[Read, ...] = (lambda folder: folder.ownership.owners(), lambda folder: folder.ownership.is_known())
CODE: tuple[Read, ...] = (lambda folder: folder.ownership.accepts("ABCD-EFGH-JKMN"),)
SHOWING: tuple[Read, ...] = (_show, _go_on, _replay)
READS: dict[str, tuple[Read, ...]] = {
    "experiment.json": (*SHOWING, RunFolder.data, RunFolder.load_judgement, RunFolder.is_held, *OWNERS, *CODE),
    "events.jsonl": SHOWING,
    "owner": OWNERS,
    "code": CODE,
    "comparison": (RunFolder.comparison, beside),
    "series.npz": (RunFolder.data,),
    "state.npz": (_state, _go_on, _replay),
    "judgement.npz": (RunFolder.load_judgement,),
    "weights/2.npz": (_replay, RunFolder.checkpoints),
    "looks/2.npz": (_look_back,),
    "lock": (RunFolder.is_held, _go_on),
}
"""What reads each file, and may be put out by it."""


# What happens to files.


def _cut(file: Path, chance: random.Random) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: chance.randrange(len(content) + 1)])


def _flip(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes() or b"\0")
    for _ in range(chance.choice([1, 5, 50])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    file.write_bytes(content)


def _insert(file: Path, chance: random.Random) -> None:
    content = file.read_bytes()
    at = chance.randrange(len(content) + 1)
    more = chance.choice([b"\xff\xfe", b"\0" * 100, b"[" * 100_000, b'{"a":' * 5_000, LONG.encode(), b"\n\n", content])
    file.write_bytes(content[:at] + more + content[at:])


def _replace(file: Path, chance: random.Random) -> None:
    file.write_bytes(
        chance.choice([b"", b"null", b"[]", b"{}", b"0", b"\xff\xfe", b"NaN", b'""', b"PK\x03\x04", b"[" * 10**5])
    )


def _folder_in_its_place(file: Path, chance: random.Random) -> None:
    file.unlink()
    file.mkdir()
    if chance.random() < 0.5:
        (file / "more").write_text("x")


def _nothing_in_its_place(file: Path, chance: random.Random) -> None:
    file.unlink()


def _change_a_value(file: Path, chance: random.Random) -> None:
    """Put another value somewhere into JSON; into a file of arrays, arrays of other kinds."""
    if file.suffix == ".npz":
        with np.load(file) as kept:
            arrays = dict(kept)
        name = chance.choice(sorted(arrays))
        others = (np.array(["a", "b"]), np.array(5), np.zeros((0, 3)), np.array([np.nan, np.inf]), arrays[name][:-1])
        arrays[name] = chance.choice(others)
        np.savez(file, **arrays)
        return
    lines = file.read_text().splitlines() or ["0"]
    whole = "\n".join(lines)
    is_lines = file.suffix == ".jsonl"
    at = chance.randrange(len(lines)) if is_lines else 0
    try:
        value = json.loads(lines[at] if is_lines else whole)
    except ValueError:
        value = whole
    changed = json.dumps(_changed(value, chance))
    file.write_text("\n".join([*lines[:at], changed, *lines[at + 1 :], ""]) if is_lines else changed)


def _changed(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict) and value and chance.random() < 0.9:
        name = chance.choice(sorted(value))
        if chance.random() < 0.15:
            return {key: one for key, one in value.items() if key != name}
        return {**value, name: _changed(value[name], chance)}
    if isinstance(value, list) and value and chance.random() < 0.7:
        at = chance.randrange(len(value))
        return [*value[:at], *([_changed(value[at], chance)] * chance.choice([0, 1, 1, 2])), *value[at + 1 :]]
    return chance.choice(VALUES)


MUTATORS = (*(_change_a_value,) * 4, _cut, _flip, _insert, _replace, _folder_in_its_place, _nothing_in_its_place)


# The tests.


@pytest.mark.parametrize("name", READS)
def test_every_read_of_a_damaged_folder_ends_well(name: str, whole: Path, runs_home: Path) -> None:
    chance = random.Random(name)
    outcomes = set()
    for number in range(MUTATIONS):
        path = runs_home / "runs" / f"run{number}"
        shutil.copytree(whole, path, copy_function=os.link)
        shutil.copy(whole / name, path / "copy")
        (path / "copy").replace(path / name)
        chance.choice(MUTATORS)(path / name, chance)
        assert (path.name in run_ids()) == (path / "experiment.json").exists()
        if folder := RunFolder.find(path.name):
            outcomes.add(read_everything(folder, READS[name]))
            folder.delete()
            assert RunFolder.find(path.name) is None
            assert path.name not in run_ids()
    if name in ("experiment.json", "events.jsonl"):
        assert outcomes == {"", name}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b" \n"])
def test_of_a_run_whose_owners_cannot_be_read_nobody_is_one(content: bytes, runs_home: Path) -> None:
    folder = RunFolder.create(small(), hash_of("me"))
    (folder.path / "owner").write_bytes(content)
    assert not folder.ownership.is_known()
    with pytest.raises(Damaged, match=r"^owner: "):
        folder.ownership.owners()
    folder.ownership.add(hash_of("another"))
    assert folder.ownership.owners() == {hash_of("another")}
