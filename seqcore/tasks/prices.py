"""Prices: forecast the next values of a series, and be judged against the simplest forecasts there are.

Source: the many tutorials that forecast stock prices with stacked recurrent layers. What they get wrong, this task
does right by default: scaling is fitted on the training part only, the split is in time, and every score stands beside
those of repeating the last value.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import model_validator

from seqcore.evaluation.forecast_scores import FORECAST_MEASURES
from seqcore.evaluation.metrics import FORECAST_LOSSES
from seqcore.invalid import InvalidInput
from seqcore.limits import LIMITS
from seqcore.series.bundled import BUNDLED
from seqcore.series.differences import DIFFERENCES, HIGHEST_ORDER
from seqcore.series.files import DATE_ORDERS, DECIMALS, DUPLICATES, MISSING, SEPARATORS
from seqcore.series.generated import PROCESSES
from seqcore.series.loaded import Loaded, ReadFile, no_files
from seqcore.series.scaling import SCALINGS
from seqcore.series.series import Series
from seqcore.series.sources import SOURCES, load
from seqcore.series.uploads import file_name
from seqcore.series.yahoo import INTERVALS, PERIODS
from seqcore.settings import OneOf, fields_of, setting
from seqcore.tasks.base import Examples, Output, Preset, Score, Task
from seqcore.tasks.price_examples import PriceExamples
from seqcore.training.settings import LARGEST_SEED

STRATEGIES = {"direct": "Direct: all at once", "recursive": "Recursive: its own values"}
COMPARISONS = {"nothing": "Nothing", "differencing": "Raw or differenced", "backtest": "Back-test over time"}
FEWEST_TEST_SHARE = 0.05
FOLDS = 4

_GENERATED = {"source": ("generated",)}
_YAHOO = {"source": ("yahoo",)}
_FILE = {"source": ("file",)}
_SERIES, _LEARNED, _JUDGED, _MISTAKES = "Series", "What is learned", "How it is judged", "Mistakes to try"


class Prices(Task):
    """Windows of `window` values, differenced and scaled, predict the `horizon` values after them."""

    kind: Literal["prices"] = "prices"
    source: Annotated[str, OneOf(SOURCES)] = setting(
        "generated", "Source", "Where the series comes from.", section=_SERIES
    )
    process: Annotated[str, OneOf(PROCESSES)] = setting(
        "gbm", "Process", "The rule that makes the series.", only_if=_GENERATED, section=_SERIES
    )
    length: int = setting(
        1500, "Rows", "How many rows to generate.", ge=100, le=LIMITS.rows, only_if=_GENERATED, section=_SERIES
    )
    volatility: float = setting(
        1.0,
        "Volatility (%)",
        "Size of the random part of a step, in percent of the level at the start.",
        ge=0,
        le=20,
        only_if=_GENERATED,
        section=_SERIES,
    )
    drift: float = setting(
        0.03,
        "Drift (%)",
        "Average change of a step, in percent of the level at the start.",
        ge=-1,
        le=1,
        only_if=_GENERATED | {"process": tuple(name for name in PROCESSES if name != "sine")},
        section=_SERIES,
    )
    season: int = setting(
        50,
        "Season (rows)",
        "After how many rows the pattern repeats.",
        ge=2,
        le=1000,
        only_if=_GENERATED | {"process": ("trend_season", "sine")},
        section=_SERIES,
    )
    series_seed: int = setting(
        1,
        "Series seed",
        "Decides the generated series: same seed, same series.",
        ge=0,
        le=LARGEST_SEED,
        only_if=_GENERATED,
        section=_SERIES,
    )
    bundle: Annotated[str, OneOf(BUNDLED)] = setting(
        "aapl",
        "Series",
        "A snapshot of real prices that works offline.",
        only_if={"source": ("bundled",)},
        section=_SERIES,
    )
    ticker: str = setting(
        "AMZN",
        "Ticker",
        "The name at Yahoo Finance.",
        only_if=_YAHOO,
        section=_SERIES,
        examples=("AMZN", "BRK-B", "^GSPC"),
        max_length=20,
    )
    period: Annotated[str, OneOf(PERIODS)] = setting(
        "5y", "Period", "How far to look back, or from and to which day.", only_if=_YAHOO, section=_SERIES
    )
    start: str = setting(
        "2020-01-01",
        "From",
        "The first day, as in 2020-01-31.",
        only_if=_YAHOO | {"period": ("dates",)},
        section=_SERIES,
        examples=("2020-01-01", "2019-06-30"),
        max_length=10,
    )
    end: str = setting(
        "",
        "To",
        "The day after the last one, as in 2024-12-31. Empty: today.",
        only_if=_YAHOO | {"period": ("dates",)},
        section=_SERIES,
        examples=("2024-12-31", "2023-12-31"),
        max_length=10,
    )
    interval: Annotated[str, OneOf(INTERVALS)] = setting(
        "1d", "Interval", "Time from one row to the next.", only_if=_YAHOO, section=_SERIES
    )
    adjusted: bool = setting(
        True, "Adjusted close", "Prices corrected for splits and dividends.", only_if=_YAHOO, section=_SERIES
    )
    path: str = setting(
        "",
        "File",
        "A CSV or Parquet file; in the browser, one that was uploaded.",
        only_if=_FILE,
        section=_SERIES,
        examples=("prices.csv", "more.csv"),
        max_length=1000,
    )
    value_column: str = setting(
        "",
        "Value column",
        "What to forecast. Empty: find out.",
        only_if=_FILE,
        section=_SERIES,
        examples=("close", "open"),
        max_length=100,
    )
    date_column: str = setting(
        "",
        "Date column",
        "What orders the rows; “-” takes them as they come. Empty: find out.",
        only_if=_FILE,
        section=_SERIES,
        examples=("-", "date"),
        max_length=100,
    )
    date_order: Annotated[str, OneOf(DATE_ORDERS)] = setting(
        "auto", "Order of a date", "Which of day, month and year comes first.", only_if=_FILE, advanced=True
    )
    separator: Annotated[str, OneOf(SEPARATORS)] = setting(
        "auto", "Separator", "What stands between two columns.", only_if=_FILE, advanced=True
    )
    decimal: Annotated[str, OneOf(DECIMALS)] = setting(
        "auto", "Decimal sign", "What stands before the tenths.", only_if=_FILE, advanced=True
    )
    missing: Annotated[str, OneOf(MISSING)] = setting(
        "drop", "Missing values", "What to do with rows that have no value.", only_if=_FILE, advanced=True
    )
    duplicates: Annotated[str, OneOf(DUPLICATES)] = setting(
        "last", "Duplicate dates", "Which row counts when a date occurs twice.", only_if=_FILE, advanced=True
    )
    features: tuple[str, ...] = setting(
        (),
        "Further inputs",
        "Columns that the network sees besides the value itself.",
        section=_SERIES,
        examples=("volume",),
        max_length=20,
    )

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
        FOLDS,
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
        "A mistake: the scaler sees the highest and lowest prices of the future. An honest twin is trained beside it.",
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
    metrics: ClassVar = ("absolute_error",)
    scores: ClassVar = MappingProxyType(
        {
            name: Score(FORECAST_MEASURES[name].title, FORECAST_MEASURES[name].unit == "share")
            for name in ("mae", "skill")
        }
    )
    curves: ClassVar = ("loss", "skill")
    architectures: ClassVar = ("recurrent_stack",)
    is_judged: ClassVar = True
    presets: ClassVar[Mapping[str, Preset]]

    @model_validator(mode="after")
    def _leaves_a_test_part(self) -> Self:
        if self.training_share + self.validation_share > 1 - FEWEST_TEST_SHARE + 1e-9:
            raise ValueError(
                f"training_share and validation_share: got {self.training_share:g} and {self.validation_share:g}; "
                f"together they may be {1 - FEWEST_TEST_SHARE:g} at most, or nothing is left for the test part."
            )
        return self

    def in_words(self) -> str:
        series = {
            "generated": f"{PROCESSES[self.process].title}, {self.length:,} rows",
            "bundled": BUNDLED[self.bundle].title,
            "yahoo": f"{self.ticker.upper()} from Yahoo Finance",
            "file": file_name(self.path) or "no file yet",
        }[self.source]
        ahead = "" if self.horizon == 1 else f", {self.horizon} ahead ({self.strategy})"
        change = "raw prices" if self.difference == "none" else f"{DIFFERENCES[self.difference].title.lower()} changes"
        twice = " twice" if self.difference != "none" and self.order > 1 else ""
        more = [f"without the last {self.held_back:,} rows"] if self.held_back else []
        return ", ".join([series, f"window {self.window}{ahead}", f"{change}{twice}", *more, *self.mistakes])

    def input_shape(self) -> tuple[int, int]:
        return self.window, 1 + len(self.features)

    def output(self) -> Output:
        return Output(units=1 if self.is_recursive else self.horizon, activation="linear", per_step=False)

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

    def season_of(self, series: Series) -> int | None:
        """Rows of a season, where there is one: of the process that made the series, or of its dates."""
        if self.source == "generated" and self.process in ("trend_season", "sine"):
            return self.season
        return series.season()

    def series_settings(self) -> str:
        fields = fields_of(type(self)).items()
        values = dict(self)
        of_series = {
            name for name, field in fields if name == "source" or ("source" in field.only_if and field.applies(values))
        }
        return self.model_dump_json(include=of_series)

    def load(self, read: ReadFile = no_files, *, refresh: bool = False) -> Loaded:
        return load(self, read, refresh=refresh)

    def examples(self, series: Series | None = None) -> Examples:
        """The windows of `series`; without one, of the generated or bundled series."""
        return PriceExamples(self, series if series is not None else self.load().series)

    def companions(self, series: Series | None) -> Mapping[str, Task]:
        alone: dict[str, Any] = {"compare": "nothing", "folds": FOLDS}
        variants = {}
        if self.mistakes:
            variants["honest"] = alone | {"scale_on_everything": False, "shuffle_split": False}
        if self.compare == "differencing":
            name, other = ("percent", "percent") if self.difference == "none" else ("raw", "none")
            variants[name] = alone | {"difference": other}
        tasks: dict[str, Task] = {name: self.model_copy(update=changes) for name, changes in variants.items()}
        if self.compare == "backtest" and series is not None:
            tasks |= self._earlier_folds(len(series) - self.held_back)
        return tasks

    def _earlier_folds(self, rows: int) -> dict[str, Task]:
        """The folds before this one: each ends where the test part of the next one begins."""
        training = round(rows * self.training_share)
        validation = round(rows * (self.training_share + self.validation_share)) - training
        test = rows - training - validation
        tasks: dict[str, Task] = {}
        for fold in range(1, self.folds):
            left_out = (self.folds - fold) * test
            used = rows - left_out
            shares = {"training_share": (used - validation - test) / used, "validation_share": validation / used}
            changes = {"compare": "nothing", "held_back": self.held_back + left_out, **shares}
            tasks[f"fold {fold}"] = self.model_copy(update=changes)
        return tasks

    def check(self, series: Series | None) -> Examples:
        examples = self.examples(series)
        for name, task in self.companions(series).items():
            try:
                task.examples(series)
            except InvalidInput as error:
                raise InvalidInput(
                    [f"task.folds: got {self.folds}; {name} has too few rows. Use fewer folds or a longer series."]
                ) from error
        return examples


def _layers(cell: str, *units: int, direction: str = "forward") -> dict[str, Any]:
    return {"layers": [{"cell": cell, "units": number, "direction": direction} for number in units]}


def _preset(title: str, summary: str, architecture: dict[str, Any], **task: Any) -> Preset:
    training = {"epochs": 50, "batch_size": 32}
    return Preset(title, summary, {"task": task, "architecture": architecture, "training": training})


Prices.presets = MappingProxyType(
    {
        "prices-lstm": _preset("LSTM", "Two stacked LSTM layers, as in most tutorials.", _layers("lstm", 64, 32)),
        "prices-simplernn": _preset("SimpleRNN", "Two small layers of 10 and 5.", _layers("simple_rnn", 10, 5)),
        "prices-gru": _preset("GRU", "Two stacked GRU layers.", _layers("gru", 64, 32)),
        "prices-bilstm": _preset(
            "BiLSTM",
            "Reads each window both ways: allowed, because all of it is past.",
            _layers("lstm", 32, direction="bidirectional"),
        ),
        "prices-raw-vs-percent": _preset(
            "Raw or percent",
            "A rising series: trained on raw prices it cannot follow beyond what it has seen; on changes it can.",
            _layers("lstm", 32),
            process="gbm",
            drift=0.15,
            difference="none",
            scaling="minmax",
            compare="differencing",
        ),
    }
)
