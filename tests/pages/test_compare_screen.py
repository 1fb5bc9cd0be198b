"""The page that compares: starting, following and reading a comparison, and putting runs side by side by hand."""

from collections.abc import Callable

import hostile
import pytest
from form_screen import as_read, press, run
from small import small
from streamlit.testing.v1 import AppTest
from test_hostile_screen import expect_no_telltale
from waiting import losses_without_jobs, view_of, wait_for_end
from whole_app import APP, LONG, SHORT, captions, opened, said, until, words

from pages.compare.overview import baselines_of, of_runs
from pages.compare.verdict_panel import guess_words
from seqcore.comparisons.beside import runs_beside
from seqcore.comparisons.noise import compared
from seqcore.comparisons.presets import COMPARISONS
from seqcore.comparisons.stored import (
    FILE,
    StoredComparison,
    StoredVariant,
    comparison_ids,
    comparisons_folder,
    find,
    save,
)
from seqcore.experiment import Experiment, with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.runs.folder import RunFolder, run_ids

COMPARE = "pages/compare/compare.py"
QUICK = small(epochs=12)


def compare_page(**address: str) -> AppTest:
    """The page in a new browser, at an address with these parts."""
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params |= address
    return run(test.switch_page(COMPARE))


def started(base: Experiment = QUICK, seeds: int = 2, cells: tuple[str, ...] = ("lstm", "gru")) -> AppTest:
    """A browser that has just started a comparison of cells."""
    test = compare_page(experiment=base.to_link())
    test.multiselect[0].set_value(list(cells))
    test.slider(key="own-seeds").set_value(seeds)
    return press(run(test), "own-compare")


def is_finished(test: AppTest) -> bool:
    return "**Finished**" in words(test)


def table(test: AppTest) -> dict[str, list[object]]:
    return test.dataframe[-1].value.to_dict("list")


def button(test: AppTest, key: str) -> bool:
    """Whether a button can be pressed."""
    return not test.button(key=key).disabled


def test_every_named_comparison_has_a_card_with_what_was_published(cluster: Jobs) -> None:
    test = compare_page()
    assert [heading.value for heading in test.subheader] == [one.title for one in COMPARISONS.values()]
    told = captions(test)
    for name, one in COMPARISONS.items():
        assert button(test, f"compare-{name}")
        assert one.published in told
        assert one.look_for in told
        assert f"= **{len(one.variants) * one.seeds} runs**" in told


def test_baselines_that_all_variants_share_are_lines(cluster: Jobs) -> None:
    """Of another loss a baseline's loss is another number; its squared error is the same."""
    base = PRESETS["line-small"].experiment
    runs = [
        RunFolder.create(with_values(base, [f"task.loss={loss}", f"training.seed={seed}"])).id
        for loss in ("huber", "log_cosh")
        for seed in (1, 2)
    ]
    both, one = (of_runs(some)[0] for some in (runs, runs[:2]))
    assert both is not None
    assert one is not None
    shared = baselines_of(both)
    assert shared.keys() == {"least_squares", "noise_floor", "mean"}
    assert all(found.scores.keys() == {"mse", "off_the_rule"} for found in shared.values())
    assert baselines_of(one) == base.task.model_copy(update={"loss": "huber"}).examples().baselines()
    assert not compare_page(runs=",".join(runs)).exception


def test_from_a_lesson_to_a_verdict_and_back(jobs: Jobs) -> None:
    test = opened(QUICK)
    press(test, "compare")
    assert test.query_params["experiment"] == QUICK.to_link()
    test = until(started(), is_finished)
    stored = find(comparison_ids()[0])
    assert stored is not None
    assert test.query_params["comparison"] == comparison_ids()[0]
    assert [one.title for one in stored.variants] == ["LSTM", "GRU"]
    assert any("2 seeds" in sentence for sentence in said(test))
    found = table(test)
    assert found["Variant"] == ["LSTM", "GRU"]
    assert found["Parameters"] == [view_of(one.runs[0]).experiment.parameters() for one in stored.variants]
    assert found["Runs ended"] == ["2 of 2"] * 2
    for row, one in enumerate(stored.variants):
        losses = [view_of(run_id).last_validation()["loss"] for run_id in one.runs]
        assert found["Loss at the end"][row] == pytest.approx(sum(losses) / 2)
    test.selectbox(key="compare-baseline").set_value("GRU")
    differences = table(run(test))["Δ Loss at the end"]
    assert differences[1] == 0
    assert differences[0] == pytest.approx(found["Loss at the end"][0] - found["Loss at the end"][1])
    test.toggle("compare-memory").set_value(True)
    until(test, lambda test: sum("The output depends on" in text.value for text in test.markdown) == 2)
    press(test, f"compare-run-{stored.variants[0].runs[1]}")
    assert test.title[0].value == "Cumulative sum"
    assert test.query_params["run"] == stored.variants[0].runs[1]


def test_its_runs_are_those_that_are_trained_alone_bit_by_bit(jobs: Jobs) -> None:
    until(started(seeds=2), is_finished)
    stored = find(comparison_ids()[0])
    assert stored is not None
    for cell, one in zip(("lstm", "gru"), stored.variants, strict=True):
        for seed, run_id in enumerate(one.runs, QUICK.training.seed):
            alone = with_values(QUICK, [f"architecture.layers.0.cell={cell}", f"training.seed={seed}"])
            assert view_of(run_id).experiment == alone
            assert view_of(run_id).training["loss"] == losses_without_jobs(alone)


def test_pause_resume_and_stop_act_on_the_whole_and_only_for_its_owner(jobs: Jobs) -> None:
    test = until(started(LONG), lambda test: view_of(stored_runs()[0]).epochs > 5)
    assert button(test, "compare-pause")
    assert button(test, "compare-stop")
    press(test, "compare-pause")
    until(test, lambda test: "**Paused**" in words(test))
    stranger = compare_page(comparison=test.query_params["comparison"])
    assert "**Paused**" in words(stranger)
    assert not button(stranger, "compare-resume")
    assert not button(stranger, "compare-stop")
    press(test, "compare-resume")
    until(test, lambda test: "**Training**" in words(test))
    press(test, "compare-stop")
    until(test, is_finished)
    assert {view_of(run_id).status for run_id in stored_runs()} == {"stopped"}
    assert f"{len(stored_runs())} stopped early" in words(test)
    assert f"{len(stored_runs())} of {len(stored_runs())} runs were stopped before the end" in captions(test)
    assert not button(test, "compare-stop")


def stored_runs() -> tuple[str, ...]:
    stored = find(comparison_ids()[0])
    assert stored is not None
    return stored.runs


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            lambda test: test.multiselect[0].set_value(["lstm"]),
            "Recurrent layer 1 › Cell: give it a second value to compare with.",
        ),
        (lambda test: test.selectbox[1].set_value("architecture.layers.0.units"), ""),
    ],
)
def test_what_cannot_be_compared_is_said_before_it_begins(
    cluster: Jobs, change: Callable[[AppTest], object], problem: str
) -> None:
    test = compare_page(experiment=QUICK.to_link())
    change(test)
    test = run(test)
    assert [as_read(error.value) for error in test.error] == [problem] * bool(problem)
    assert button(test, "own-compare") is not bool(problem)


def test_numbers_out_of_bounds_and_words_for_numbers_are_refused_in_a_sentence(cluster: Jobs) -> None:
    test = compare_page(experiment=QUICK.to_link())
    test.selectbox[1].set_value("architecture.layers.0.units")
    test = run(test)
    for typed in ("0, 3", "3, many", "3, 1e9"):
        test.text_input[0].set_value(typed)
        (error,) = run(test).error
        assert "Units" in as_read(error.value) or "units" in as_read(error.value)
        assert not button(test, "own-compare")


def test_matched_parameters_are_told(cluster: Jobs) -> None:
    test = compare_page(experiment=small([{"units": 30}]).to_link())
    test.toggle(key="own-match").set_value(True)
    assert "LSTM: LSTM 30, 3,871 parameters" in captions(run(test))


def test_a_disk_that_is_full_starts_nothing(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pages.compare.starting.save", full)
    test = started()
    assert [as_read(error.value).startswith("The comparison could not be started.") for error in test.error] == [True]
    assert run_ids() == []


def test_runs_are_put_side_by_side_by_hand(jobs: Jobs) -> None:
    other = small([{"units": 4}], epochs=9)
    ids = [jobs.start(one, None) for one in (SHORT, SHORT.with_seed(5), other)]
    for run_id in ids:
        wait_for_end(run_id)
    test = compare_page(runs=",".join([*ids, "gone", "../x"]))
    assert table(test)["Runs ended"] == ["2 of 2", "1 of 1"]
    assert table(test)["Recurrent layer 1 › Units"] == ["3", "4"]
    assert sum("There is no run" in sentence for sentence in said(test)) == 2


def test_of_different_tasks_the_table_has_no_settings_of_the_tasks(cluster: Jobs) -> None:
    ids = [RunFolder.create(PRESETS[name].experiment).id for name in ("cumsum-lstm", "prices-lstm")]
    test = compare_page(runs=",".join(ids))
    assert any("different tasks" in caption.value for caption in test.caption)
    assert not [name for name in table(test) if name.startswith(("task.", "Task"))]


def test_what_a_stranger_has_named_is_text(cluster: Jobs) -> None:
    folder = hostile.run(hostile.ALL)
    ids = ",".join([folder.id, *runs_beside(folder)])
    expect_no_telltale(compare_page(runs=ids))
    expect_no_telltale(compare_page(experiment=folder.experiment().to_link()))
    expect_no_telltale(compare_page(runs=hostile.ALL, comparison=""))
    expect_no_telltale(compare_page(comparison=hostile.ALL))


def test_a_comparison_of_hostile_words_and_one_that_is_damaged(cluster: Jobs) -> None:
    variants = tuple(
        StoredVariant(name=cell, title=hostile.ALL[:300], changes=(f"architecture.layers.0.cell={cell}",), runs=("x",))
        for cell in ("lstm", "gru")
    )
    name = save(StoredComparison(title=hostile.ALL[:300], base=QUICK, variants=variants, measure=hostile.ALL[:300]))
    expect_no_telltale(compare_page(comparison=name))
    (comparisons_folder() / name / FILE).write_text("{")
    assert any("cannot be shown" in sentence for sentence in said(compare_page(comparison=name)))
    assert any("no such comparison" in sentence for sentence in said(compare_page(comparison="gone")))


def test_a_guess_is_right_wrong_or_neither() -> None:
    clear = compared({"a": [1.0, 1.1, 1.2], "b": [3.0, 3.1, 3.3]}, "loss", higher_is_better=False)
    unclear = compared({"a": [1.0, 2.0, 3.0], "b": [1.1, 1.7, 3.2]}, "loss", higher_is_better=False)
    assert guess_words("a", clear).endswith("**that was right.**")
    assert "**that was wrong**; a is ahead" in guess_words("b", clear)
    assert "cannot be told apart" in guess_words("a", unclear)
    assert "cannot be told apart" in guess_words("b", unclear)


@pytest.mark.parametrize(
    ("setting", "begins"),
    [
        ("architecture.layers.0.dropout", "0.0, 0.1"),
        ("training.learning_rate", "nothing, 0.1"),
        ("training.patience", "nothing, 10"),
        ("training.epochs", "1000, 2000"),
    ],
)
def test_whatever_is_to_differ_it_can_be_compared_at_once(cluster: Jobs, setting: str, begins: str) -> None:
    test = own_form(setting)
    assert [field.value for field in test.text_input if field.label.startswith("Values")] == [begins]
    assert not test.error
    assert not test.button(key="own-compare").disabled


def test_what_is_not_allowed_is_told_by_the_name_in_the_form(cluster: Jobs) -> None:
    test = own_form("architecture.layers.0.units")
    (typed,) = [field for field in test.text_input if field.label.startswith("Values")]
    typed.set_value("0, 8")
    (error,) = run(test).error
    assert as_read(error.value).startswith("0: Recurrent layer 1 › Units: got 0; allowed is")


def own_form(setting: str) -> AppTest:
    """The form of one's own comparison, with this setting to differ."""
    test = compare_page()
    (choice,) = [box for box in test.selectbox if box.label == "What differs"]
    choice.set_value(setting)
    return run(test)
