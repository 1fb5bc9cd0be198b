"""Points around a rule, those that are trained on and those that judge, and the rules that judge a network."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from seqcore.evaluation.baseline_verdict import Comparison, also, verdict_of
from seqcore.evaluation.forecast_losses import LOSSES_OF_ERRORS
from seqcore.evaluation.metrics import FORECAST_LOSSES
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.batch import Array, Batch
from seqcore.tasks.base.evaluation import VALIDATION, Evaluation, Scores
from seqcore.tasks.base.passes import places_of
from seqcore.tasks.base.task import Baseline, Examples, Network, Trained
from seqcore.tasks.regression_line.functions import FUNCTIONS, GRAMMAR, HIGH, LOW, TYPED, Array64

if TYPE_CHECKING:
    from seqcore.tasks.regression_line.task import RegressionLine

OUTLIER_HEIGHT = 10.0
BEYOND = 0.75
"""How far the curve that is recorded goes on beyond the points, on either side."""
CURVE_POINTS = 121
LARGEST_X = 1000.0
"""Of an x that a person types."""


@dataclass(frozen=True)
class Line:
    """y = `slope` x + `intercept`."""

    slope: float
    intercept: float

    def __call__(self, x: Array64) -> Array64:
        return self.slope * x + self.intercept

    def in_words(self) -> str:
        """As in "3.29 x + 1.98"."""
        return f"{self.slope:.3g} x {'−' if self.intercept < 0 else '+'} {abs(self.intercept):.3g}".replace("-", "−")


def least_squares(x: Array64, y: Array64) -> Line:
    """The line with the smallest sum of squared errors on points `x` and `y` (n,); level where all `x` are the same.

    By hand: of (0, 1), (1, 3), (2, 2) the means are 1 and 2, and slope = ((−1)(−1) + 0 · 1 + 1 · 0) / 2 = 0.5; so it is
    0.5 x + 1.5.
    """
    off = x - x.mean()
    spread = float(off @ off)
    slope = float(off @ (y - y.mean())) / spread if spread else 0.0
    return Line(slope, float(y.mean() - slope * x.mean()))


class RegressionExamples(Examples):
    """Points at even distances, shuffled; the last share of them is the test."""

    def __init__(self, task: "RegressionLine") -> None:
        self.task = task
        generator = np.random.default_rng([task.data_seed, task.points])
        x = np.linspace(LOW, HIGH, task.points)
        if task.function == TYPED:
            GRAMMAR.finite(task.formula, x)
        # Drawn in any case, so that a setting changes what it says and nothing else.
        noise, order, places = generator.normal(size=len(x)), generator.permutation(len(x)), generator.random(len(x))
        is_outlier = places.argsort().argsort() < round(task.outliers * len(x))
        y = self.rule(x) + task.noise * noise + OUTLIER_HEIGHT * is_outlier
        self.split = len(x) - math.ceil(task.test_share * len(x))
        self.x, self.y, self.is_outlier = x[order], y[order], is_outlier[order]
        """The points (n,), those of the test from `split` on."""

    def rule(self, x: Array64) -> Array64:
        """What the points are made of, without noise; a typed formula may be no number beyond the points."""
        return FUNCTIONS[self.task.function].values(x, self.task)

    @cached_property
    def line(self) -> Line:
        """Least squares, on the points that are trained on."""
        return least_squares(self.x[: self.split], self.y[: self.split])

    @cached_property
    def curve_x(self) -> Array64:
        """Where the network's curve is recorded (121,)."""
        return np.linspace(LOW - BEYOND, HIGH + BEYOND, CURVE_POINTS)

    def typed_as(self) -> str:
        return f"A number x, from {LOW:g} to {HIGH:g}"

    def typed(self, text: str) -> Array:
        try:
            x = float(text)
        except ValueError:
            x = math.nan
        if not abs(x) <= LARGEST_X:
            raise InvalidInput([f"Got {text.strip()[:30]!r}; allowed is a number x, as in 0.5."])
        return _inputs(np.array([x]))

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-self.split // batch_size)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> Batch:
        places = places_of(seed, first, count, batch_size, self.split)
        return _batch(self.x[places], self.y[places])

    def validation(self) -> Batch:
        return self._test

    @cached_property
    def _test(self) -> Batch:
        return _batch(self.x[self.split :], self.y[self.split :])

    def baselines(self) -> Mapping[str, Baseline]:
        return self._baselines

    @cached_property
    def _baselines(self) -> dict[str, Baseline]:
        x = self.x[self.split :]
        mean = float(self.y[: self.split].mean())
        return {
            "least_squares": Baseline(
                "Least squares",
                f"The best line through the points of training: two numbers, y = {self.line.in_words()}.",
                self._scores(self.line(x)),
            ),
            "noise_floor": Baseline(
                "The rule itself" if self.outliers else "Noise floor",
                "The rule that the points were made of: what is left is the noise of the test points, which nobody can "
                f"know; {self.expected_noise:.3g} is to be expected of its square.{self._about_outliers()}",
                self._scores(self.rule(x)),
            ),
            "mean": Baseline("Always say the mean", f"{mean:.3g} whatever x is.", self._scores(np.full_like(x, mean))),
        }

    @property
    def outliers(self) -> float:
        """Their share of all points."""
        return float(self.is_outlier.mean())

    @property
    def expected_noise(self) -> float:
        """The mean square of what is added to the rule, of any number of points: 0.25 for a noise of 0.5."""
        return self.task.noise**2 + self.outliers * OUTLIER_HEIGHT**2

    def _about_outliers(self) -> str:
        """With outliers on one side, the rule has not the smallest squared error: one that is higher has."""
        if not self.outliers:
            return ""
        up = self.outliers * OUTLIER_HEIGHT
        return (
            f" Outliers lie on one side: a rule that is {up:.3g} too high has a smaller squared error "
            f"({self.expected_noise - up**2:.3g} is to be expected), and is wrong."
        )

    def off_the_rule(self, said: Array64) -> float:
        """How far answers (n,) to the test points are from the rule without noise: root mean square."""
        return float(np.sqrt(np.square(said - self.rule(self.x[self.split :])).mean()))

    def _errors(self, said: Array64) -> Array64:
        return said - self.y[self.split :]

    def _scores(self, said: Array64) -> Scores:
        errors = self._errors(said)
        return {
            "loss": float(LOSSES_OF_ERRORS[self.task.loss](errors).mean()),
            "mse": float(np.square(errors).mean()),
            "off_the_rule": self.off_the_rule(said),
        }

    def look(self, predictions: Array, network: Network) -> Evaluation:
        """Recorded is the curve (121,) at `curve_x`."""
        curve = network.predict(_inputs(self.curve_x))[:, 0].astype(np.float64)
        scores = {"off_the_rule": self.off_the_rule(predictions[:, 0].astype(np.float64))}
        return Evaluation.of_epoch(np.round(curve, 4), scores)

    def judge(self, network: Network, trained: Trained) -> Evaluation:
        """The verdict is about the loss that is trained on; kept is it at each test point."""
        x, loss = self.x[self.split :], LOSSES_OF_ERRORS[self.task.loss]
        said = network.predict(self._test.input)[:, 0].astype(np.float64)
        ours, of_line, of_rule = (loss(self._errors(one)) for one in (said, self.line(x), self.rule(x)))
        what = f"a loss ({FORECAST_LOSSES[self.task.loss].title.lower()}) of"
        compared = Comparison("least squares", ours, of_line, self.task.counted, what, share=False)
        floor = Comparison("the rule", ours, of_rule, self.task.counted, "Against the rule itself", share=False)
        noise = float(np.square(self._errors(self.rule(x))).mean())
        words = f"The noise has a mean square of {noise:.3g} on these points; {self.expected_noise:.3g} is expected."
        scores = {name: one.scores for name, one in self.baselines().items()}
        return Evaluation({VALIDATION: scores}, {"losses": ours}, verdict_of(compared, also(floor), words))


def _inputs(x: Array64) -> Array:
    """Sequences of one step with one number."""
    return x[..., np.newaxis, np.newaxis].astype(np.float32)


def _batch(x: Array64, y: Array64) -> Batch:
    return Batch.of(_inputs(x), y[..., np.newaxis].astype(np.float32))
