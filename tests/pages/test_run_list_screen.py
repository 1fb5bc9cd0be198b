"""The list of runs at work: found, ordered, named, tagged, ticked, put together with those of their comparison."""

import os

import hostile
import pytest
from form_screen import as_read, press, run
from small import small
from streamlit.testing.v1 import AppTest
from test_history import runs_page
from test_hostile_screen import expect_no_telltale
from whole_app import RUNS, captions, markdown, trained, until

from pages.runs.filters import OLDEST, Wanted, wanted_runs
from seqcore.comparisons.stored import StoredComparison, StoredVariant, save
from seqcore.experiment import with_values
from seqcore.jobs.jobs import Jobs
from seqcore.runs.bin import throw_away
from seqcore.runs.folder import RunFolder, run_ids
from seqcore.runs.label import Label, read_label, write_label
from seqcore.runs.recorder import Recorder
from seqcore.runs.summary import Summary

GRU, LSTM = small([{"cell": "gru"}], epochs=5), small(epochs=6)


def summary(words: str, loss: float, **more: object) -> Summary:
    known = {"task": "cumulative_sum", "architecture": "recurrent_stack", "status": "stopped"} | more
    return Summary(words=words, scores={"loss": loss, "accuracy": loss}, **known)  # type: ignore[arg-type]


LISTED = {
    "a": summary("LSTM 3 Cumulative sum", 0.3, label=Label(name="Monday", tags=("class",))),
    "b": summary("GRU 3 Cumulative sum", 0.1, owners=("me",), status="completed"),
    "c": summary("LSTM 9 Prices", 0.2, task="prices", label=Label(pinned=True, note="the best one")),
    "d": Summary(damage="experiment.json: it is gone."),
}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), "cabd"),
        (Wanted(order=OLDEST), "cdba"),
        (Wanted(query="lstm"), "ca"),
        (Wanted(query="  LSTM monday "), "a"),
        (Wanted(query="best"), "c"),
        (Wanted(query="class"), "a"),
        (Wanted(tasks=("cumulative_sum",)), "ab"),
        (Wanted(architectures=("recurrent_stack",)), "cab"),
        (Wanted(statuses=("completed",)), "b"),
        (Wanted(tags=("class",)), "a"),
        (Wanted(mine="me"), "b"),
        (Wanted(order="loss"), "cbad"),
        (Wanted(order="accuracy", tasks=("cumulative_sum",)), "ab"),
    ],
)
def test_what_is_found_and_in_which_order(wanted: Wanted, expected: str) -> None:
    assert "".join(wanted_runs(LISTED, wanted)) == expected


def test_a_run_is_found_by_the_title_of_its_comparison() -> None:
    assert wanted_runs(LISTED, Wanted(query="merge lstm"), {"a": "Merge modes", "b": "Merge modes"}) == ["a"]


def stored_runs() -> list[RunFolder]:
    folders = [RunFolder.create(GRU), RunFolder.create(LSTM)]
    for place, folder in enumerate(folders):
        Recorder(folder).finish("stopped")
        os.utime(folder.path / "experiment.json", (1e9 + place, 1e9 + place))
    return folders


def test_words_find_runs_and_nothing_found_is_said(cluster: Jobs) -> None:
    gru, lstm = stored_runs()
    test = runs_page()
    test.text_input(key="run-search").set_value("gru")
    assert opened_rows(run(test)) == [gru.id]
    test.text_input(key="run-search").set_value("transformer")
    assert opened_rows(run(test)) == []
    assert any(caption.value.startswith("No run is like that") for caption in test.caption)
    test.text_input(key="run-search").set_value("")
    test.selectbox(key="run-order").set_value(OLDEST)
    assert opened_rows(run(test)) == [gru.id, lstm.id]


def opened_rows(test: AppTest) -> list[str]:
    return [button.key.removeprefix("open-") for button in test.button if button.key.startswith("open-")]


def test_a_name_a_note_tags_and_a_pin_are_kept(cluster: Jobs) -> None:
    gru, lstm = stored_runs()
    test = runs_page()
    test.text_input(key=f"label-{gru.id}-name").set_value("The *small* one")
    test.text_area(key=f"label-{gru.id}-note").set_value("for [Monday](x)")
    test.toggle(key=f"label-{gru.id}-pinned").set_value(True)
    test = run(test)
    assert read_label(gru.path) == Label(name="The *small* one", note="for [Monday](x)", pinned=True)
    again = runs_page()
    assert opened_rows(again) == [gru.id, lstm.id]
    assert any("The *small* one" in as_read(text.value) for text in again.markdown)


def test_nobody_else_changes_what_an_owner_has_written(cluster: Jobs) -> None:
    foreign = RunFolder.create(LSTM, "somebody else")
    test = runs_page()
    assert all(field.disabled for field in test.text_input if field.key.startswith("label-"))
    assert test.button(key=f"delete-{foreign.id}").disabled


def test_ticked_runs_are_compared_tagged_and_deleted_together(cluster: Jobs) -> None:
    folders = stored_runs()
    foreign = RunFolder.create(LSTM, "somebody else")
    test = runs_page()
    for folder in (*folders, foreign):
        test.checkbox(key=f"pick-{folder.id}").check()
    run(test)
    test.text_input(key="picked-tag").set_value("class")
    press(test, "picked-tag-add")
    assert [read_label(folder.path).tags for folder in (*folders, foreign)] == [("class",), ("class",), ()]
    assert [warning.value for warning in test.warning] == ["Not tagged: 1 that others have started."]
    press(test, "picked-compare")
    assert test.title[0].value == "Compare"
    assert set(test.query_params["runs"].split(",")) == {folder.id for folder in (*folders, foreign)}
    del test.query_params["runs"]
    run(test.switch_page(RUNS))
    press(test, "picked-delete")
    assert run_ids() == [foreign.id]
    assert [one.value for one in test.warning] == ["Not deleted: 1 that others have started, or that still train."]
    press(test, "undo-delete")
    assert len(run_ids()) == 3


def test_what_was_deleted_is_listed_for_a_day_and_only_to_whom_it_belongs(cluster: Jobs) -> None:
    gru, lstm = stored_runs()
    foreign = RunFolder.create(LSTM, "somebody else")
    damaged = RunFolder.create(LSTM)
    (damaged.path / "experiment.json").write_bytes(b"{")
    for folder in (gru, lstm, foreign, damaged):
        throw_away(folder)
    test = runs_page()
    test.toggle(key="show-bin").set_value(True)
    assert test.toggle(key="show-bin").label == "Deleted runs (4)"
    listed = {button.key.removeprefix("restore-") for button in run(test).button if button.key.startswith("restore-")}
    assert listed == {gru.id, lstm.id, damaged.id}
    assert "1 of them is of others." in captions(test)
    press(test, f"restore-{gru.id}")
    assert run_ids() == [gru.id]
    assert opened_rows(test) == [gru.id]
    assert test.toggle(key="show-bin").label == "Deleted runs (3)"


def test_a_run_is_trained_again_with_one_change(jobs: Jobs) -> None:
    trained(GRU)
    (first,) = run_ids()
    test = runs_page()
    press(test, f"change-{first}")
    assert test.text_input(key=f"change-to-{first}-training.seed").value == "2"
    test.selectbox(key=f"change-setting-{first}").set_value("architecture.layers.0.cell")
    cell = run(test).selectbox(key=f"change-to-{first}-architecture.layers.0.cell")
    assert (cell.label, "gru" in cell.options) == ("From GRU to", False)
    cell.set_value("simple_rnn")
    press(run(test), "change-train")
    (again,) = set(run_ids()) - {first}
    expected = with_values(GRU, ["architecture.layers.0.cell=simple_rnn"])
    found = RunFolder.find(again)
    assert found is not None
    assert found.experiment() == expected
    assert (test.title[0].value, test.query_params["run"]) == ("Cumulative sum", again)


@pytest.mark.parametrize(
    ("typed", "said"), [("0.5, 7", "whole number"), ("many", "whole number"), ("", ""), ("-3", "whole number")]
)
def test_a_change_that_cannot_be_trained_is_refused_in_place(cluster: Jobs, typed: str, said: str) -> None:
    gru, _ = stored_runs()
    test = runs_page()
    press(test, f"change-{gru.id}")
    test.text_input(key=f"change-to-{gru.id}-training.seed").set_value(typed)
    run(test)
    assert test.button(key="change-train").disabled
    assert [said in as_read(error.value) for error in test.error] == [True] * bool(said)
    assert len(run_ids()) == 2


def test_into_the_form_brings_the_settings_and_no_run(jobs: Jobs) -> None:
    trained(GRU)
    test = runs_page()
    press(test, f"again-{run_ids()[0]}")
    assert test.title[0].value == "Cumulative sum"
    assert "run" not in test.query_params
    assert test.number_input(key="form-training-epochs").value == 5
    assert test.button(key="train")


def test_a_comparison_is_one_entry_that_unfolds(cluster: Jobs) -> None:
    folders, alone = stored_runs(), RunFolder.create(LSTM)
    variants = tuple(
        StoredVariant(name=cell, title=cell, changes=(f"architecture.layers.0.cell={cell}",), runs=(folder.id, "gone"))
        for cell, folder in zip(("gru", "lstm"), folders, strict=True)
    )
    name = save(StoredComparison(title="Which *cell*", base=LSTM, variants=variants, measure="loss"))
    test = runs_page()
    assert opened_rows(test) == [alone.id, f"comparison-{name}"]
    assert any("Which *cell*" in as_read(text.value) for text in test.markdown)
    assert "Finished · 2 of 2 runs · 2 stopped early" in markdown(test)
    test.toggle(key=f"unfold-{name}").set_value(True)
    assert opened_rows(run(test)) == [alone.id, f"comparison-{name}", *(folder.id for folder in folders)]
    test.toggle(key=f"label-{folders[0].id}-pinned").set_value(True)
    rows = opened_rows(run(test))
    assert rows[0] == folders[0].id
    assert sorted(rows[1:]) == sorted([alone.id, f"comparison-{name}", *(folder.id for folder in folders[1:])])
    press(test, f"open-comparison-{name}")
    assert test.query_params["comparison"] == name


def test_a_comparison_in_the_list_tells_how_far_it_is(jobs: Jobs) -> None:
    (ended, _), long = stored_runs(), jobs.start(with_values(LSTM, ["training.epochs=100000"]), None)
    variants = tuple(StoredVariant(name=run, title=run, runs=(run,)) for run in (ended.id, long))
    save(StoredComparison(title="Two", base=LSTM, variants=variants, measure="loss"))
    test = until(runs_page(), lambda test: "Training · 1 of 2 runs" in markdown(test))
    jobs.act(long, "pause")
    until(test, lambda test: "Paused · 1 of 2 runs" in markdown(test))
    jobs.act(long, "stop")
    until(test, lambda test: "Finished · 2 of 2 runs" in markdown(test))


def test_labels_of_strangers_are_text(cluster: Jobs) -> None:
    folder = RunFolder.create(LSTM)
    write_label(folder.path, Label(name=hostile.ALL[:100], note=hostile.ALL[:2000], tags=(hostile.NAMES["link"],)))
    expect_no_telltale(runs_page())
