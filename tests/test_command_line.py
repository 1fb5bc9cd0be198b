"""The command line, called as a person calls it."""

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqcore.__main__ import main
from seqcore.command_line.commands import FAILED, INVALID
from seqcore.command_line.engine import quiet
from seqcore.command_line.listings import settings_of
from seqcore.command_line.tables import ENDINGS, Tables
from seqcore.command_line.terminal import Terminal
from seqcore.command_line.train_here import NewRun
from seqcore.evaluation.verdict import Verdict
from seqcore.presets import PRESETS
from seqcore.runs.folder import RunFolder, all_runs
from seqcore.runs.recorder import Recorder
from seqcore.training.events import Ending, Finished, event_from_line

SHORT = ["--set", "task.length=200", "--set", "task.window=5", "--set", "training.epochs=2"]
SHORT += ["--set", 'architecture.layers=[{"cell": "simple_rnn", "units": 2}]']
SCORES = {"loss", "mae", "rmse", "mape", "mase", "skill", "direction_accuracy"}


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_price_run_ends_with_scores_and_baselines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "prices-lstm", "--jsonl", "--out", str(tmp_path / "run"), *SHORT]) == 0
    *_, finished = printed(capsys)
    assert finished["event"] == "finished"
    assert finished["validation"].keys() >= SCORES
    assert finished["test"].keys() == SCORES
    assert {"last_value", "drift", "window_mean"} == finished["baselines"].keys()
    assert finished["baselines"]["last_value"]["skill"] == 0
    folder = RunFolder(tmp_path / "run")
    series = folder.data()
    assert series is not None
    assert len(series) == 200
    arrays = folder.load_judgement()
    errors = np.abs(series.values[arrays["test_origins"] + 1] - arrays["test"][:, 0])
    assert errors.mean() == pytest.approx(finished["test"]["mae"])


def test_a_file_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.csv"
    prices = 50 + np.cumsum(np.random.default_rng(1).normal(size=150))
    file.write_text(
        "date,close\n" + "\n".join(f"2020-{1 + i // 28:02}-{1 + i % 28:02},{p}" for i, p in enumerate(prices))
    )
    settings = ["--set", "task.source=file", "--set", f"task.path={file}"]
    assert main(["train", "prices-gru", "--jsonl", *settings, *SHORT]) == 0
    series, *others, finished = printed(capsys)
    assert series["event"] == "series"
    assert (series["origin"], series["column"], series["rows"]) == ("File mine.csv", "close", 150)
    assert series["first"] == {"at": "2020-01-01", "value": pytest.approx(prices[0])}
    assert series["last"] == {"at": "2020-06-10", "value": pytest.approx(prices[-1])}
    assert series["facts"]["Rows"] == "150 of 150"
    assert finished["test"]["mae"] > 0
    assert finished["verdict"]["sentence"]
    for baselines in (event["validation"] for event in others if event["event"] == "baselines"):
        assert finished["baselines"].keys() == baselines.keys()


def test_people_are_told_the_series_the_variants_the_scores_and_the_verdict(
    capsys: pytest.CaptureFixture[str], runs_home: Path
) -> None:
    assert main(["train", "prices-raw-vs-percent", *SHORT]) == 0
    out = capsys.readouterr().out
    for words in (
        "Series: Generated: ",
        "column price: 200 rows, 100 (2025-",
        "Trained beside it, percent: ",
        "Test part",
    ):
        assert words in out
    assert "Finished after 2 epochs." in out
    assert out.count("Verdict: ") == 2
    for folder in all_runs():
        verdict = folder.view().finished.verdict  # type: ignore[union-attr]
        assert verdict is not None
        assert f"Verdict: {verdict.sentence}\n" in out
        assert f"kept in {folder.path}" in " ".join(out.split())


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (["task.source=file", "task.path=nowhere.csv"], "task.path: 'nowhere.csv' cannot be read"),
        (["task.source=file"], "task.path: nothing was passed"),
        (["task.window=190"], "task.window: got 190"),
        (["task.horizon=31"], "from 1 to 30"),
        (["task.ticker=a b", "task.source=yahoo"], "a b"),
    ],
)
def test_what_cannot_be_is_one_line_and_leaves_no_run(
    settings: list[str], words: str, capsys: pytest.CaptureFixture[str], runs_home: Path
) -> None:
    changes = [part for setting in settings for part in ("--set", setting)]
    assert main(["train", "prices-lstm", *SHORT, *changes]) == INVALID
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert not runs_home.exists()


def test_variants_are_trained_beside_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "prices-raw-vs-percent", "--jsonl", *SHORT]) == 0
    told = printed(capsys)
    (companion,) = (event for event in told if event["event"] == "companion")
    assert companion["name"] == "percent"
    assert "percent changes" in companion["title"]
    assert companion["test"].keys() >= SCORES
    beside = RunFolder.find(companion["run"])
    assert beside is not None
    assert beside.experiment().task.difference == "percent"  # type: ignore[attr-defined]
    assert companion["path"] == str(beside.path)
    assert told[-1]["event"] == "finished"


def test_every_preset_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["presets", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"prices-simplernn", "prices-lstm", "prices-gru", "prices-bilstm", "prices-raw-vs-percent"} <= listed.keys()
    assert [layer["units"] for layer in listed["prices-lstm"]["experiment"]["architecture"]["layers"]] == [64, 32]


def test_settings_are_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", "prices-lstm", "--json", "--set", 'task.features=["volume"]']) == 0
    described = json.loads(capsys.readouterr().out)
    assert described["settings"]["task.features"]["value"] == ["volume"]
    assert described["layers"][0]["shape"] == [50, 2]


# Tables: as wide as the terminal, and nothing is cut.


def words_in(text: str) -> set[str]:
    return set(re.split(r"[\s│┃]+", text))


@pytest.mark.parametrize("columns", [60, 80, 120, 200, None])
@pytest.mark.parametrize("preset", ["prices-lstm", "addition-attention"])
def test_no_value_is_cut_at_any_width(
    columns: int | None, preset: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns:
        monkeypatch.setenv("COLUMNS", str(columns))
    experiment = PRESETS[preset].experiment
    assert main(["describe", preset]) == 0
    described = capsys.readouterr().out
    assert main(["presets"]) == 0
    listed = capsys.readouterr().out
    assert "…" not in described
    assert max(map(len, [*described.splitlines(), *listed.splitlines()])) <= (columns or 10_000)
    for one in settings_of(experiment):
        assert words_in(f"{one.path} {one.allowed} {one.explanation}") <= words_in(described) | {""}
    for name, entry in PRESETS.items():
        assert words_in(f"{name} {entry.preset.summary}") <= words_in(listed) | {""}
    if columns is None:  # for grep: what belongs together stands in one line
        assert re.search(r"prices-lstm .* 50 epochs, batch size 32, Adam 0.001 .* as in most tutorials", listed)


def test_text_from_outside_is_neither_markup_nor_a_command_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().say("[red]a\x1b[2Jb[/red] :smile: \ud800")
    assert capsys.readouterr().out == "[red]a�[2Jb[/red] :smile: �\n"


@pytest.mark.parametrize("reason", get_args(Ending))
def test_every_end_is_told_in_a_sentence(reason: Ending, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = NewRun("", PRESETS["cumsum-lstm"].experiment, Recorder(RunFolder.create(PRESETS["cumsum-lstm"].experiment)))
    finished = Finished(
        reason=reason,
        epochs=3,
        updates=3,
        seconds=1.0,
        first_point_seconds=0.5,
        metrics={"loss": 1.0},
        validation={"loss": 1.25},
        verdict=Verdict("No better.", "same", ("For a reason.",), is_flattered=True),
        note="A note.",
        at=0.0,
    )
    Tables().finished(finished, run)
    out = capsys.readouterr().out
    assert out.startswith(f"{ENDINGS[reason]} after 3 epochs.\n")
    for words in ("1.25", "Verdict: No better.\n", "Not to be trusted", "  For a reason.\n", "A note.\n"):
        assert words in out


# What goes wrong is a sentence and an exit code.


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file")
def test_an_output_that_is_full_or_closed_is_no_traceback() -> None:
    command = [sys.executable, "-m", "seqcore", "presets"]
    with open("/dev/full", "w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (ended.returncode, ended.stderr) == (1, "The output could not be written: No space left on device.\n")
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, "")


def test_a_run_that_cannot_be_computed_fails_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for error, sentence in (
        (MemoryError(), "There is not enough memory."),
        (RuntimeError("odd shapes\nin line 2"), "The engine could not compute this (RuntimeError: odd shapes)."),
    ):

        def fail(*arguments: Any, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr("seqcore.training.advance.start", fail)
        assert main(["train", "cumsum-lstm"]) == FAILED
        assert capsys.readouterr().err.startswith(sentence)
    assert {folder.view().status for folder in all_runs()} == {"failed"}


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no file")
def test_a_run_that_can_no_longer_be_written_ends_with_a_sentence_and_can_be_resumed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    import resource

    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, unlimited[1]))
    try:
        assert main(["train", "cumsum-lstm", "--set", "training.epochs=4000", "--jsonl"]) == FAILED
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    (folder,) = all_runs()
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert told.err.startswith("The run's folder could not be written (File too large): the run ended after epoch ")
    assert told.err.endswith(f"what was saved is kept in {folder.path}\n")
    lines = (folder.path / "events.jsonl").read_bytes().splitlines(keepends=True)
    assert all(event_from_line(line) and line.endswith(b"\n") for line in lines)
    assert folder.view().finished is None
    assert not folder.is_held()


def test_a_home_that_cannot_be_written_is_no_fault_of_an_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SEQCORE_HOME", str(tmp_path / "file" / "home"))
    assert main(["train", "cumsum-lstm"]) == FAILED
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "--out" not in error
    assert "SEQCORE_HOME" in error


def test_what_libraries_say_is_held_back_unless_they_fail(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet():
        os.write(2, b"I0000 no graphics card\n")
    assert capfd.readouterr().err == ""
    with contextlib.suppress(ImportError), quiet():
        os.write(2, b"E0000 a library is missing\n")
        raise ImportError
    assert capfd.readouterr().err == "E0000 a library is missing\n"


@pytest.mark.parametrize("out", [".", "", "file/run", "/proc/nowhere/run", "a\0b"])
def test_a_folder_that_cannot_be_is_refused(
    out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    assert main(["train", "prices-raw-vs-percent", "--out", out]) == INVALID
    assert capsys.readouterr().err.startswith("--out: ")


def test_a_folder_beside_that_is_taken_is_found_out_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "run-percent").mkdir()
    assert main(["train", "prices-raw-vs-percent", "--out", str(tmp_path / "run")]) == INVALID
    assert "run-percent' exists already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["run-percent"]


ANY_WORDS = st.text(max_size=12).filter(lambda text: not text.startswith("-"))
PATHS = st.sampled_from(
    ["task", "training", "architecture", "layers", "dense", "0", "1", "9", "units", "kind", "epochs"]
)
ASSIGNMENTS = st.builds("{}={}".format, st.lists(PATHS | ANY_WORDS, max_size=5).map(".".join), ANY_WORDS)


@settings(max_examples=60)
@given(name=st.sampled_from([*PRESETS]) | ANY_WORDS, assignments=st.lists(ASSIGNMENTS | ANY_WORDS, max_size=3))
def test_any_arguments_give_an_answer_or_one_line(name: str, assignments: list[str]) -> None:
    changes = [f"--set={assignment}" for assignment in assignments]
    with pytest.MonkeyPatch.context() as patch:
        complaints: list[str] = []
        patch.setattr("sys.stderr.write", complaints.append)
        code = main(["describe", "--json", name, *changes])
    assert code in (0, INVALID)
    assert "".join(complaints).count("\n") == (code == INVALID)
