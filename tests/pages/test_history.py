"""The runs page: what it says about a run, opening one, and deleting one's own."""

import os
import re
from datetime import datetime

import pytest
from filelock import FileLock
from form_screen import press, run
from small import small
from streamlit.testing.v1 import AppTest
from whole_app import (
    RUNS,
    SCREEN,
    SHORT,
    controls,
    folder,
    is_in,
    opened,
    run_id,
    trained,
    training,
    until,
    view,
    words,
)

from pages.parts import ownership
from pages.parts.run_words import in_a_sentence
from pages.runs.history import RUNS_A_PAGE
from seqcore.jobs.jobs import Jobs
from seqcore.runs.folder import RunFolder, all_runs
from seqcore.runs.recorder import Recorder

GRU = small([{"cell": "gru"}, {}], task={"steps": 5, "threshold": 0.5}, epochs=12, seed=3)


def test_nothing_yet(cluster: Jobs) -> None:
    test = runs_page()
    assert [info.value.partition(".")[0] for info in test.info] == ["No run yet"]
    assert rows(test) == []


def test_a_row_tells_what_how_and_how_well(jobs: Jobs) -> None:
    test = trained(GRU)
    numbers = view(test).last_validation()
    (row,) = rows(run(test.switch_page(RUNS)))
    assert row.startswith("**GRU 3 → LSTM 3** · Cumulative sum (5 steps, limit 2.5)")
    assert (
        f"Finished · epoch 12 of 12 · loss {numbers['loss']:.4g} · accuracy per step {numbers['accuracy']:.1%}" in row
    )
    found = re.search(r":small\[(.*) · (.*) s of training · seed (\d)\]", row)
    assert found
    when, seconds, seed = found.groups()
    assert abs((datetime.strptime(when, "%Y-%m-%d %H:%M") - datetime.now()).total_seconds()) < 120
    assert 0 < float(seconds) < 60
    assert seed == "3"


def test_every_status_is_told_apart_and_only_what_nobody_trains_can_be_deleted(jobs: Jobs) -> None:
    test = training()
    owners = (None, None, None, None, "somebody else")
    left, elsewhere, failed, early, foreign = (RunFolder.create(SHORT, owner) for owner in owners)
    Recorder(failed).finish("failed", "The worker ran out of memory.")
    Recorder(early).finish("stopped")
    going = run_id(test)
    with FileLock(elsewhere.path / "lock"):
        run(test.switch_page(RUNS))
        expected = {
            going: "Training · epoch",
            left.id: "Interrupted: its process ended before it did · epoch",
            elsewhere.id: "Training in another process · epoch",
            failed.id: "Failed · before the first epoch",
            early.id: "Stopped · before the first epoch",
            foreign.id: "Interrupted: its process ended before it did · epoch",
        }
        assert {name: f": {status}" in said_of(test, name) for name, status in expected.items()} == (
            dict.fromkeys(expected, True)
        )
        assert why_not_deleted(test) == {
            going: "Stop it first.",
            left.id: "",
            elsewhere.id: "Stop it first.",
            failed.id: "",
            early.id: "",
            foreign.id: "Another browser started this run.",
        }


def test_a_row_follows_its_run(jobs: Jobs) -> None:
    test = training()
    run(test.switch_page(RUNS))
    (before,) = rows(test)
    until(test, lambda test: rows(test) != [before])
    jobs.act(run_id(test), "stop")
    until(test, lambda test: "Stopped" in rows(test)[0])


def test_open_shows_the_run_with_its_settings(jobs: Jobs) -> None:
    first = run_id(trained(GRU))
    test = trained(SHORT)
    run(test.switch_page(RUNS))
    press(test, f"open-{first}")
    assert run_id(test) == first
    assert is_in("Finished")(test)
    assert "epoch 12 of 12" in words(test)
    assert controls(test)["train"]
    assert test.number_input(key="form-training-seed").value == 3
    assert test.number_input(key="form-task-steps").value == 5
    assert not [caption for caption in test.caption if "form has changed" in caption.value]


def test_open_comes_back_to_the_run_that_goes_on(jobs: Jobs) -> None:
    test = training()
    press(run(test.switch_page(RUNS)), f"open-{run_id(test)}")
    assert controls(test)["stop"]


def test_a_deleted_run_is_gone_and_comes_back(jobs: Jobs) -> None:
    test = trained()
    gone, path = run_id(test), folder(test).path
    run(test.switch_page(RUNS))
    press(test, f"delete-{gone}")
    assert not path.exists()
    assert test.info[0].value.startswith("No run yet")
    press(test, "undo-delete")
    assert path.exists()
    assert "Finished" in said_of(test, gone)
    assert not [button for button in test.button if button.key == "undo-delete"]
    press(test, f"delete-{gone}")
    del test.query_params["run"]
    run(test.switch_page(SCREEN))
    assert controls(test) == {"train": True, "step": True, "stop": False, "reset": False}
    assert not test.warning


def test_what_is_not_to_be_deleted_stays_when_the_page_is_older_than_what_it_shows(cluster: Jobs) -> None:
    foreign, training = RunFolder.create(SHORT), RunFolder.create(SHORT)
    pages = {folder.id: runs_page() for folder in (foreign, training)}
    foreign.ownership.add("somebody else")
    with FileLock(training.path / "lock"):
        for run_id, test in pages.items():
            press(test, f"delete-{run_id}")
    assert {folder.id for folder in all_runs()} == {foreign.id, training.id}


@pytest.mark.parametrize("content", ["", '{"version": 2}'])
def test_a_run_of_another_version_is_listed_and_can_be_deleted(cluster: Jobs, content: str) -> None:
    broken = RunFolder.create(SHORT)
    (broken.path / "experiment.json").write_text(content)
    whole = RunFolder.create(SHORT)
    test = runs_page()
    words = f"Run {broken.id} cannot be shown: it is damaged or was written by another version.  \n:small[experiment"
    assert said_of(test, broken.id).startswith(words)
    assert [button.key for button in test.button if button.key.startswith("open")] == [f"open-{whole.id}"]
    press(test, f"delete-{broken.id}")
    assert [entry.id for entry in all_runs()] == [whole.id]


def test_many_runs_come_in_pages_newest_first(cluster: Jobs) -> None:
    created = [RunFolder.create(SHORT) for _ in range(RUNS_A_PAGE + 2)]
    for place, entry in enumerate(created):
        os.utime(entry.path / "experiment.json", (1e9 + place, 1e9 + place))
    test = runs_page()
    assert f"{RUNS_A_PAGE + 2} runs, newest first." in [caption.value for caption in test.caption]
    newest_first = [f"open-{entry.id}" for entry in reversed(created)]
    assert [button.key for button in test.button if button.key.startswith("open")] == newest_first[:RUNS_A_PAGE]


def runs_page() -> AppTest:
    """The page, in a new browser."""
    return run(opened().switch_page(RUNS))


def rows(test: AppTest) -> list[str]:
    """What is said of each run, from the top."""
    return [said_of(test, entry.id) for entry in all_runs()]


def said_of(test: AppTest, run_id: str) -> str:
    """What the row of a run says; its first words are the architecture's."""
    (row,) = [block for block in test.get("flex_container") if block.proto.id.endswith(f"-run-{run_id}")]
    return row.markdown[0].value


def why_not_deleted(test: AppTest) -> dict[str, str]:
    """For every run on the page why it cannot be deleted; empty for one that can."""
    buttons = [button for button in test.button if button.key.startswith("delete-")]
    return {button.key.removeprefix("delete-"): button.help if button.disabled else "" for button in buttons}


@pytest.mark.parametrize(
    ("title", "words"), [("Error in the sum (RMSE)", "error in the sum (RMSE)"), ("MAE of all", "MAE of all")]
)
def test_a_title_in_a_sentence_keeps_its_abbreviations(title: str, words: str) -> None:
    assert in_a_sentence(title) == words


DAMAGES = {
    "owner": (b"\xff\xfe", "Who started this run cannot be read"),
    "experiment.json": (b'{"version": 2}', "experiment.json: "),
    "events.jsonl": (None, "events.jsonl: "),
    "comparison": (b"\xff", ""),
    "weights/1.npz": (b"PK", ""),
    "lock": (None, ""),
}


def test_no_damaged_folder_takes_the_page_from_others(cluster: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """None in the place of a content: a folder in the place of the file."""
    damaged = {}
    for name, (content, _) in DAMAGES.items():
        folder = damaged[name] = RunFolder.create(SHORT, None if name != "owner" else "somebody")
        file = folder.path / name
        file.parent.mkdir(exist_ok=True)
        file.unlink(missing_ok=True)
        file.mkdir() if content is None else file.write_bytes(content)
    test = runs_page()
    assert not test.exception
    for name, (_, expected) in DAMAGES.items():
        told = said_of(test, damaged[name].id).replace("\\", "") + why_not_deleted(test)[damaged[name].id]
        assert expected in told
    for name in damaged.keys() - {"owner"}:
        press(test, f"delete-{damaged[name].id}")
        assert not test.exception
    assert [folder.id for folder in all_runs()] == [damaged["owner"].id]
    monkeypatch.setattr(ownership, "is_operator", lambda: True)
    press(run(test), f"delete-{damaged['owner'].id}")
    assert not list(all_runs())


@pytest.mark.parametrize(
    "line",
    [
        '{"event":"validations","epochs":[0,1],"metrics":{"loss":[1]},"predictions":[[[[1]]]]}',
        '{"event":"validations","epochs":[0],"metrics":{"loss":[1]},"predictions":[[["a",{}]]]}',
        '{"event":"validations","epochs":[0],"metrics":{"loss":[1]},"predictions":[[1]]}',
        '{"event":"epochs","first":1,"metrics":{"other":[NaN]},"update":1000000000000,"seconds":1}',
    ],
)
def test_no_damaged_run_takes_its_screen_from_the_form(cluster: Jobs, line: str) -> None:
    folder = RunFolder.create(SHORT)
    (folder.path / "events.jsonl").write_text(line + "\n")
    test = opened(run_id=folder.id)
    assert not test.exception
    assert test.button(key="reset")
    run(test.switch_page(RUNS))
    assert not test.exception
    assert said_of(test, folder.id)
