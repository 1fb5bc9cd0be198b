"""Features from an autoencoder: rebuild windows of a series from a few numbers, then forecast from these numbers.

Asked by readers of the tutorials of machinelearningmastery.com for the shampoo series: do the features that an LSTM
autoencoder finds make a better forecast?
"""

from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, cast

from seqcore.data.base import Data
from seqcore.data.series.differences import DIFFERENCES
from seqcore.data.series.series import Series
from seqcore.data.series.settings import SeriesSettings
from seqcore.data.series.sources import SOURCES
from seqcore.evaluation.measure import Measure
from seqcore.limits import LIMITS
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.tasks.base.task import Task
from seqcore.tasks.series_autoencoder.examples import AutoencoderExamples
from seqcore.tasks.series_autoencoder.presets import AUTOENCODER_PRESETS

_LEARNED, _JUDGED = "What is rebuilt", "How it is judged"
_ANOMALIES = "Planted anomalies"


class SeriesAutoencoder(SeriesSettings, Task):
    """Windows of `window` changes are rebuilt; the last `held_out` rows judge copies and forecasts."""

    kind: Literal["series_autoencoder"] = "series_autoencoder"

    window: int = setting(12, "Window", "How many changes make up a window.", ge=2, le=LIMITS.window, section=_LEARNED)
    difference: Annotated[str, OneOf(DIFFERENCES)] = setting(
        "absolute", "Differencing", "What is rebuilt and forecast: values, or how they change.", section=_LEARNED
    )
    held_out: int = setting(
        12,
        "Held-out rows",
        "How many rows at the end judge; nothing is trained on them.",
        ge=5,
        le=5000,
        section=_JUDGED,
    )
    anomalies: int = setting(
        0,
        "Planted anomalies",
        "So many held-out values are made too high and too low by turns, to see whether they are found.",
        ge=0,
        le=20,
        section=_JUDGED,
    )

    title: ClassVar = "Autoencoder"
    question: ClassVar = "Can a few numbers stand for a window of a series, and do they help to forecast it?"
    counted: ClassVar = "windows"
    metrics: ClassVar = ("absolute_error",)
    scores: ClassVar = MappingProxyType(
        {
            "rmse": Measure(
                "RMSE from features",
                explanation="How far off a small forecaster on the features is, one row ahead on the held-out rows: "
                "root mean square, in the unit of the series. It is trained at the end of the run.",
            ),
            "rmse_both": Measure(
                "RMSE from both",
                explanation="The same of a forecaster that sees the features and the last change.",
            ),
            "found": Measure(
                "Anomalies found",
                share=True,
                explanation="Share of the planted anomalies that are rebuilt worse than 99 % of the training rows.",
                chart=_ANOMALIES,
                line="found",
            ),
            "false_alarms": Measure(
                "False alarms",
                share=True,
                explanation="Share of the other held-out rows that are, too: 1 % is to be expected.",
                chart=_ANOMALIES,
                line="false alarms",
            ),
        }
    )
    curves: ClassVar = ("loss",)
    has_log_loss: ClassVar = True
    architecture: ClassVar = "autoencoder"
    presets: ClassVar = AUTOENCODER_PRESETS
    data_kind: ClassVar = "series"
    group: ClassVar = "Series"
    to_see: ClassVar = "A window and its copy, and a forecast from the features beside one without them."
    seconds: ClassVar = 10

    def in_words(self) -> str:
        series = SOURCES[self.source].in_words(self)
        change = "values" if self.difference == "none" else f"{DIFFERENCES[self.difference].title.lower()} changes"
        planted = [f"{self.anomalies} planted anomalies"] if self.anomalies else []
        return ", ".join([series, f"windows of {self.window} {change}", f"{self.held_out} rows held out", *planted])

    def measures(self) -> dict[str, Measure]:
        """Anomalies are counted where some were planted."""
        found = super().measures()
        return found if self.anomalies else {name: one for name, one in found.items() if one.chart != _ANOMALIES}

    def signature(self) -> Signature:
        windows = Spec((self.window, 1 + len(self.features)))
        return Signature({"input": windows}, windows, "linear", is_step_by_step=False)

    def examples(self, data: Data | None = None) -> AutoencoderExamples:
        """The windows of a series; without one, of the generated or bundled series."""
        return AutoencoderExamples(self, cast(Series, data if data is not None else self.load().data))
