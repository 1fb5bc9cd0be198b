"""Prices: forecast the next values of a series, and be judged against the simplest forecasts there are.

Source: the many tutorials that forecast stock prices with stacked recurrent layers. What they get wrong, this task
does right by default: scaling is fitted on the training part only, the split is in time, and every score stands beside
those of repeating the last value.
"""

from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, Self, cast

from pydantic import ValidationError, model_validator

from seqcore.data.base import Data
from seqcore.data.series.differences import DIFFERENCES, HIGHEST_ORDER
from seqcore.data.series.scaling import SCALINGS
from seqcore.data.series.series import Series
from seqcore.data.series.settings import SeriesSettings
from seqcore.data.series.sources import SOURCES
from seqcore.evaluation.forecast_scores import FORECAST_MEASURES
from seqcore.evaluation.measure import Measure
from seqcore.evaluation.metrics import FORECAST_LOSSES
from seqcore.invalid import InvalidInput
from seqcore.limits import LIMITS
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.tasks.base.task import Examples, Task
from seqcore.tasks.base.variant import Variant
from seqcore.tasks.prices.beside import COMPARISONS, DEFAULT_FOLDS, tasks_beside
from seqcore.tasks.prices.examples import PriceExamples
from seqcore.tasks.prices.presets import PRICE_PRESETS

STRATEGIES = {"direct": "Direct: all at once", "recursive": "Recursive: its own values"}
FEWEST_TEST_SHARE = 0.05

_LEARNED, _JUDGED, _MISTAKES = "What is learned", "How it is judged", "Mistakes to try"


class Prices(SeriesSettings, Task):
    """Windows of `window` values, differenced and scaled, predict the `horizon` values after them."""

    kind: Literal["prices"] = "prices"

    window: int = setting(
        50, "Window", "How many past values the network sees.", ge=2, le=LIMITS.window, section=_LEARNED
    )
    horizon: int = setting(
        1, "Horizon", "How many values ahead it forecasts.", ge=1, le=LIMITS.horizon, section=_LEARNED
    )
    strategy: Annotated[str, OneOf(STRATEGIES)] = setting(
        "direct",
        "Strategy",
        "Direct forecasts all steps at once; recursive forecasts one and feeds it back as if it had been observed.",
        only_if={"horizon": range(2, LIMITS.horizon + 1)},
        section=_LEARNED,
    )
    difference: Annotated[str, OneOf(DIFFERENCES)] = setting(
        "percent",
        "Differencing",
        "What the network sees and forecasts: prices, or how they change. Forecasts are turned back into prices.",
        section=_LEARNED,
    )
    order: int = setting(
        1,
        "Order",
        "1: changes; 2: changes of the changes.",
        ge=1,
        le=HIGHEST_ORDER,
        only_if={"difference": tuple(name for name in DIFFERENCES if name != "none")},
        section=_LEARNED,
    )
    scaling: Annotated[str, OneOf(SCALINGS)] = setting(
        "standard", "Scaling", "How numbers are brought to a like size; fitted on the training part.", section=_LEARNED
    )
    loss: Annotated[str, OneOf(FORECAST_LOSSES)] = setting(
        "mean_squared_error", "Loss", "What training makes small.", section=_LEARNED
    )

    training_share: float = setting(
        0.7,
        "Training part",
        "Share of the rows, from the start, that is learned from.",
        ge=0.2,
        le=0.9,
        section=_JUDGED,
    )
    validation_share: float = setting(
        0.15,
        "Validation part",
        "Share of the rows after that to watch while training.",
        ge=0.05,
        le=0.5,
        section=_JUDGED,
    )
    compare: Annotated[str, OneOf(COMPARISONS)] = setting(
        "nothing",
        "Train beside it",
        "Raw or differenced: the same network on prices and on changes. Back-test: on shorter and shorter pasts.",
        section=_JUDGED,
    )
    folds: int = setting(
        DEFAULT_FOLDS,
        "Folds",
        "How many test parts, one after the other, a back-test has.",
        ge=2,
        le=10,
        only_if={"compare": ("backtest",)},
        section=_JUDGED,
    )
    held_back: int = setting(
        0,
        "Rows left out at the end",
        "As if they had not happened yet; a back-test does this for its earlier folds.",
        ge=0,
        le=LIMITS.rows,
        advanced=True,
    )

    scale_on_everything: bool = setting(
        False,
        "Fit the scaler on everything (wrong)",
        "A mistake: the scaler sees the test part, too. It matters for raw prices with min-max scaling, hardly for "
        "changes. An honest twin is trained beside it.",
        section=_MISTAKES,
    )
    shuffle_split: bool = setting(
        False,
        "Shuffle before splitting (wrong)",
        "A mistake: the test part lies between days it was trained on. An honest twin is trained beside it.",
        section=_MISTAKES,
    )

    title: ClassVar = "Prices"
    question: ClassVar = "What comes next, and is the forecast any better than repeating the last value?"
    counted: ClassVar = "windows"
    metrics: ClassVar = ("absolute_error",)
    scores: ClassVar = MappingProxyType(
        {
            name: Measure(
                f"{title}, validation part", explanation=FORECAST_MEASURES[name].explanation, higher_is_better=rises
            )
            for name, title, rises in (("mae", "MAE", False), ("skill", "Skill", True))
        }
    )
    curves: ClassVar = ("loss", "skill")
    compared_by: ClassVar = "skill"
    presets: ClassVar = PRICE_PRESETS
    data_kind: ClassVar = "series"
    group: ClassVar = "Series"
    to_see: ClassVar = "A forecast beside the true prices, and a verdict: whether it beats repeating the last value."
    seconds: ClassVar = 60

    @model_validator(mode="after")
    def _leaves_a_test_part(self) -> Self:
        if self.training_share + self.validation_share > 1 - FEWEST_TEST_SHARE + 1e-9:
            raise ValueError(
                f"training_share and validation_share: got {self.training_share:g} and {self.validation_share:g}; "
                f"together they may be {1 - FEWEST_TEST_SHARE:g} at most, or nothing is left for the test part."
            )
        return self

    def in_words(self) -> str:
        series = SOURCES[self.source].in_words(self)
        ahead = "" if self.horizon == 1 else f", {self.horizon} ahead ({self.strategy})"
        change = "raw prices" if self.difference == "none" else f"{DIFFERENCES[self.difference].title.lower()} changes"
        twice = " twice" if self.difference != "none" and self.order > 1 else ""
        more = [f"without the last {self.held_back:,} rows"] if self.held_back else []
        return ", ".join([series, f"window {self.window}{ahead}", f"{change}{twice}", *more, *self.mistakes])

    def signature(self) -> Signature:
        window = Spec((self.window, 1 + len(self.features)))
        return Signature({"input": window}, Spec((1 if self.is_recursive else self.horizon,)), "linear")

    def objective(self) -> str:
        return self.loss

    @property
    def is_recursive(self) -> bool:
        """Whether forecasts of several steps are fed back one by one."""
        return self.horizon > 1 and self.strategy == "recursive"

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The mistakes that are switched on, in words."""
        made = {
            "the scaler was fitted on everything": self.scale_on_everything and self.scaling != "none",
            "the rows were shuffled before splitting": self.shuffle_split,
        }
        return tuple(words for words, is_made in made.items() if is_made)

    def examples(self, data: Data | None = None) -> Examples:
        """The windows of a series; without one, of the generated or bundled series."""
        return PriceExamples(self, cast(Series, data if data is not None else self.load().data))

    def variants(self, data: Data | None) -> tuple[Variant, ...]:
        return tuple(one.variant_of(self) for one in tasks_beside(self, cast(Series | None, data)))

    def check(self, data: Data | None) -> Examples:
        examples = self.examples(data)
        for beside in tasks_beside(self, cast(Series | None, data)):
            try:
                type(self).model_validate(dict(beside.task)).examples(data)
            except (InvalidInput, ValidationError) as error:
                if beside.role != "fold":
                    raise
                few = f"task.folds: got {self.folds}; {beside.name} has too few rows."
                raise InvalidInput([f"{few} Use fewer folds or a longer series."]) from error
        return examples
