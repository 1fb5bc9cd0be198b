"""Regression of a line: one number in, one number out, through a network that was made for sequences.

After "Keras + LSTM regression demo": 400 points of y = 3.3 x + 2 with noise, three LSTM layers of 128.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from seqcore.data.base import Data
from seqcore.data.formula import LONGEST
from seqcore.evaluation.measure import Measure
from seqcore.evaluation.metrics import FORECAST_LOSSES
from seqcore.limits import LARGEST_SEED
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import HEADS, Signature, Spec
from seqcore.tasks.base.task import Task
from seqcore.tasks.regression_line.examples import RegressionExamples
from seqcore.tasks.regression_line.functions import FUNCTIONS, TYPED, WITH_SLOPE
from seqcore.tasks.regression_line.presets import REGRESSION_LINE_PRESETS


class RegressionLine(Task):
    """Points x from -1 to 2 at even distances, y = rule(x) + noise; each x is a sequence of one step.

    By hand, with slope 3.3 and no noise: x = 0.5 gives 3.3 · 0.5 + 2 = 3.65.
    """

    kind: Literal["regression_line"] = "regression_line"
    function: Annotated[str, OneOf(FUNCTIONS)] = setting(
        "line", "Function", "The rule that the points are made of, before the noise."
    )
    slope: float = setting(
        3.3,
        "Slope",
        "How steep the line is; of sine and step, how far they rise and fall.",
        ge=-10,
        le=10,
        only_if={"function": WITH_SLOPE},
    )
    formula: str = setting(
        "x^3 - 2*x + 2",
        "Formula",
        "The value at x, without noise; the points lie from x = −1 to 2.",
        only_if={"function": (TYPED,)},
        examples=("abs(x) * 3", "2 + sin(5*x) * exp(-x)"),
        max_length=LONGEST,
    )
    points: int = setting(400, "Points", "How many there are, from −1 to 2, for training and test.", ge=20, le=5000)
    noise: float = setting(
        0.5, "Noise", "Standard deviation of what is added to the rule; its square is the noise floor.", ge=0, le=5
    )
    outliers: float = setting(0.0, "Outliers", "Share of the points that are 10 too high.", ge=0, le=0.4)
    test_share: float = setting(
        0.33, "Test share", "Share of the points, at random, that is not trained on.", ge=0.05, le=0.9
    )
    loss: Annotated[str, OneOf(FORECAST_LOSSES)] = setting(
        "mean_squared_error", "Loss", "What training makes small: it decides how much a large error counts."
    )
    data_seed: int = setting(1, "Data seed", "Decides noise and test: same seed, same points.", ge=0, le=LARGEST_SEED)

    title: ClassVar = "A line"
    question: ClassVar = "Points lie around a line. How much network does it take to find it?"
    counted: ClassVar = "points"
    metrics: ClassVar = ("mse",)
    scores: ClassVar = MappingProxyType(
        {
            "off_the_rule": Measure(
                "Off the rule",
                explanation="How far the network's answers are from the rule without noise (root mean square).",
            )
        }
    )
    curves: ClassVar = ("loss", "mse", "off_the_rule")
    has_log_loss: ClassVar = True
    presets: ClassVar = REGRESSION_LINE_PRESETS
    group: ClassVar = "Numbers"
    to_see: ClassVar = "A curve that bends until it lies on the line, and two numbers that are as good as 330,000."
    seconds: ClassVar = 20

    def in_words(self) -> str:
        outliers = f", {self.outliers:.0%} outliers" if self.outliers else ""
        return f"{self.points:,} points of {self._rule_in_words}, noise {self.noise:g}{outliers}"

    @property
    def _rule_in_words(self) -> str:
        return self.formula if self.function == TYPED else f"a {self.function}"

    def signature(self) -> Signature:
        return Signature({"input": Spec((1, 1))}, Spec((1,)), "linear")

    def objective(self) -> str:
        return self.loss

    def charts(self) -> dict[str, dict[str, str]]:
        """One chart less where the loss is the squared error."""
        drawn: Mapping[str, dict[str, str]] = super().charts()
        is_squared = self.loss == HEADS[self.signature().head].loss
        return {name: lines for name, lines in drawn.items() if not (is_squared and name == "mse")}

    def examples(self, data: Data | None = None) -> RegressionExamples:
        return RegressionExamples(self)
