"""The command that compares: its runs are those that are trained alone, and it says what is more than noise."""

import json
from pathlib import Path
from typing import Any

import pytest

from seqcore.__main__ import main
from seqcore.runs.folder import RunFolder, all_runs

SHORT = ["--set", "training.epochs=3", "--set", "training.validate_every=3"]
HERE = ["--processes", "1"]

pytestmark = pytest.mark.usefixtures("plain_main")
VARY = ["--vary", "architecture.layers.0.units=2,3"]


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_runs_of_a_comparison_are_those_that_are_trained_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert (
        main(["compare", "cumsum-lstm", *VARY, *SHORT, "--seeds", "2", "--out", str(tmp_path / "all"), "--jsonl"]) == 0
    )
    *runs, last = lines(capsys)
    runs.sort(key=lambda run: (run["variant"], run["seed"]))  # two processes train side by side
    assert [(run["event"], run["variant"], run["seed"]) for run in runs] == [
        ("run", "2", 1),
        ("run", "2", 2),
        ("run", "3", 1),
        ("run", "3", 2),
    ]
    assert last["event"] == "compared"
    loss = last["variants"]["3"]["validation"]["loss"]
    assert loss["values"] == [run["validation"]["loss"] for run in runs[2:]]
    assert loss["mean"] == pytest.approx(sum(loss["values"]) / 2)
    assert loss["std"] == pytest.approx(abs(loss["values"][0] - loss["values"][1]) / 2**0.5)
    assert last["variants"]["3"]["parameters"] == 4 * 3 * 5 + 4
    assert "2 seeds" in last["verdict"]
    alone = ["train", "cumsum-lstm", *SHORT, "--set", "architecture.layers.0.units=3", "--set", "training.seed=2"]
    assert main([*alone, "--out", str(tmp_path / "alone")]) == 0
    views = [RunFolder(folder).view() for folder in (tmp_path / "all" / "3-2", tmp_path / "alone")]
    assert views[0].validation == views[1].validation
    assert views[0].training == views[1].training
    kept, own = (RunFolder(folder).load_state() for folder in (tmp_path / "all" / "3-2", tmp_path / "alone"))
    assert kept is not None
    assert own is not None
    assert all((one == other).all() for one, other in zip(kept.variables, own.variables, strict=True))


def test_a_named_comparison_is_changed_by_set(capsys: pytest.CaptureFixture[str]) -> None:
    small = ["training.epochs=2", "task.points=20", "architecture.layers.0.units=2", "training.batch_size=5"]
    settings = [word for change in small for word in ("--set", change)]
    assert main(["compare", "compare-losses-line", *settings, *HERE, "--seeds", "1", "--jsonl"]) == 0
    *runs, last = lines(capsys)
    assert [run["variant"] for run in runs] == ["mean_squared_error", "mean_absolute_error", "huber", "log_cosh"]
    assert {one["parameters"] for one in last["variants"].values()} == {4 * 2 * 4 + 3}
    assert {folder.view().epochs for folder in all_runs()} == {2}


def test_people_see_a_table_and_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "cumsum-lstm", *VARY, *SHORT, *HERE, "--seeds", "1", "--measure", "accuracy"]) == 0
    told = capsys.readouterr()
    assert "variant" in told.out
    assert "parameters" in told.out
    assert told.out.strip().endswith("One seed cannot tell: what looks better may be luck. Try 10.")
    assert "2 of 2: 3, seed 1: accuracy" in told.err
    assert len(list(all_runs())) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cumsum-lstm"], "--vary: got none"),
        (["compare-merge-modes", *VARY], "names its variants itself"),
        (["cumsum-lstm", *VARY, "--measure", "beauty"], "--measure: got 'beauty'; allowed is one of loss, accuracy"),
        (["cumsum-lstm", *VARY, "--seeds", "0"], "seeds: got 0"),
        (
            [
                "prices-lstm",
                "--vary",
                "task.window=5,190",
                "--set",
                "task.source=generated",
                "--set",
                "task.length=200",
            ],
            "task.window",
        ),
        (["compare-everything"], "compare-merge-modes"),
        (["compare-merge-modes", "--set", "training.epochs=0"], "training.epochs: got 0"),
    ],
)
def test_what_cannot_be_compared_is_said_before_anything_is_trained(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert said in error
    assert not list(all_runs())
