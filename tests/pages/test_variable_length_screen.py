"""The screen of variable length on a real cluster: padding in grey, and the two errors side by side."""

import numpy as np
import pytest
from form_screen import as_read, press, run
from streamlit.testing.v1 import AppTest
from whole_app import APP, is_in, until, view

from pages.tasks.variable_length.padded_figure import padded_figure
from seqcore.experiment import Experiment, with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS

SMALL = ["task.sequences=40", "task.padded_to=40", "architecture.layers.0.units=4", "training.epochs=3"]


def screen(experiment: Experiment) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params["experiment"] = experiment.to_link()
    return run(test.switch_page("pages/tasks/variable_length/screen.py"))


def markdown(test: AppTest) -> str:
    return as_read(" ".join(text.value for text in test.markdown))


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
