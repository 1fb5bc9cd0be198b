"""Findings as data: every claim is a row, numbers are written and read, and what has changed is measured anew."""

import json
from pathlib import Path

import pytest

from seqcore.__main__ import main
from seqcore.comparisons.presets import COMPARISONS
from seqcore.findings import measuring, stored
from seqcore.findings.rows import Subject, rows, subjects
from seqcore.findings.rule import WORDS
from seqcore.findings.stored import FILE, add, current, read, settings_of
from seqcore.presets import PRESETS

QUICK = "addition-mlp"


def test_every_published_claim_is_a_row_of_its_own_or_of_the_comparison_that_tests_it() -> None:
    published = {name: one.preset.published for name, one in PRESETS.items() if one.preset.published}
    compared = {name for name, one in COMPARISONS.items() if one.claims}
    assert subjects().keys() == {name for name, one in published.items() if not one.compared} | compared
    for name, one in published.items():
        if one.compared:
            assert one.metric == COMPARISONS[one.compared].measure, name
            assert one.compared in compared, name
    assert all(one.published for name, one in COMPARISONS.items() if name in compared)
    for row in rows():
        assert row.claim
        assert row.source
        assert set(row.about) <= {*row.subject.trained, *row.subject.baselines} == row.subject.titles.keys()
        assert row.subject.known.title


def test_every_row_is_judged_by_numbers_alone() -> None:
    for row in rows():
        same = {name: [0.5, 0.5, 0.5] for name in row.about}
        assert row.judge(same) in WORDS
        assert row.judge({name: [0.5] for name in row.about}) == "unknown"


def test_what_comes_with_the_program_can_be_read_and_names_nobody() -> None:
    text = FILE.read_text(encoding="utf-8")
    kept = read()
    assert json.loads(text)["subjects"].keys() == kept.keys()
    assert kept.keys() <= subjects().keys()
    for name, one in kept.items():
        assert len(one.seeds) >= 2
        assert one.values.keys() == subjects()[name].titles.keys()
        assert all(len(row) == len(one.seeds) for row in one.values.values())
        assert one.under.versions.keys() == {"python", "tensorflow", "keras", "numpy"}
    assert "/" not in "".join(one.under.machine for one in kept.values())


def fake(subject: Subject, seeds: int) -> stored.Measured:
    return stored.Measured(
        settings=settings_of(subject),
        measure=subject.measure,
        seeds=tuple(range(1, seeds + 1)),
        values={name: (0.5,) * seeds for name in subject.titles},
        seconds=1.0,
        under=stored.circumstances(),
    )


def test_numbers_are_kept_beside_those_of_others(tmp_path: Path) -> None:
    file = tmp_path / "measured.json"
    assert read(file) == {}
    for name in ("line-lstm", QUICK):
        add(name, fake(subjects()[name], 3), file)
    assert list(read(file)) == [QUICK, "line-lstm"]
    assert current(subjects()[QUICK], read(file)) == fake(subjects()[QUICK], 3)
    file.write_text("{")
    assert read(file) == {}


def test_what_was_measured_with_other_settings_does_not_count(tmp_path: Path) -> None:
    subject, file = subjects()[QUICK], tmp_path / "measured.json"
    add(QUICK, fake(subject, 3).model_copy(update={"settings": "0" * 16}), file)
    assert current(subject, read(file)) is None
    add(QUICK, fake(subject, 3).model_copy(update={"measure": "loss"}), file)
    assert current(subject, read(file)) is None


def test_the_command_measures_what_is_missing_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[str, int]] = []

    def pretend(subject: Subject, seeds: int) -> stored.Measured:
        asked.append((subject.name, seeds))
        return fake(subject, seeds)

    monkeypatch.setattr("seqcore.command_line.findings.measured", pretend)
    command = ["findings", "--processes", "1", "--out", str(tmp_path / "measured.json")]
    assert main([*command, "--only", QUICK, "--seeds", "3"]) == 0
    assert "not measured yet" in capsys.readouterr().out
    assert main([*command, "--only", QUICK, "--seeds", "3"]) == 0
    assert asked == [(QUICK, 3)]
    assert main([*command, "--only", QUICK, "--seeds", "4"]) == 0
    assert main([*command, "--only", QUICK, "--seeds", "2", "--again"]) == 0
    assert asked[1:] == [(QUICK, 4), (QUICK, 2)]


@pytest.mark.parametrize(("more", "words"), [(["--only", "prices"], "'prices'"), (["--seeds", "1"], "it takes 2")])
def test_what_cannot_be_measured_is_told(more: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["findings", *more]) == 2
    assert words in capsys.readouterr().err


def test_seeds_decide_the_data_too_and_the_same_seed_measures_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def pretend(experiment: object) -> measuring.Final:
        seen.append(experiment)
        return {"validation": {"mse": 0.25}, "test": {}, "harder": {}}, {}

    monkeypatch.setattr(measuring, "final_scores", pretend)
    found = measuring.measured(subjects()["line-lstm"], 2)
    assert found.values == {"network": (0.25, 0.25)}
    assert [(one.training.seed, one.task.data_seed) for one in seen] == [(1, 1), (2, 2)]
