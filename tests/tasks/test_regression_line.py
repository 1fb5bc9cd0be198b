"""A line: points, rules and least squares by hand, and a verdict beside two numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.evaluation.verdict import Verdict
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.task import Trained
from seqcore.tasks.regression_line.examples import OUTLIER_HEIGHT, RegressionExamples, least_squares
from seqcore.tasks.regression_line.functions import FUNCTIONS
from seqcore.tasks.regression_line.task import RegressionLine

TRAINED = Trained(1, 1, 1)
NUMBERS = st.floats(-100, 100)


def examples(**changes: object) -> RegressionExamples:
    return RegressionLine.model_validate(changes).examples()


@pytest.mark.parametrize(
    ("function", "slope", "x", "y"),
    [
        ("line", 3.3, [-1, 0, 0.5, 2], [-1.3, 2, 3.65, 8.6]),
        ("line", -1, [0, 1], [2, 1]),
        ("sine", 3, [0, math.pi / 4, math.pi / 2, -math.pi / 4], [2, 5, 2, -1]),
        ("step", 3.3, [-1, 0.49, 0.5, 2], [2, 2, 5.3, 5.3]),
        ("formula", 3.3, [-1, 0, 0.5, 2], [1, 0, 0, 6]),
    ],
)
def test_every_function_by_hand(function: str, slope: float, x: list[float], y: list[float]) -> None:
    task = RegressionLine(function=function, slope=slope, formula="2*x^2 - abs(x)")
    assert FUNCTIONS[function].values(np.array(x, float), task) == pytest.approx(np.array(y))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("1 / (x + 3)", ""),
        ("1 / x", "no finite number at x = 0"),
        ("log(x)", "no finite number at x = −1"),
        ("t + 1", "'t' is not known; allowed are x (from −1 to 2), pi, e,"),
        ("x + randn", "'randn' is not known"),
        ("cumsum(x)", "'cumsum' is not known"),
        ("", "0 letters"),
    ],
)
def test_a_typed_formula_is_a_number_at_every_point_or_refused(formula: str, words: str) -> None:
    if not words:
        assert np.isfinite(examples(function="formula", formula=formula).y).all()
        return
    with pytest.raises(InvalidInput) as refused:
        examples(function="formula", formula=formula)
    assert words in str(refused.value)


def test_beyond_the_points_a_formula_may_be_no_number() -> None:
    found = examples(function="formula", formula="sqrt(x + 1)", noise=0)
    assert found.y == pytest.approx(np.sqrt(found.x + 1))
    assert np.isnan(found.rule(found.curve_x)[0])


def test_no_function_is_without_a_case_by_hand() -> None:
    cases = test_every_function_by_hand.pytestmark[0].args[1]
    assert {case[0] for case in cases} == FUNCTIONS.keys()


def test_least_squares_by_hand() -> None:
    # The means are 1 and 2; slope = ((-1)(-1) + 0 + 1 · 0) / 2 = 0.5, intercept = 2 - 0.5 · 1.
    line = least_squares(np.array([0.0, 1, 2]), np.array([1.0, 3, 2]))
    assert (line.slope, line.intercept) == (0.5, 1.5)
    assert line(np.array([0.0, 4])) == pytest.approx([1.5, 3.5])
    assert line.in_words() == "0.5 x + 1.5"
    assert least_squares(np.array([1.0, 1]), np.array([2.0, 4])).in_words() == "0 x + 3"
    assert least_squares(np.array([0.0, 1]), np.array([-2.0, -4])).in_words() == "−2 x − 2"


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=20), NUMBERS, NUMBERS)
def test_no_other_line_has_a_smaller_sum_of_squares(points: list[tuple[float, float]], up: float, tilt: float) -> None:
    x, y = np.array(points).T
    line = least_squares(x, y)
    best, other = (np.square(said - y).sum() for said in (line(x), line(x) + up + tilt * x))
    assert best <= other * (1 + 1e-9) + 1e-6


def test_points_as_in_the_demonstration() -> None:
    """400 points from -1 to 2, a third of them the test; without noise they lie on 3.3 x + 2."""
    found = examples(noise=0)
    assert sorted(found.x) == pytest.approx(np.linspace(-1, 2, 400))
    assert (found.split, len(found.validation())) == (268, 132)
    assert found.y == pytest.approx(3.3 * found.x + 2)
    assert found.line.in_words() == "3.3 x + 2"
    assert found.baselines()["noise_floor"].scores["mse"] == 0
    assert found.baselines()["least_squares"].scores["mse"] == pytest.approx(0, abs=1e-20)
    shuffled = found.x[: found.split]
    assert not np.array_equal(np.sort(shuffled), shuffled)
    test = found.validation()
    assert test.input[:, 0, 0] == pytest.approx(found.x[268:])
    assert test.targets[:, 0] == pytest.approx(found.y[268:])


def test_the_baselines_by_hand() -> None:
    found = examples(loss="mean_absolute_error", data_seed=3)
    x, y = found.x[268:], found.y[268:]
    known = {name: one.scores for name, one in found.baselines().items()}
    assert known["noise_floor"]["mse"] == pytest.approx(np.square(y - 3.3 * x - 2).mean())
    assert known["noise_floor"]["loss"] == pytest.approx(np.abs(y - 3.3 * x - 2).mean())
    assert known["noise_floor"]["off_the_rule"] == 0
    mean = found.y[:268].mean()
    assert known["mean"]["mse"] == pytest.approx(np.square(y - mean).mean())
    assert known["mean"]["off_the_rule"] == pytest.approx(np.sqrt(np.square(3.3 * x + 2 - mean).mean()))
    slope, intercept = np.polyfit(found.x[:268], found.y[:268], 1)
    assert known["least_squares"]["mse"] == pytest.approx(np.square(y - slope * x - intercept).mean())


def test_the_noise_floor_is_the_square_of_the_noise_over_many_points() -> None:
    floors = [examples(points=5000, test_share=0.9, data_seed=seed) for seed in range(5)]
    measured = np.mean([one.baselines()["noise_floor"].scores["mse"] for one in floors])
    assert measured == pytest.approx(0.25, abs=4 * 0.25 * math.sqrt(2 / (5 * 4500)))
    assert floors[0].expected_noise == 0.25
    assert examples(noise=0, outliers=0.25).expected_noise == pytest.approx(0.25 * OUTLIER_HEIGHT**2)


def test_what_is_to_be_expected_with_outliers_by_hand() -> None:
    # A fifth of 10: 0.25 + 0.2 · 100 for the rule; 2 higher it is 0.25 + 0.2 · 8² + 0.8 · 2² = 16.25.
    floor = examples(outliers=0.2).baselines()["noise_floor"]
    assert floor.title == "The rule itself"
    assert "20.2 is to be expected" in floor.explanation
    assert "2 too high has a smaller squared error (16.2 is to be expected)" in floor.explanation
    assert examples().baselines()["noise_floor"].title == "Noise floor"


def test_outliers_are_ten_too_high_and_nothing_else_changes() -> None:
    plain, raised = examples(), examples(outliers=0.2)
    assert np.array_equal(plain.x, raised.x)
    assert raised.is_outlier.sum() == 80
    assert raised.y - plain.y == pytest.approx(OUTLIER_HEIGHT * raised.is_outlier)
    # A fifth of ten: the mean of what least squares has to follow is 2 higher.
    assert raised.line(np.array([0.5])) - plain.line(np.array([0.5])) == pytest.approx(
        OUTLIER_HEIGHT * raised.is_outlier[:268].mean(), abs=0.1
    )


def test_every_training_point_comes_once_in_a_full_batch_and_no_test_point() -> None:
    found = examples()
    assert found.updates_per_pass(268) == 1
    batch = found.batches(1, 7, 1, 268)
    assert np.sort(batch.input[0, :, 0, 0]) == pytest.approx(np.sort(found.x[:268]))
    assert not set(batch.input.ravel()) & set(found.validation().input.ravel())


@pytest.mark.parametrize("loss", ["mean_squared_error", "mean_absolute_error", "huber", "log_cosh"])
def test_the_squared_error_is_drawn_once(loss: str) -> None:
    task = RegressionLine(loss=loss)
    assert task.objective() == loss
    drawn = list(task.charts())
    assert drawn == ["loss", "off_the_rule"] if loss == "mean_squared_error" else ["loss", "mse", "off_the_rule"]


class Known:
    """A network that says a · x + b."""

    def __init__(self, slope: float, intercept: float) -> None:
        self.slope, self.intercept = slope, intercept

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        return (self.slope * inputs[:, 0] + self.intercept).astype(np.float32)


def verdict(network: Known, found: RegressionExamples) -> Verdict:
    evaluation = found.judge(network, TRAINED)
    assert evaluation.baselines.keys() == {"least_squares", "noise_floor", "mean"}
    assert evaluation.verdict is not None
    return evaluation.verdict


def test_a_network_that_is_the_line_is_no_better_than_the_line() -> None:
    found = examples()
    said = verdict(Known(3.3, 2), found)
    assert said.kind == "same"
    assert said.sentence.startswith(
        "No better or worse than least squares, as far as 132 points can tell: a loss (mean"
    )
    assert "0.25 is expected" in said.details[-1]
    assert verdict(Known(0, 3.65), found).kind == "worse"


def test_with_outliers_the_loss_decides_what_is_better() -> None:
    rule = Known(3.3, 2)
    assert verdict(rule, examples(outliers=0.3, loss="mean_absolute_error")).kind == "better"
    assert verdict(rule, examples(outliers=0.3)).kind == "worse"


def test_the_recorded_curve_goes_on_beyond_the_points() -> None:
    found = examples()
    look = found.look(Known(3.3, 2).predict(found.validation().input), Known(3.3, 2))
    curve = look.arrays["predictions"]
    assert curve == pytest.approx(3.3 * found.curve_x + 2, abs=1e-4)
    assert (found.curve_x[0], found.curve_x[-1]) == (-1.75, 2.75)
    assert look.own()["off_the_rule"] == pytest.approx(0, abs=1e-6)


def test_an_x_of_ones_own() -> None:
    found = RegressionLine().examples()
    assert found.typed("0.5").ravel().tolist() == [0.5]
    for text in ("nan", "inf", "1e9", "x"):
        with pytest.raises(InvalidInput, match="allowed is a number x"):
            found.typed(text)
