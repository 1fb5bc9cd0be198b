"""Ctrl-C and what is like it, sent to real processes: the run is kept, and nothing else is said than that."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from seqcore.command_line.ending import Interrupts
from seqcore.runs.folder import RunFolder, all_runs

ROOT = Path(__file__).parents[1]
ENDLESS = ["cumsum-lstm", "--set", "training.epochs=100000"]
PATIENCE = 240

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signals")


def started(*arguments: str) -> "subprocess.Popen[str]":
    program = [sys.executable, "-m", "seqcore", "train", *arguments]
    return subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(process: "subprocess.Popen[str]", what: str) -> None:
    """Until something can be seen of the process: that it listens, or that it has a run."""
    deadline = time.monotonic() + PATIENCE
    while not (listens(process.pid) if what == "listening" else [*all_runs()]):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def listens(process: int) -> bool:
    """Whether the process catches SIGTERM, by what Linux tells about it."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return bool(int(status["SigCgt"], 16) >> (signal.SIGTERM - 1) & 1)


def only_run() -> RunFolder:
    (folder,) = all_runs()
    return folder


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux' /proc")
@pytest.mark.parametrize(
    ("number", "since", "code"),
    [(signal.SIGINT, "listening", 130), (signal.SIGINT, "run", 130), (signal.SIGHUP, "run", 129)],
)
def test_before_the_first_epoch_the_run_is_kept_as_stopped(number: int, since: str, code: int) -> None:
    process = started(*ENDLESS)
    wait_for(process, since)
    process.send_signal(number)
    out, error = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert error == f"Interrupted before the first epoch; kept in {only_run().path}\n"
    assert out.startswith("Stopped before the first epoch.")
    finished = only_run().view().finished
    assert finished is not None
    assert (finished.reason, finished.epochs) == ("stopped", 0)
    assert not only_run().is_held()


def test_while_training_the_run_is_judged_and_kept_with_its_model() -> None:
    process = started(*ENDLESS, "--jsonl")
    assert process.stdout is not None
    while '"event":"epochs"' not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    folder = only_run()
    finished = folder.view().finished
    assert finished is not None
    assert finished.reason == "stopped"
    assert finished.epochs >= 1
    assert finished.verdict is not None
    assert out.splitlines()[-1] == finished.model_dump_json()
    assert error.startswith("Interrupted after ")
    assert error.count("\n") == 1
    assert (folder.path / "model.keras").exists()


def test_a_reader_who_goes_away_ends_the_run() -> None:
    process = started(*ENDLESS, "--jsonl")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    error = process.stderr.read()
    assert process.wait(timeout=PATIENCE) == 141
    assert error == f"Nobody reads the output any more: ended before the first epoch; kept in {only_run().path}\n"
    assert only_run().view().status == "stopped"


def test_a_second_signal_ends_at_once_and_one_press_is_not_two(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    now = [100.0]
    system = SimpleNamespace(_exit=ended.append, write=lambda file, words: len(words), isatty=lambda file: True)
    monkeypatch.setattr("seqcore.command_line.ending.os", system)
    monkeypatch.setattr("seqcore.command_line.ending.time", SimpleNamespace(monotonic=lambda: now[0]))
    interrupts = Interrupts()
    assert interrupts.exit_code == 0
    for now[0] in (100.0, 100.1):
        interrupts._heard(signal.SIGINT, None)
    assert interrupts.exit_code == 130
    assert not ended
    now[0] = 101.0
    interrupts._heard(signal.SIGINT, None)
    assert ended == [130]


def test_what_is_ignored_stays_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    caught: dict[int, object] = {}
    monkeypatch.setattr("signal.getsignal", lambda number: signal.SIG_IGN if number == signal.SIGHUP else None)
    monkeypatch.setattr("signal.signal", lambda number, handler: caught.update({number: handler}))
    Interrupts().listen()
    assert signal.SIGINT in caught
    assert signal.SIGHUP not in caught
