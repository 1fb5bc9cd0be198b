"""The screen of a task on a real cluster: buttons, messages and numbers, whatever happens to the run."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from filelock import FileLock
from form_screen import as_read, enter, press, run, told
from room import Room
from small import small
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from whole_app import (
    LONG,
    RUNS,
    SCREEN,
    SHORT,
    captions,
    controls,
    folder,
    is_in,
    layers,
    opened,
    predictions,
    run_id,
    said,
    trained,
    training,
    until,
    view,
    words,
)

from pages.parts import server as parts
from pages.parts.controls import NOT_YOURS
from pages.parts.form_values import form_of
from pages.parts.loading import Loading, Prepared
from pages.parts.visitor import COOKIE
from seqcore.experiment import Experiment
from seqcore.jobs.jobs import Jobs
from seqcore.jobs.questions import Replay
from seqcore.presets import PRESETS, presets_of
from seqcore.runs.folder import RunFolder, all_runs, runs_folder

IDLE = {"train": True, "step": True, "stop": False, "reset": False}
TRAINING = {"pause": True, "step": False, "stop": True, "reset": True}
PAUSED = {"resume": True, "step": True, "stop": True, "reset": True}
ENDED = {"train": True, "step": True, "stop": False, "reset": True}
WATCHED = {"pause": False, "step": False, "stop": False, "reset": True}

EPOCHS, RATE = ("training", "epochs"), ("training", "learning_rate")
LAYER = ("architecture", "layers", 0)
EXPLODING = small(
    [{"cell": "simple_rnn", "activation": "linear"}], task={"steps": 8}, optimizer="sgd", learning_rate=10, epochs=90
)
CHANGED = "The form has changed since this run began"


@pytest.fixture
def starting(cluster: Jobs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    """The jobs of another server, whose worker is asked for by the first page."""
    server = parts.Server()
    monkeypatch.setattr(parts, "_made", server)
    yield server.jobs
    server.jobs.close()


def test_the_first_page_is_there_before_the_cluster_is(starting: Jobs) -> None:
    test = opened()
    assert starting.cluster.state == "starting"
    assert said(test) == [starting.cluster.sentence]
    until(test, lambda test: not said(test))
    assert controls(test) == IDLE
    assert words(test) == "Epoch 0 of 1,000 · press **Train** to begin"


def test_clearing_streamlits_caches_leaves_the_server_as_it_is(cluster: Jobs) -> None:
    before = parts.server()
    st.cache_resource.clear()
    st.cache_data.clear()
    assert parts.server() is before
    assert before.jobs is cluster


# A run from its beginning to its end


def test_train_starts_a_run_and_its_numbers_appear(jobs: Jobs) -> None:
    test = opened(SHORT)
    assert [metric.value for metric in test.metric] == ["–"] * 3
    assert predictions(test)["Probability"].isna().all()
    press(test, "train")
    assert run_id(test) == next(all_runs()).id
    until(test, is_in("Finished"))
    assert "epoch 60 of 60" in words(test)
    numbers = view(test).last_validation()
    assert [metric.value for metric in test.metric] == [
        f"{numbers['loss']:.4g}",
        f"{numbers['accuracy']:.1%}",
        f"{numbers['whole_sequence_accuracy']:.1%}",
    ]
    assert predictions(test)["Probability"].between(0, 1).all()
    assert controls(test) == ENDED
    assert view(test).experiment == SHORT


def test_the_buttons_fit_what_the_run_is_doing(jobs: Jobs) -> None:
    test = opened(LONG)
    assert controls(test) == IDLE
    press(test, "train")
    assert controls(test) == TRAINING
    until(test, lambda test: view(test).epochs > 20)
    until(press(test, "pause"), is_in("Paused"))
    assert controls(test) == PAUSED
    before = view(test).epochs
    press(test, "step")
    until(test, lambda test: is_in("Paused")(test) and view(test).epochs == before + 1)
    assert controls(test) == PAUSED
    press(test, "resume")
    until(test, lambda test: view(test).epochs > before + 20)
    assert controls(test) == TRAINING
    until(press(test, "stop"), is_in("Stopped"))
    assert controls(test) == ENDED
    press(test, "reset")
    assert "press **Train** to begin" in words(test)
    assert "run" not in test.query_params
    assert controls(test) == IDLE


def test_the_second_half_of_a_double_click_starts_nothing(jobs: Jobs) -> None:
    test = training()
    first = run_id(test)
    test.session_state["session"].wish = "train"
    assert run_id(run(test)) == first
    assert [entry.id for entry in all_runs()] == [first]


def test_stepping_from_the_beginning_trains_single_epochs(jobs: Jobs) -> None:
    test = press(opened(SHORT), "step")
    until(test, is_in("Paused"))
    until(press(test, "step"), lambda test: "epoch 2 of 60" in words(test) and is_in("Paused")(test))
    until(press(test, "stop"), is_in("Stopped"))
    assert view(test).epochs == 2


def test_reset_while_training_stops_and_the_same_seed_gives_the_same_numbers(jobs: Jobs) -> None:
    test = training()
    first = view(test)
    press(test, "reset")
    assert controls(test) == IDLE
    press(test, "train")
    until(test, lambda test: view(test).epochs >= 20)
    assert view(test).training["loss"][:20] == first.training["loss"][:20]
    # The first one is judged before it is stopped, by a worker that may be busy with the second.
    until(test, lambda test: sorted(entry.view().status for entry in all_runs()) == ["running", "stopped"])


def test_an_interrupted_run_goes_on(jobs: Jobs) -> None:
    left = RunFolder.create(SHORT)
    test = opened(run_id=left.id)
    assert is_in("Interrupted")(test)
    assert controls(test) == PAUSED
    until(press(test, "resume"), is_in("Finished"))
    assert left.view().epochs == 60


def test_an_interrupted_run_takes_steps_and_another_learning_rate(jobs: Jobs) -> None:
    left = RunFolder.create(SHORT)
    test = set_learning_rate(opened(run_id=left.id), 0.02)
    assert is_in("Paused")(test)
    until(press(test, "step"), lambda test: left.view().epochs == 1 and is_in("Paused")(test))
    assert [change.value for change in left.view().learning_rates] == [0.02]
    until(press(test, "stop"), is_in("Stopped"))


def test_a_run_that_another_process_trains_can_be_watched(jobs: Jobs) -> None:
    elsewhere = RunFolder.create(SHORT)
    with FileLock(elsewhere.path / "lock"):
        test = opened(run_id=elsewhere.id)
        assert is_in("Training in another process")(test)
        assert controls(test)["stop"] is False
    assert controls(run(test)) == PAUSED


def test_a_loss_that_is_not_finite_is_explained(jobs: Jobs) -> None:
    test = until(press(opened(EXPLODING), "train"), is_in("Stopped"))
    event = view(test).not_finite
    assert event is not None
    assert said(test) == [event.sentence()]
    assert f"update {event.update:,} with learning rate 10" in event.sentence()
    assert len(view(test).training["loss"]) == event.update - 1
    assert controls(test) == ENDED


# Settings while a run goes on


def test_changed_settings_do_not_disturb_the_run_and_wait_for_the_next(jobs: Jobs) -> None:
    test = training()
    assert CHANGED not in captions(test)
    first = run_id(test)
    enter(test, EPOCHS, 70)
    assert f"{CHANGED}: the changes apply to the next run; **Stop** ends this one." in captions(test)
    assert "of 100,000" in words(test)
    assert run_id(test) == first
    until(press(test, "stop"), is_in("Stopped"))
    assert view(test).experiment == LONG
    assert f"{CHANGED}: **Train** starts a new run with it." in captions(test)
    until(press(test, "train"), lambda test: run_id(test) != first and is_in("Finished")(test))
    assert "epoch 70 of 70" in words(test)
    assert CHANGED not in captions(test)


def test_an_invalid_form_cannot_be_trained_but_a_run_goes_on(jobs: Jobs) -> None:
    test = enter(opened(LONG), RATE, 0.0)
    assert said(test) == ["**Training › Learning rate**: got 0; allowed is a number above 0 and up to 10, or nothing."]
    assert controls(test) == IDLE | {"train": False, "step": False}
    assert {test.button(key=key).help.replace("\\", "") for key in ("train", "step")} == set(said(test))
    test = enter(training(), RATE, 0.0)
    assert controls(test) == TRAINING
    assert len(said(test)) == 1


def test_another_learning_rate_is_recorded(jobs: Jobs) -> None:
    test = set_learning_rate(training(), 0.02)
    until(test, lambda test: view(test).learning_rates)
    (change,) = view(test).learning_rates
    assert change.value == 0.02
    assert change.epoch > 20
    assert said(test) == []
    assert controls(test) == TRAINING


@pytest.mark.parametrize("value", [0.0, 99.0])
def test_an_impossible_learning_rate_is_refused_in_one_sentence(jobs: Jobs, value: float) -> None:
    test = set_learning_rate(training(), value)
    (sentence,) = told(test)
    assert sentence.startswith(f"Got {value:g}; allowed is a number above 0 and up to 10")
    assert sentence.endswith("It stays at 0.001.")
    until(press(test, "stop"), is_in("Stopped"))
    assert view(test).learning_rates == []


def set_learning_rate(test: AppTest, value: float) -> AppTest:
    test.number_input(key=f"learning-rate-{run_id(test)}").set_value(value)
    return run(test)


# Predictions


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0.1, abc, 0.2, 0.3", "Item 2 is 'abc'; allowed is a number from 0 to 1, as in 0.25."),
        ("0.1, 0.2, 0.3, 1.5", "Item 4 is '1.5'; allowed is a number from 0 to 1, as in 0.25."),
        ("-0.1, 0.2, 0.3, 0.5", "Item 1 is '-0.1'; allowed is a number from 0 to 1, as in 0.25."),
        ("0.1, nan, 0.3, inf", "Item 2 is 'nan'; allowed is a number from 0 to 1, as in 0.25."),
        ("0.1, 0.2, 0.3", "The sequence has 3 numbers; allowed are exactly 4, separated by commas."),
        ("0.1 0.2 0.3 0.4 0.5", "The sequence has 5 numbers; allowed are exactly 4, separated by commas."),
        ("0.1, **b**, 0.3, 0.4", "Item 2 is '**b**'; allowed is a number from 0 to 1, as in 0.25."),
        (",,,", "The sequence has 0 numbers; allowed are exactly 4, separated by commas."),
    ],
)
def test_a_bad_sequence_gets_a_message_that_names_the_item(cluster: Jobs, text: str, message: str) -> None:
    test = own_sequence(opened(SHORT), text)
    assert [error.value.replace("\\", "") for error in test.error] == [message]


def test_a_sequence_of_ones_own_gets_probabilities_also_while_training(jobs: Jobs) -> None:
    values = [0.125, 0.5, 0.25, 0.25]
    test = own_sequence(opened(LONG), "0.125, 0.5; 0.25, 0.25")
    assert predictions(test)["Value"].tolist() == values
    assert predictions(test)["Expected"].tolist() == [0, 0, 0, 1]
    assert predictions(test)["Probability"].isna().all()
    press(test, "train")
    until(test, lambda test: predictions(test)["Probability"].between(0, 1).all())
    until(press(test, "stop"), is_in("Stopped"))
    until(test, lambda test: f"**Your sequence, after epoch {max(view(test).snapshots):,}**" in texts(test))
    assert predictions(test)["Value"].tolist() == values
    assert not test.error


def test_another_sequence_can_be_drawn(jobs: Jobs) -> None:
    test = own_sequence(trained(), "0, 0, 0, 0")
    press(test, "draw")
    inputs, _ = SHORT.task.validation().pair
    assert test.text_input(key="own-sequence").value == ""
    for place in (1, 2):
        np.testing.assert_array_equal(predictions(test)["Value"], inputs[place, :, 0].astype(float))
        recorded = view(test).snapshots[60][place, :, 0]
        np.testing.assert_array_equal(predictions(test)["Probability"], recorded.astype(float))
        press(test, "draw")


def test_the_replay_goes_back_to_any_validated_epoch(jobs: Jobs) -> None:
    test = trained()
    (slider,) = test.select_slider
    assert [int(option) for option in slider.options] == sorted(view(test).snapshots)
    for epoch in (0, 30):
        test.select_slider[0].set_value(epoch)
        run(test)
        assert f"**Test sequence 1 of 20, never trained on, after epoch {epoch}**" in texts(test)
        recorded = view(test).snapshots[epoch][0, :, 0]
        np.testing.assert_array_equal(predictions(test)["Probability"], recorded.astype(float))


def test_a_sequence_of_ones_own_is_replayed_too(jobs: Jobs) -> None:
    test = own_sequence(trained(), "0.125, 0.5, 0.25, 0.25")
    until(test, lambda test: "**Your sequence, after epoch 60**" in texts(test))
    last = predictions(test)["Probability"]
    test.select_slider[0].set_value(0)
    run(test)
    assert "**Your sequence, after epoch 0**" in texts(test)
    assert not predictions(test)["Probability"].equals(last)


def test_a_sequence_of_ones_own_waits_for_its_answer_beside_the_one_before(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = trained()
    before = predictions(test)
    answer: Future[Replay] = Future()
    monkeypatch.setattr(jobs, "ask", lambda *_, **__: answer)
    own_sequence(test, "0.125, 0.5, 0.25, 0.25")
    assert "**Your sequence** · asking the network …" in texts(test)
    assert predictions(test).equals(before)
    answer.set_result(Replay([60.5], np.full((1, 1, 4, 1), 0.75, np.float32)))
    until(test, lambda test: "**Your sequence, after epoch 60.5**" in texts(test))
    assert predictions(test)["Value"].tolist() == [0.125, 0.5, 0.25, 0.25]
    assert predictions(test)["Probability"].tolist() == [0.75] * 4


def test_a_network_that_cannot_be_asked_says_why(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: Future[Replay] = Future()
    refused.set_exception(ConnectionError("No training process is there."))
    test = trained()
    monkeypatch.setattr(jobs, "ask", lambda *_, **__: refused)
    own_sequence(test, "0.125, 0.5, 0.25, 0.25")
    assert "the network could not be asked: No training process is there." in texts(test).replace("\\", "")


def test_a_run_ends_with_a_verdict_beside_its_baselines(jobs: Jobs) -> None:
    test = opened(SHORT)
    assert "| Step's number only |" in texts(test)
    assert "| **This network** |  |  |  |" in texts(test)
    until(press(test, "train"), is_in("Finished"))
    finished = view(test).finished
    assert finished is not None
    assert finished.verdict is not None
    assert finished.verdict.sentence in texts(test)
    assert f"| **This network** | {finished.validation['loss']:.3g} | " in texts(test)
    assert "training –" in [metric.delta for metric in test.metric]
    assert "Training follows as soon as 100 sequences can be averaged." in captions(test)


def test_a_run_that_was_stopped_within_an_epoch_is_judged_on_the_data_of_its_curves(jobs: Jobs) -> None:
    test = opened(small(epochs=1000, updates_per_epoch=1000))
    until(press(test, "train"), lambda test: view(test).updates > 2000)
    until(press(test, "stop"), is_in("Stopped"))
    known = view(test)
    finished = known.finished
    assert finished is not None
    assert finished.verdict is not None
    assert max(known.validation) == finished.validated_epoch
    assert known.validation[max(known.validation)] == finished.validation
    assert known.last_validation() == finished.validation


def own_sequence(test: AppTest, text: str) -> AppTest:
    test.text_input(key="own-sequence").set_value(text)
    return run(test)


def texts(test: AppTest) -> str:
    return " ".join(as_read(markdown.value) for markdown in test.markdown)


# Addresses


@pytest.mark.parametrize("name", ["unknown", "../../etc", "..%2f..%2fetc", "a" * 5000, "*", "\0", "🦜"])
def test_an_address_with_a_run_that_is_not_there_opens_the_screen(cluster: Jobs, name: str) -> None:
    test = opened(run_id=name)
    assert [warning.value for warning in test.warning] == [
        "There is no such run any more; the list of runs shows which there are."
    ]
    assert "run" not in test.query_params
    assert controls(test) == IDLE
    assert test.button(key="form-preset-cumsum-lstm").proto.type == "primary"


@pytest.mark.parametrize("link", ["garbage", "%%%", "eNo", "A" * 5000, SHORT.to_link()[:-9]])
def test_an_address_with_a_damaged_experiment_says_so_and_opens_the_screen(cluster: Jobs, link: str) -> None:
    test = opened(experiment=link)
    assert [warning.value.replace("\\", "") for warning in test.warning] == [
        "The link was not opened: it is damaged or incomplete; copy the whole link once more."
    ]
    assert controls(test) == IDLE


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"version": 2}', SHORT.model_dump_json().replace("lstm", "![x](y)").encode()],
)
def test_a_run_that_cannot_be_read_gets_one_clear_message(cluster: Jobs, content: bytes) -> None:
    broken = runs_folder() / "broken"
    broken.mkdir(parents=True)
    (broken / "experiment.json").write_bytes(content)
    test = opened(run_id="broken")
    (warning,) = test.warning
    assert warning.value.replace("\\", "").startswith("The run broken cannot be shown: it is damaged ")
    assert "![" not in warning.value
    assert len(warning.value) < 300
    assert controls(test) == IDLE


def test_a_run_folder_without_events_is_no_reason_to_fail(cluster: Jobs) -> None:
    left = RunFolder.create(SHORT)
    (left.path / "events.jsonl").unlink()
    assert opened(run_id=left.id).warning


def test_a_link_to_a_run_brings_its_settings_and_may_be_opened_by_many(jobs: Jobs) -> None:
    test = training(small(epochs=90_000, seed=7))
    other = opened(run_id=run_id(test))
    assert run_id(other) == run_id(test)
    assert until(other, lambda test: view(test).epochs > 40)
    assert other.number_input(key="form-training-seed").value == 7
    assert other.number_input(key="form-training-epochs").value == 90_000


def test_a_run_of_another_browser_is_watched_not_controlled(jobs: Jobs) -> None:
    mine = training()
    other = opened(run_id=run_id(mine))
    assert controls(other) == WATCHED
    assert NOT_YOURS in captions(other)
    assert not [widget for widget in other.number_input if widget.label.startswith("Learning rate from")]
    press(other, "reset")
    assert controls(other) == IDLE
    assert is_in("Training")(run(mine))
    until(press(mine, "stop"), is_in("Stopped"))
    assert controls(opened(run_id=run_id(mine))) == ENDED


def test_a_reloaded_tab_still_controls_its_run(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    test = training()
    monkeypatch.setattr(ContextProxy, "cookies", {COOKIE: test.session_state["session"].token})
    again = opened(run_id=run_id(test))
    assert controls(again) == TRAINING
    until(press(again, "stop"), is_in("Stopped"))
    assert controls(run(test)) == ENDED


def test_another_page_and_back_the_run_is_still_there(jobs: Jobs) -> None:
    test = training()
    run(test.switch_page(RUNS))
    del test.query_params["run"]
    run(test.switch_page(SCREEN))
    assert run_id(test)
    assert controls(test) == TRAINING


def test_a_run_that_is_deleted_while_it_is_shown(jobs: Jobs) -> None:
    test = trained()
    folder(test).delete()
    run(test)
    assert said(test) == ["There is no such run any more; the list of runs shows which there are."]
    assert controls(test) == IDLE


def test_a_home_that_cannot_be_written_is_said_and_not_raised(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SEQCORE_HOME", str(tmp_path / "file"))
    test = press(opened(SHORT), "train")
    assert len(said(test)) == 1
    assert said(test)[0].startswith("The run could not be started. ")
    assert controls(test) == IDLE


# What stands beside


@pytest.mark.parametrize("name", [entry.name for entry in presets_of("cumulative_sum")])
def test_a_preset_with_a_published_result_shows_it(cluster: Jobs, name: str) -> None:
    test = press(opened(), f"form-preset-{name}")
    published = PRESETS[name].preset.published
    assert (f"Published: **{published.claim}**" if published else "") in captions(test)
    assert ("Published" in captions(test)) == bool(published)


def test_a_published_result_stands_beside_ours(jobs: Jobs) -> None:
    test = trained(PRESETS["cumsum-lstm"].experiment)
    ours = view(test).last_validation()["accuracy"]
    assert f"Here, on validation data after 1,000 epochs: **accuracy per step {ours:.1%}**" in captions(test)


def test_the_layers_follow_the_form_at_once(cluster: Jobs) -> None:
    test = opened(SHORT)
    assert layers(test)["Output shape"].tolist() == ["(batch, 4, 1)", "(batch, 4, 3)", "(batch, 4, 1)"]
    for name, value in {"units": 24, "cell": "gru", "direction": "bidirectional", "merge": "sum"}.items():
        enter(test, (*LAYER, name), value)
    assert layers(test)["Output shape"].tolist() == ["(batch, 4, 1)", "(batch, 4, 24)", "(batch, 4, 1)"]
    assert layers(test)["Kind"].tolist() == ["Input", "Bidirectional(GRU)", "Dense"]
    assert "sum combines both directions" in layers(test)["Note"][1]
    assert f"{layers(test)['Parameters'].sum():,} parameters in all." in captions(test)
    enter(test, RATE, 0.0)
    assert "The layers appear as soon as the settings are valid." in captions(test)


def test_a_full_disk_is_said_on_the_page_and_the_run_goes_on_when_there_is_room(jobs: Jobs, room: Room) -> None:
    test = press(opened(small(epochs=6000, validate_every=1000)), "train")
    room(40_000)  # for a thousand epochs or so
    until(test, lambda test: any("the run rests after epoch" in message for message in said(test)))
    assert not any("restarted" in message for message in said(test))
    assert not is_in("Interrupted")(test)
    room(10**9)
    until(test, is_in("Finished"))
    assert not any("rests" in message for message in said(test))


def test_what_another_run_of_the_page_finds_meanwhile_is_not_told_here(
    cluster: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit begins the next run of a script while the one before still waits for data."""
    prepare = Loading.prepare

    def overtaken(self: Loading, experiment: Experiment) -> Prepared:
        form_of("cumulative_sum").problems = ("task.steps: what another run has found.",)
        return prepare(self, experiment)

    monkeypatch.setattr(Loading, "prepare", overtaken)
    test = opened(small())
    assert not test.error
    assert not test.button(key="train").disabled
