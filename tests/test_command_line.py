"""The command line, called as a person calls it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqcore.__main__ import main
from seqcore.command_line.commands import INVALID
from seqcore.runs.folder import RunFolder

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
    assert {"last_value", "drift", "window_mean", "seasonal_naive"} == finished["baselines"].keys()
    assert finished["baselines"]["last_value"]["skill"] == 0
    folder = RunFolder(tmp_path / "run")
    series = folder.series()
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
    assert (
        main(["train", "prices-gru", "--jsonl", "--set", "task.source=file", "--set", f"task.path={file}", *SHORT]) == 0
    )
    *_, finished = printed(capsys)
    assert finished["test"]["mae"] > 0


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


def test_companions_are_trained_beside_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "prices-raw-vs-percent", "--jsonl", *SHORT]) == 0
    first, *_, finished = printed(capsys)
    assert (first["event"], first["name"]) == ("companion", "percent")
    assert first["test"].keys() == SCORES
    beside = RunFolder.find(first["run"])
    assert beside is not None
    assert beside.experiment().task.difference == "percent"  # type: ignore[attr-defined]
    assert finished["event"] == "finished"


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
