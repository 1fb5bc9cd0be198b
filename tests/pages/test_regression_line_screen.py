"""The screen of a line on a real cluster: the curve beside two numbers, and the weights that never act."""

import numpy as np
import pytest
from form_screen import press, run
from streamlit.testing.v1 import AppTest
from whole_app import APP, captions, is_in, until, view, without_bold

from pages.tasks.regression_line.fit_figure import MOST_POINTS, fit_figure
from seqcore.experiment import Experiment, with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.tasks.regression_line.task import RegressionLine

SMALL = ["architecture.layers.0.units=4", "training.epochs=30", "training.validate_every=10"]


def screen(*changes: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params["experiment"] = experiment(*changes).to_link()
    return run(test.switch_page("pages/tasks/regression_line/screen.py"))


def experiment(*changes: str) -> Experiment:
    return with_values(PRESETS["line-small"].experiment, [*SMALL, *changes])


def acting_table(test: AppTest) -> dict[str, list[str]]:
    return next(frame.value for frame in test.dataframe if "Never act" in frame.value).to_dict("list")


def test_a_run_stands_beside_two_numbers_and_its_idle_weights_have_not_moved(jobs: Jobs) -> None:
    test = screen()
    assert "101 weights: train to see how far off they are" in without_bold(test)
    # By arithmetic: 4 · 4² of the recurrent kernel and 4 · (1 + 1) of the forget gate, of 96 + 5.
    assert "72 of 101 weights (71%) can never act" in without_bold(test)
    assert "Unmoved" not in acting_table(test)
    until(press(test, "train"), is_in("Finished"))
    finished = view(test).finished
    assert finished is not None
    assert {"loss", "mse", "off_the_rule"} <= finished.validation.keys()
    assert finished.baselines.keys() == {"least_squares", "noise_floor", "mean"}
    run(test)
    told = without_bold(test)
    two = RegressionLine().examples().baselines()["least_squares"].scores["mse"]
    assert f"101 weights are off by {finished.validation['mse']:.3g} after epoch 30" in told
    assert f"y = 3.25 x + 2.04) by {two:.3g}" in told
    assert "72 have not moved by a bit in this run up to epoch 30" in told
    assert acting_table(test)["Unmoved"] == ["72", "0"]


@pytest.mark.parametrize("function", ["line", "sine", "step", "formula"])
def test_the_form_decides_the_points(cluster: Jobs, function: str) -> None:
    test = screen(f"task.function={function}", "task.points=1000", "task.slope=-2")
    rule = {
        "line": "−2 x + 2",
        "sine": "−2 sin(2 x) + 2",
        "step": "2, and −2 more from x = 0.5 on",
        "formula": "x^3 - 2*x + 2",
    }[function]
    assert f"The points are y = {rule}, and noise." in without_bold(test)
    assert "Drawn are 600 of 1,000 points" in captions(test)


def test_with_outliers_it_tells_the_distance_from_the_rule(cluster: Jobs) -> None:
    told = without_bold(screen("task.outliers=0.2"))
    baselines = RegressionLine(outliers=0.2).examples().baselines()
    assert "Distance from the rule on 132 test points: 101 weights: train to see" in told
    assert f") by {baselines['least_squares'].scores['off_the_rule']:.3g}. The points are" in told


def test_the_figure_has_points_rule_line_and_curve_and_stays_small() -> None:
    examples = RegressionLine(points=5000).examples()
    curve = np.zeros(len(examples.curve_x))
    before, after = fit_figure(examples, None), fit_figure(examples, curve)
    assert [trace["name"] for trace in before["data"]] == ["trained on", "test", "rule", "least squares"]
    assert after["data"][-1]["name"] == "network"
    assert sum(len(trace["x"]) for trace in after["data"][:2]) == MOST_POINTS
    assert before["layout"]["yaxis"] == after["layout"]["yaxis"], "nothing jumps when the curve comes"
    low, high = after["layout"]["yaxis"]["range"]
    assert low < examples.y.min() < examples.y.max() < high
    assert [(shape["x0"], shape["x1"]) for shape in after["layout"]["shapes"]] == [(-1.75, -1), (2, 2.75)]


def test_the_loss_is_drawn_on_a_logarithmic_axis_at_first(cluster: Jobs) -> None:
    test = screen()
    assert test.toggle(key="log-axis-regression_line").value
    other = AppTest.from_file(str(APP), default_timeout=300).run()
    run(other.switch_page("pages/tasks/cumulative_sum/screen.py"))
    assert not other.toggle(key="log-axis-cumulative_sum").value
