"""Windows of a series that are to be rebuilt, how far off the copies are, and what the features forecast."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from seqcore.data.series.dates import known_rows, row_of
from seqcore.data.series.differences import changes_of, is_possible, prices_after, rows_used
from seqcore.data.series.scaling import Scaler
from seqcore.data.series.series import Array64, Series
from seqcore.data.series.windows import Rows, rows_before, spread, windows_at
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.batch import Array, Batch
from seqcore.tasks.base.evaluation import NETWORK, VALIDATION, Evaluation, Scores
from seqcore.tasks.base.passes import places_of
from seqcore.tasks.base.signature import CODE
from seqcore.tasks.base.task import Baseline, Examples, Network, Trained
from seqcore.tasks.series_autoencoder.anomalies import anomalous_rows, planted, rebuilding_scores, row_errors
from seqcore.tasks.series_autoencoder.forecaster import Forecaster
from seqcore.tasks.series_autoencoder.rules import RULES
from seqcore.tasks.series_autoencoder.verdict import forecast_verdict

if TYPE_CHECKING:
    from seqcore.tasks.series_autoencoder.task import SeriesAutoencoder

FEWEST_WINDOWS = 5
MOST_DRAWN, MOST_DRAWN_VALUES = 400, 5000
"""Windows whose copies and features are recorded for the screen; fewer when they are long."""
MOST_FORECAST_FROM = 2000
"""Windows that the small forecaster learns from: the newest, where there are more."""
LARGEST = 1e15
FORECASTS, BOTH, WITHOUT = "forecasts", "with_both", "without_features"


class AutoencoderExamples(Examples):
    """Windows by the settings of a task; the last rows judge. Raises InvalidInput for a series that is too short."""

    def __init__(self, task: "SeriesAutoencoder", series: Series) -> None:
        rows, self.lost = len(series), rows_used(task.difference, 1)
        self.task, self.split = task, rows - task.held_out
        first = self.lost + task.window - 1
        if self.split - first < FEWEST_WINDOWS:
            raise InvalidInput(
                [
                    f"task.window: got {task.window} rows with {task.held_out} of {rows:,} held out; that leaves "
                    f"{max(0, self.split - first)} windows to train on, and it takes {FEWEST_WINDOWS}. Use a shorter "
                    "window, hold out fewer rows, or take a longer series."
                ]
            )
        self.anomalies = anomalous_rows(task.anomalies, self.split, rows)
        self.series = planted(series, self.anomalies, self.split)
        self.values = self.series.values
        self.changes = self._changes()
        self.scaler = Scaler.fit("standard", self.changes[: self.split - self.lost])
        self.scaled = self.scaler.scaled(self.changes).astype(np.float32)
        self.learned, self.held_out = np.arange(first, self.split), np.arange(self.split, rows)
        """Rows at which the windows of training and of the test end: a window of training reaches into no test row."""
        self.drawn = spread(np.arange(first, rows), min(MOST_DRAWN, MOST_DRAWN_VALUES // task.window))

    def _changes(self) -> Array64:
        """(rows − lost, columns): columns that cannot change this way do so absolutely."""
        kind, (own, *others) = self.task.difference, self.series.matrix(self.task.features).T
        further = [changes_of(one, kind if is_possible(one, kind) else "absolute") for one in others]
        return np.stack([changes_of(own, kind), *further], axis=1)

    def windows(self, ends: Rows) -> Array:
        """The windows (n, window, columns) that end at these rows."""
        return windows_at(self.scaled, ends, self.task.window, self.lost)

    def typed_as(self) -> str:
        return known_rows(self.series, self.lost + self.task.window - 1)

    def typed(self, text: str) -> Array:
        """The window that ends at a day, or at the last row before it."""
        return self.windows(np.array([row_of(self.series, text, self.lost + self.task.window - 1)]))

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-len(self.learned) // batch_size)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> Batch:
        ends = self.learned[places_of(seed, first, count, batch_size, len(self.learned)).ravel()]
        windows = self.windows(ends)
        return Batch.of(windows, windows).in_updates(count)

    def validation(self) -> Batch:
        return self._validation

    @cached_property
    def _validation(self) -> Batch:
        windows = self.windows(self.held_out)
        return Batch.of(windows, windows)

    def look(self, predictions: Array, network: Network) -> Evaluation:
        """Recorded are copies and features of the drawn windows, side by side: (n, window + features)."""
        windows = self.windows(self.drawn)
        rebuilt = network.predict(windows)[:, :, 0]
        recorded = np.concatenate([rebuilt, network.outputs(CODE, windows)], axis=1)
        return Evaluation.of_epoch(np.round(recorded, 4), rebuilding_scores(self, rebuilt))

    def errors(self, rebuilt: Array) -> Array64:
        """How far off the copies (drawn, window) are at each row (rows,); not a number where no window is."""
        return row_errors(self, rebuilt)

    def baselines(self) -> Mapping[str, Baseline]:
        return self._baselines

    @cached_property
    def _baselines(self) -> dict[str, Baseline]:
        windows = self._validation.targets
        found = {
            "mean": Baseline(
                "Always the mean",
                "As a copy, the mean of the training part at every step.",
                {"loss": float(np.square(windows).mean()), "absolute_error": float(np.abs(windows).mean())},
            ),
            WITHOUT: Baseline(
                "The forecaster without features",
                "The same small forecaster, an LSTM of 8 units on one step, which sees the last change only.",
                self.scores(self.forecasts(self.last_changes, 1)),
            ),
        }
        for name, forecasts in self.by_rule.items():
            found[name] = Baseline(RULES[name].title, RULES[name].explanation, self.scores(forecasts))
        return found

    @cached_property
    def by_rule(self) -> dict[str, Array64]:
        """What the rules forecast for the held-out rows."""
        changes = self.changes_as_values
        return {name: rule.forecast(self.values, changes, self.held_out - 1) for name, rule in RULES.items()}

    @cached_property
    def changes_as_values(self) -> Array64:
        """Plain changes from row to row: what least squares are about, whatever the network sees."""
        return np.diff(self.values)

    @property
    def last_changes(self) -> Array64:
        """What a forecaster without features sees at every row from `_first` on: (n, 1)."""
        return self.scaled[self._first - self.lost :, :1].astype(np.float64)

    @property
    def _first(self) -> int:
        """The row at which the first window ends that the forecaster learns from."""
        return int(self.learned[-MOST_FORECAST_FROM:][0])

    def features(self, network: Network) -> Array64:
        """What a forecaster with features sees there: (n, features)."""
        windows = self.windows(np.arange(self._first, len(self.values)))
        return network.outputs(CODE, windows).astype(np.float64)

    def forecasts(self, seen: Array64, seed: int) -> Array64:
        """The values of the held-out rows, each forecast one row ahead by a forecaster trained before all of them.

        `seen` (n, k) is known at the end of each window; what comes after the last one of training is never trained on.
        """
        first = self._first
        targets = self.scaled[first - self.lost + 1 :, 0].astype(np.float64)
        trained = self.split - 1 - first
        said = Forecaster(seen[:trained], targets[:trained], seed)(seen[trained:-1])
        changes = self.scaler.restored(said)[:, np.newaxis]
        before = rows_before(self.values, self.held_out - 1, max(1, self.lost))
        forecasts = prices_after(changes, before, self.task.difference)[:, 0]
        return np.clip(np.nan_to_num(forecasts, nan=LARGEST), -LARGEST, LARGEST)

    def scores(self, forecasts: Array64) -> Scores:
        """Of forecasts (held out,) in the unit of the series."""
        return {"rmse": float(np.sqrt(np.square(forecasts - self.values[self.held_out]).mean()))}

    def judge(self, network: Network, trained: Trained) -> Evaluation:
        """Three forecasters, started with the seed of the run: on features, on features and the last change, on that.

        Kept are their forecasts of the held-out rows.
        """
        features = self.features(network)
        ours = self.forecasts(features, trained.seed)
        both = self.forecasts(np.concatenate([features, self.last_changes], axis=1), trained.seed)
        without = self.forecasts(self.last_changes, trained.seed)
        own = self.scores(ours) | {"rmse_both": self.scores(both)["rmse"]}
        scores = {name: one.scores for name, one in self.baselines().items()} | {WITHOUT: self.scores(without)}
        kept = {FORECASTS: ours, BOTH: both, WITHOUT: without}
        return Evaluation({VALIDATION: {NETWORK: own, **scores}}, kept, forecast_verdict(self, ours, without))
