"""The page of findings: every claim with its verdict, and one click to repeat it."""

import pytest
from form_screen import press, run
from streamlit.testing.v1 import AppTest
from whole_app import APP, captions, without_bold

from pages.findings.said import about_the_numbers, counted, in_figures
from seqcore.comparisons.stored import comparison_ids, find
from seqcore.findings import stored
from seqcore.findings.rows import rows, unclaimed
from seqcore.findings.rule import WORDS, Interval
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.tasks.cumulative_sum.task import CumulativeSum

ROWS = rows()


def findings_page() -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    return run(test.switch_page("pages/findings/findings.py"))


def place_of(name: str) -> int:
    return next(place for place, row in enumerate(ROWS) if row.subject.name == name)


def test_every_claim_stands_there_with_its_verdict(cluster: Jobs) -> None:
    test = findings_page()
    told = without_bold(test)
    assert f"{len(ROWS)} claims that a number can check" in told
    for row in ROWS:
        assert f"Said: {row.claim}" in told
    kept = stored.read()
    measured = [row for row in ROWS if stored.current(row.subject, kept)]
    assert measured, "python -m seqcore findings"
    badges = [text for text in (mark.value for mark in test.markdown) if "-badge[" in text]
    assert len(badges) == len(ROWS)
    assert sum("not measured yet" in badge for badge in badges) == len(ROWS) - len(measured)
    assert all(any(words in badge for words in (*WORDS.values(), "not measured yet")) for badge in badges)
    assert "tensorflow" in captions(test)


def test_every_preset_is_a_claim_tested_or_measured_beside_none(cluster: Jobs) -> None:
    said = {name for name, one in PRESETS.items() if one.preset.published}
    assert said | set(unclaimed()) == set(PRESETS)
    table = findings_page().dataframe[0].value
    assert list(table["Network"])[unclaimed().index("patches")] == "Image patches: Four patches"
    row = table.iloc[unclaimed().index("patches")]
    assert tuple(row[1:]) == ("Digits right", "96.5%", "96.6%", "3")


def test_what_was_not_measured_is_said(cluster: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored.read, "__defaults__", (stored.FILE.with_name("none.json"),))
    test = findings_page()
    assert f"{len(ROWS)} were not measured yet" in without_bold(test)
    assert "Nothing was measured yet" in captions(test)


def test_one_click_trains_the_preset(jobs: Jobs) -> None:
    test = press(findings_page(), f"repeat-{place_of('addition-mlp')}")
    assert test.title[0].value == "Sums as numbers"
    assert test.query_params["run"]


def test_one_click_starts_the_comparison(jobs: Jobs) -> None:
    test = press(findings_page(), f"repeat-{place_of('compare-merge-modes')}")
    assert test.title[0].value == "Compare"
    found = find(comparison_ids()[0])
    assert found is not None
    assert found.named == "compare-merge-modes"
    press(test, "compare-stop")


def test_counting_by_hand() -> None:
    found = counted({"holds": 1, "noise": 2, "fails": 1, None: 3})
    assert found.replace("**", "") == (
        "7 claims that a number can check: 1 holds, 2 hold within noise, 1 does not hold, 3 were not measured yet."
    )
    assert "none was measured yet" in counted({})
    assert "in about ten minutes" in about_the_numbers([])


def test_numbers_by_hand() -> None:
    loss, share = CumulativeSum().measures()["loss"], CumulativeSum().measures()["accuracy"]
    assert in_figures(Interval(9.2468, 0.8246, 0.0, 5), loss) == "9.25 ± 0.82"
    assert in_figures(Interval(0.000424, 0.0000061, 0.0, 5), loss) == "0.000424 ± 6.1e−06"
    assert in_figures(Interval(-1234.5, 0.0, 0.0, 5), loss) == "−1,230 ± 0"
    assert in_figures(Interval(0.9412, 0.006, 0.0, 5), share) == "94.1% ± 0.6"
