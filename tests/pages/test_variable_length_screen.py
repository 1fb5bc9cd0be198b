"""The screen of variable length on a real cluster: padding in grey, and the two errors side by side."""

from concurrent.futures import CancelledError, Future

import numpy as np
import pandas as pd
import pytest
from form_screen import as_read, press, run
from streamlit.testing.v1 import AppTest
from whole_app import APP, captions, is_in, markdown, said, until, view

from pages.parts.server import server
from pages.tasks.variable_length.mask_panel import KEY
from pages.tasks.variable_length.padded_figure import padded_figure
from seqcore.experiment import Experiment, with_values
from seqcore.jobs.connection import ClusterStatus
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.tasks.variable_length.mask_rows import MaskRow

SMALL = ["task.sequences=40", "task.padded_to=40", "architecture.layers.0.units=4", "training.epochs=3"]


def screen(experiment: Experiment) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params["experiment"] = experiment.to_link()
    return run(test.switch_page("pages/tasks/variable_length/screen.py"))


@pytest.mark.parametrize("preset", ["masks-on", "masks-off"])
def test_both_errors_are_told_while_it_trains_and_at_the_end(jobs: Jobs, preset: str) -> None:
    test = screen(with_values(PRESETS[preset].experiment, SMALL))
    assert "train to see what the network says" in markdown(test)
    until(press(test, "train"), is_in("Finished"))
    finished = view(test).finished
    assert finished is not None
    scores = finished.validation
    assert {"loss", "mae_true_steps", "mae_all_steps"} <= scores.keys()
    printed = "mae_true_steps" if preset == "masks-on" else "mae_all_steps"
    assert scores["loss"] == pytest.approx(scores[printed], rel=1e-6)
    assert "over all steps the error is" in markdown(test)
    run(test)
    table = next(frame.value for frame in test.dataframe if "Mean absolute error" in frame.value)
    assert table["Steps"].tolist() == ["true ones", "padding", "all"]
    assert table["How many"].tolist()[2] == 40


def test_another_sequence_is_another(cluster: Jobs) -> None:
    test = screen(with_values(PRESETS["masks-on"].experiment, SMALL))
    assert "Sequence 1 of" in markdown(test)
    press(test, "padded-next")
    assert "Sequence 2 of" in markdown(test)


def test_every_stretch_of_padding_is_grey() -> None:
    true = np.array([False, False, True, True, True, False])
    figure = padded_figure(np.zeros((6, 2)), np.zeros(6), true, np.ones(6))
    assert [(shape["x0"], shape["x1"]) for shape in figure["layout"]["shapes"]] == [(0.5, 2.5), (5.5, 6.5)]
    assert [trace["name"] for trace in figure["data"]] == ["inputs", "inputs", "target", "network"]


@pytest.fixture
def nobody_has_asked() -> None:
    server().worked_out.pop(KEY)


def mask_table(test: AppTest) -> pd.DataFrame | None:
    return next((frame.value for frame in test.dataframe if "Printed" in frame.value), None)


def has_button(test: AppTest) -> bool:
    return "ask-keras" in {button.key for button in test.button}


@pytest.mark.usefixtures("nobody_has_asked")
def test_keras_is_asked_once_for_all_visitors(jobs: Jobs) -> None:
    test = screen(PRESETS["masks-on"].experiment)
    assert mask_table(test) is None
    press(test, "ask-keras")
    assert not has_button(test)
    until(test, lambda test: mask_table(test) is not None)
    table = mask_table(test)
    assert table is not None
    fates = dict(zip(table["After Masking"], table["Mask"], strict=True))
    assert (fates["LSTM"], fates["Conv1D"], fates["Slice x[:, 5:]"]) == ("kept", "lost", "lost")
    assert table["Keras"][table["After Masking"] == "Conv1D"].tolist() == ["warns"]
    assert "After Slice x[:, 5:] and Concatenate (unmasked), the mask hides nothing: Keras does not say so" in markdown(
        test
    )
    assert "does not support masking" in as_read(captions(test))

    other = screen(PRESETS["masks-off"].experiment)
    assert not has_button(other)
    assert table.equals(mask_table(other))


@pytest.mark.usefixtures("nobody_has_asked")
def test_without_a_training_process_one_sentence_says_so(cluster: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Jobs, "cluster", ClusterStatus("starting", 0, "Getting ready."))
    test = press(screen(PRESETS["masks-on"].experiment), "ask-keras")
    assert "No training process is there yet" in captions(test)
    assert has_button(test)


def test_an_answer_that_does_not_come_is_told_and_asked_for_again(
    jobs: Jobs, nobody_has_asked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: Future[tuple[MaskRow, ...]] = Future()
    failed.set_exception(ConnectionError("*No* training process is there to answer."))
    with monkeypatch.context() as patch:
        patch.setattr(Jobs, "compute", lambda self, work: failed)
        test = press(screen(PRESETS["masks-on"].experiment), "ask-keras")
    assert "Keras could not be asked: *No* training process is there to answer." in said(test)
    assert not said(press(test, "ask-keras"))
    assert not has_button(test)


@pytest.mark.usefixtures("nobody_has_asked")
def test_a_lost_worker_is_told_in_words_of_ours(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    lost: Future[tuple[MaskRow, ...]] = Future()
    lost.set_exception(CancelledError("what_keeps_a_mask-6dede0a9 cancelled"))
    monkeypatch.setattr(Jobs, "compute", lambda self, work: lost)
    test = press(screen(PRESETS["masks-on"].experiment), "ask-keras")
    assert "Keras could not be asked: no answer came (CancelledError)." in said(test)
