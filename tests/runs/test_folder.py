"""The run folder: what is written is read again, and damage, hostile names and second trainers do no harm."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import small

from seqcore.invalid import InvalidInput
from seqcore.runs.damaged import Damaged
from seqcore.runs.folder import RunFolder, all_runs, run_ids, runs_folder
from seqcore.training.events import Epochs, LearningRate, StatusChanged, Validations
from seqcore.training.state import Checkpoint, Recorded, State

EXPERIMENT = small(epochs=3)
EPOCHS = [Epochs(first=n, metrics={"loss": [1 / n]}, update=n, seconds=float(n)) for n in (1, 2, 3)]
STATE = State(5, 1, 0.1, (np.arange(3, dtype=np.float32),), np.zeros((0, 3), np.float32), best_loss=0.25)


@pytest.fixture
def folder() -> RunFolder:
    return RunFolder.create(EXPERIMENT)


# Names.


def test_runs_live_in_the_home_that_the_environment_names(runs_home: Path, folder: RunFolder) -> None:
    assert runs_folder() == runs_home / "runs"
    assert folder.path.parent == runs_folder()


def test_a_run_is_found_by_its_id(folder: RunFolder) -> None:
    found = RunFolder.find(folder.id)
    assert found is not None
    assert found.path == folder.path
    assert found.experiment() == EXPERIMENT


@pytest.mark.parametrize(
    "run_id",
    ["", ".", "..", "../runs", "a/b", "/etc", "~", "a\\b", "C:", "a.b", "a b", "a\nb", "a\x00b", "ab%2f", "é", "²"]
    + ["unknown", "x" * 65, "x" * 100_000],
)
def test_a_malformed_or_unknown_id_finds_nothing(run_id: str, folder: RunFolder) -> None:
    assert RunFolder.find(run_id) is None


@given(run_id=st.text())
def test_any_text_for_an_id_finds_nothing(run_id: str) -> None:
    assert RunFolder.find(run_id) is None


def test_no_id_leads_out_of_the_home(folder: RunFolder) -> None:
    outside = RunFolder.create(EXPERIMENT, path=runs_folder().parent / "outside")
    assert RunFolder.find("outside") is None
    assert RunFolder.find(f"../{outside.id}") is None
    assert RunFolder.find(str(outside.path)) is None


def test_a_folder_that_holds_no_experiment_is_no_run(folder: RunFolder) -> None:
    (runs_folder() / "empty").mkdir()
    assert RunFolder.find("empty") is None
    assert [run.id for run in all_runs()] == [folder.id]


def test_a_place_that_is_taken_is_not_overwritten(folder: RunFolder) -> None:
    with pytest.raises(FileExistsError):
        RunFolder.create(EXPERIMENT, path=folder.path)


def test_runs_are_listed_newest_first() -> None:
    assert list(all_runs()) == []
    runs = [RunFolder.create(EXPERIMENT) for _ in range(3)]
    for age, run in enumerate(runs):
        os.utime(run.path / "experiment.json", (1e9 - age, 1e9 - age))
    assert [run.id for run in all_runs()] == [run.id for run in runs]
    assert runs[0].created == 1e9


# What is kept.


def test_the_owner_is_kept_if_there_is_one(folder: RunFolder) -> None:
    assert folder.ownership.owners() == frozenset()
    assert RunFolder.create(EXPERIMENT, owner="abc").ownership.owners() == {"abc"}


def test_a_new_run_has_an_experiment_and_nothing_else(folder: RunFolder) -> None:
    assert folder.experiment() == EXPERIMENT
    assert folder.read() == ([], 0)
    assert folder.load_state() is None
    assert folder.checkpoints() == []
    assert folder.view().status == "queued"


@pytest.mark.parametrize("content", ["", "{", "null", '{"version": 2}', "\x00" * 50])
def test_a_damaged_experiment_is_refused(folder: RunFolder, content: str) -> None:
    (folder.path / "experiment.json").write_text(content)
    with pytest.raises(InvalidInput):
        folder.experiment()


def test_an_experiment_of_random_bytes_is_refused(folder: RunFolder) -> None:
    (folder.path / "experiment.json").write_bytes(bytes(range(256)))
    with pytest.raises(InvalidInput):
        folder.view()


def test_a_state_is_kept_and_replaced(folder: RunFolder) -> None:
    folder.save_state(State(4, 1, 0.1, STATE.variables, STATE.pending))
    folder.save_state(STATE)
    loaded = folder.load_state()
    assert loaded is not None
    assert (loaded.update, loaded.best_loss) == (5, 0.25)
    assert np.array_equal(loaded.variables[0], STATE.variables[0])


@pytest.mark.parametrize("length", [0, 1, 20, 300, -300, -1])
def test_a_state_that_was_cut_off_counts_as_none(folder: RunFolder, length: int) -> None:
    folder.save_state(STATE)
    file = folder.path / "state.npz"
    file.write_bytes(file.read_bytes()[:length])
    assert folder.load_state() is None


@pytest.mark.parametrize("content", [b"garbage", b"PK\x03\x04 and no more", b"\x93NUMPY\x01\x00", b"\x80\x04N."])
def test_a_state_of_something_else_counts_as_none(folder: RunFolder, content: bytes) -> None:
    (folder.path / "state.npz").write_bytes(content)
    assert folder.load_state() is None


def test_a_crash_while_a_state_is_written_keeps_the_one_before(folder: RunFolder) -> None:
    folder.save_state(STATE)
    (folder.path / "state.npz.new").write_bytes(b"half of a st")
    loaded = folder.load_state()
    assert loaded is not None
    assert loaded.update == 5


def test_checkpoints_are_kept_beside_the_events(folder: RunFolder) -> None:
    weights = {epoch: (np.full((2, 2), epoch, np.float32), np.array([epoch], np.uint32)) for epoch in (10, 0, 2)}
    folder.append([EPOCHS[0], *(Checkpoint.of(epoch, variables) for epoch, variables in weights.items())])
    assert folder.checkpoints() == [0, 2, 10]
    for epoch, variables in weights.items():
        kept = folder.load_checkpoint(epoch)
        assert all(np.array_equal(*pair) for pair in zip(kept, variables, strict=True))
        assert kept[1].dtype == np.uint32
    assert folder.read()[0] == [EPOCHS[0]]


def test_what_was_recorded_is_kept_beside_the_events_and_read_when_it_is_looked_at(folder: RunFolder) -> None:
    seen = np.array([[0.25, 0.5]], np.float32)
    metrics = {"loss": [0.7, 0.6]}
    folder.append([Recorded.of(2, {"predictions": seen}), Validations(epochs=[0, 2], metrics=metrics, recorded=[2])])
    assert b"0.25" not in (folder.path / "events.jsonl").read_bytes()
    view = folder.view()
    assert list(view.snapshots) == [2]
    assert view.snapshots[2].tolist() == [[0.25, 0.5]]
    assert list(view.copy().snapshots) == [2]
    (folder.path / "looks" / "2.npz").unlink()
    with pytest.raises(Damaged, match=r"looks/2\.npz"):
        view.snapshots[2]
    view.forget_after(1)
    assert not view.snapshots


def test_the_model_is_kept(folder: RunFolder) -> None:
    folder.save_model(b"model")
    assert (folder.path / "model.keras").read_bytes() == b"model"


# Events.


def test_events_are_read_from_where_the_last_reading_ended(folder: RunFolder) -> None:
    folder.append(EPOCHS[:1])
    first, offset = folder.read()
    assert first == EPOCHS[:1]
    assert folder.read(offset) == ([], offset)
    folder.append(EPOCHS[1:])
    assert folder.read(offset)[0] == EPOCHS[1:]
    assert folder.read()[0] == EPOCHS
    assert folder.view().training["loss"] == [1, 1 / 2, 1 / 3]


def test_a_line_that_is_being_written_is_read_when_it_is_whole(folder: RunFolder) -> None:
    folder.append(EPOCHS[:2])
    file = folder.path / "events.jsonl"
    content = file.read_bytes()
    for end in range(content.index(b"\n") + 1, len(content)):
        file.write_bytes(content[:end])
        events, offset = folder.read()
        assert events == EPOCHS[:1]
        file.write_bytes(content)
        assert folder.read(offset)[0] == EPOCHS[1:2]


def test_a_line_that_was_cut_off_goes_and_no_other_is_lost(folder: RunFolder) -> None:
    folder.append(EPOCHS[:2])
    file = folder.path / "events.jsonl"
    content = file.read_bytes()
    for end in range(len(content)):
        file.write_bytes(content[:end])
        RunFolder(folder.path).append(EPOCHS[2:])
        whole_lines = content[:end].count(b"\n")
        assert folder.read()[0] == EPOCHS[:whole_lines] + EPOCHS[2:]
        assert file.read_bytes().count(b"\n") == whole_lines + len(EPOCHS[2:])


def test_lines_that_are_no_events_are_left_out(folder: RunFolder) -> None:
    folder.append(EPOCHS[:1])
    with (folder.path / "events.jsonl").open("ab") as file:
        file.write(b'\xff\xfe\n\n{"event": "party"}\n[1, 2\n')
    folder.append(EPOCHS[1:])
    assert folder.read()[0] == EPOCHS


def test_a_note_may_hold_any_characters(folder: RunFolder) -> None:
    note = "“Zeile 1”\nZeile 2\r\n\u2028 \U0001f600"
    folder.append([StatusChanged(status="waiting", at=1.0, note=note)])
    assert folder.view().note == note


def test_nothing_to_append_writes_nothing(folder: RunFolder) -> None:
    folder.append([])
    assert (folder.path / "events.jsonl").read_bytes() == b""


# Who trains it.


HOLD = """
import sys
from pathlib import Path
from seqcore.runs.folder import RunFolder
folder = RunFolder(Path(sys.argv[1]))
print(folder.acquire(), flush=True)
sys.stdin.read()
"""


def test_a_run_is_held_by_one_process_until_that_ends(folder: RunFolder) -> None:
    arguments = [sys.executable, "-c", HOLD, str(folder.path)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        assert folder.is_held()
        assert not folder.acquire()
        other.kill()
    assert not folder.is_held()
    assert folder.acquire()


def test_of_two_in_one_process_the_first_gets_the_run(folder: RunFolder) -> None:
    second = RunFolder(folder.path)
    assert not folder.is_held()
    assert folder.acquire()
    assert not second.acquire()
    assert folder.is_held()
    assert second.is_held()
    folder.release()
    assert second.acquire()


def test_looking_whether_a_run_is_held_does_not_take_it(folder: RunFolder) -> None:
    assert not RunFolder(folder.path).is_held()
    assert folder.acquire()


def test_a_thread_may_let_go_of_what_another_one_took(folder: RunFolder) -> None:
    assert folder.acquire()
    thread = threading.Thread(target=folder.release)
    thread.start()
    thread.join()
    assert not folder.is_held()
    assert RunFolder(folder.path).acquire()


def test_letting_go_twice_or_of_nothing_is_fine(folder: RunFolder) -> None:
    folder.release()
    folder.acquire()
    folder.release()
    folder.release()
    assert not folder.is_held()


def test_a_deleted_run_is_gone(folder: RunFolder) -> None:
    folder.append([LearningRate(update=1, epoch=1, value=0.5), Checkpoint.of(1, STATE.variables)])
    folder.acquire()
    folder.delete()
    assert not folder.path.exists()
    assert RunFolder.find(folder.id) is None
    assert list(all_runs()) == []
    folder.delete()


def test_five_thousand_runs_are_listed_as_they_are_on_disk(runs_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5000):
        path = runs_home / "runs" / f"run{number}"
        path.mkdir(parents=True)
        (path / "experiment.json").touch()
    monkeypatch.setattr("seqcore.runs.folder.FileLock", lambda *_, **__: pytest.fail("one costs more than the listing"))
    began = time.process_time()
    assert len(run_ids()) == 5000
    assert time.process_time() - began < 1
    (runs_home / "runs/run7/experiment.json").unlink()
    os.utime(runs_home / "runs/run8/experiment.json", (4e9, 4e9))
    listed = [folder.id for folder in all_runs()]
    assert len(listed) == 4999
    assert listed[0] == "run8"
    assert "run7" not in listed
