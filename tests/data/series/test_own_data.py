"""Files as people upload them, each with what a careful person reads from it: `own_data/expected.json`."""

import json
from pathlib import Path
from typing import Any

import check_cases
import pytest

from seqcore.__main__ import main
from seqcore.command_line.reading import reading_values
from seqcore.data.series.files import read_series
from seqcore.data.series.reading.choices import Reading
from seqcore.invalid import InvalidInput

FOLDER = Path(__file__).parent / "own_data"
CASES = {case["file"]: case for case in json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))}
ASKED = [name for name, case in CASES.items() if case["outcome"] == "ask" and case.get("answers")]


def outcome(name: str, **reading: str) -> tuple[int, str, str]:
    """What `python -m seqcore read FILE --json` ends with."""
    try:
        found = read_series((FOLDER / name).read_bytes(), name, Reading(**reading))
    except InvalidInput as refused:
        return 2, "", str(refused)
    return 0, json.dumps(reading_values(name, found)), ""


def test_the_folder_holds_the_files_that_are_expected() -> None:
    assert {file.name for file in FOLDER.iterdir()} - {"expected.json"} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_file_is_read_as_a_careful_person_reads_it(name: str) -> None:
    assert check_cases.mismatches(CASES[name], outcome(name)) == []


@pytest.mark.parametrize("name", ASKED)
def test_each_answer_gives_what_it_says(name: str) -> None:
    """Whatever is offered as an answer settles its question, and gives one of the expected readings."""
    answers: list[dict[str, Any]] = CASES[name]["answers"]
    (question, *_) = read_series((FOLDER / name).read_bytes(), name).questions
    given = [question.chosen, *question.others]
    assert len(given) == len(answers)
    for answer in given:
        ended = outcome(name, **{question.about: answer.value})
        assert question.about not in [one["about"] for one in json.loads(ended[1])["questions"]]
        assert [] in [check_cases._reading(wanted, json.loads(ended[1])) for wanted in answers]


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_shows_what_it_gives(name: str) -> None:
    for question in read_series((FOLDER / name).read_bytes(), name).questions:
        for answer in [question.chosen, *question.others][:4]:
            found = read_series((FOLDER / name).read_bytes(), name, Reading(**{question.about: answer.value}))
            assert answer.data is not None
            assert answer.data.fingerprint == found.series.only(()).fingerprint


def test_the_command_prints_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(FOLDER / "good-mt5-tabs.csv"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["date_columns"] == ["<DATE>", "<TIME>"]
    assert (found["file"], found["rows"], found["of_rows"]) == ("good-mt5-tabs.csv", 36, 36)
    assert found["first"] == ["2024-01-08T00:00:00", 1.09336]
    assert found["questions"] == []


def test_the_command_tells_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(FOLDER / "series-mixed-two-tickers-a-day-missing.csv")]) == 0
    told = " ".join(capsys.readouterr().out.split())  # however wide the terminal is
    assert told.startswith("close by date: 20 of 37 rows, 2024-01-01 to 2024-01-20, 190 … 209")
    assert "which Name? AAPL is taken; say --set task.series=AAPL to confirm, or one of: BRK." in told


def test_a_setting_answers(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(FOLDER / "series-mixed-two-tickers-a-day-missing.csv")
    assert main(["read", file, "--set", "task.series=BRK", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["questions"], found["first"], found["rows"]) == ([], ["2024-01-01", 5000.0], 17)


@pytest.mark.parametrize("command", ["train", "compare"])
def test_training_asks_before_anything_is_made(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = FOLDER / "series-mixed-two-tickers-a-day-missing.csv"
    vary = ["--vary", "training.optimizer=adam,sgd"] if command == "compare" else []
    assert main([command, "prices-simplernn", "--set", "task.source=file", "--set", f"task.path={file}", *vary]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "--set task.series=AAPL" in line
    assert "--yes" in line


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"hello\n"])
def test_a_file_that_is_no_table_ends_with_2_and_one_line(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    assert main(["read", str(file), "--json"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
