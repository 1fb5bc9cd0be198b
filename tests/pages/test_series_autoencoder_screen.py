"""The screen of the autoencoder on a real cluster: copies, errors, features and forecasts."""

import numpy as np
import pytest
from form_screen import as_read, press, run
from streamlit.testing.v1 import AppTest
from whole_app import APP, captions, is_in, until, view, without_bold

from pages.parts.controls import Shown
from pages.tasks.series_autoencoder.feature_figure import on_a_map
from pages.tasks.series_autoencoder.forecast_panel import over_seeds
from seqcore.experiment import with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.runs.view import RunView
from seqcore.tasks.series_autoencoder.rules import RULES

SHORT = ["architecture.units=2", "training.epochs=20", "training.validate_every=10"]


def screen(preset: str, *changes: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params["experiment"] = with_values(PRESETS[preset].experiment, [*SHORT, *changes]).to_link()
    return run(test.switch_page("pages/tasks/series_autoencoder/screen.py"))


def test_a_window_its_copy_and_what_the_features_are_worth(jobs: Jobs) -> None:
    test = screen("autoencoder-shampoo")
    assert "The window that ends at row 25 (held out), train to see the copy." in without_bold(test)
    assert "Train to see which rows the network cannot rebuild." in without_bold(test)
    assert "When training ends, the forecasts stand here." in captions(test)
    until(press(test, "train"), is_in("Finished"))
    finished = view(test).finished
    assert finished is not None
    assert {"loss", "absolute_error", "rmse", "rmse_both"} <= finished.validation.keys()
    assert finished.baselines.keys() == {"mean", "without_features", *RULES}
    run(test)
    told = without_bold(test)
    assert "The window that ends at row 25 (held out), after epoch 20: off by" in told
    assert "of 12 held-out rows are rebuilt worse than" in told
    assert finished.verdict is not None
    assert finished.verdict.sentence in told
    assert "When training ends, the forecasts stand here." not in captions(test)


def test_planted_anomalies_are_counted(jobs: Jobs) -> None:
    test = screen("autoencoder-anomalies", "task.length=150", "task.held_out=40", "training.epochs=2")
    until(press(test, "train"), is_in("Finished"))
    run(test)
    assert "of 5 planted anomalies are among them" in without_bold(test)
    assert "found" in view(test).last_validation()


def test_one_run_stands_beside_those_of_other_seeds() -> None:
    view = RunView(PRESETS["autoencoder-shampoo"].experiment)
    told = over_seeds(Shown("1", view, "finished", mine=True))
    assert "One run is one draw. Over" in told
    assert "the network **" in told
    assert "the forecaster without features **" in told
    assert not over_seeds(Shown("1", RunView(PRESETS["autoencoder-amzn"].experiment), "finished", mine=True))
    assert not over_seeds(None)


def test_a_window_that_does_not_fit_is_told_in_words(cluster: Jobs) -> None:
    test = screen("autoencoder-shampoo", "task.window=30")
    assert "leaves 0 windows to train on" in " ".join(as_read(error.value) for error in test.error)


@pytest.mark.parametrize("k", [1, 2, 5])
def test_the_map_keeps_distances_and_does_not_turn_round(k: int) -> None:
    features = np.random.default_rng(1).normal(size=(30, k)) * np.arange(k, 0, -1)
    learned = np.arange(30) < 20
    placed = on_a_map(features, learned)
    assert placed.shape == (30, 2)
    assert placed[learned].mean(axis=0) == pytest.approx([0, 0], abs=1e-9)
    if k == 2:
        assert np.linalg.norm(placed[3] - placed[9]) == pytest.approx(np.linalg.norm(features[3] - features[9]))
    assert np.array_equal(np.sign(on_a_map(features * 1.01, learned)), np.sign(placed))
