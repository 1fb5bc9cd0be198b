"""The examples of the price task: windows of a series, forecasts in price units, and their judgement."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqcore.data.series.dates import known_rows, row_of
from seqcore.data.series.differences import changes_of, is_possible, prices_after, rows_used
from seqcore.data.series.scaling import Scaler
from seqcore.data.series.series import Array64, Series
from seqcore.data.series.windows import Origins, Rows, Split, rows_after, rows_before, spread, windows_at
from seqcore.evaluation.baselines import baselines as baseline_forecasts
from seqcore.evaluation.forecast_details import Judged
from seqcore.evaluation.forecast_scores import forecast_scores
from seqcore.evaluation.forecast_verdict import forecast_verdict
from seqcore.evaluation.intervals import KnownErrors
from seqcore.evaluation.verdict import Verdict
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.batch import Array, Batch
from seqcore.tasks.base.evaluation import NETWORK, TEST, VALIDATION, Evaluation, Scores
from seqcore.tasks.base.passes import places_of
from seqcore.tasks.base.task import Baseline, Examples, Network, Trained
from seqcore.tasks.prices.baselines import baselines_of

if TYPE_CHECKING:
    from seqcore.tasks.prices.task import Prices

MOST_LOOKED_AT = 1000
"""Forecasts that are made at a look at the validation part; its windows are thinned out evenly when there are more."""
MOST_DRAWN, MOST_DRAWN_VALUES = 600, 6000
"""Origins whose forecasts are recorded for the moving chart; fewer when the horizon is long."""
LARGEST_PRICE = 1e15
"""What a forecast that ran away is cut to, so that scores stay numbers."""
SHUFFLE_SEED = 7


class PriceExamples(Examples):
    """Windows of a series by the settings of a task. Raises InvalidInput where the series does not allow them."""

    def __init__(self, task: "Prices", series: Series) -> None:
        rows = len(series) - task.held_back
        if rows < 1:
            raise InvalidInput(
                [f"task.held_back: got {task.held_back:,}; the series has {len(series):,} rows, leave out fewer."]
            )
        self.task, self.series = task, series.first(rows)
        self.prices = self.series.values
        self.lost = rows_used(task.difference, task.order)
        self.split = Split.at(rows, task.training_share, task.validation_share)
        self.season = task.season_of(self.series, self.split.training)
        self.judged = Origins.of(self.split, task.window, task.horizon, self.lost)
        one_step = Origins.of(self.split, task.window, 1, self.lost) if task.is_recursive else self.judged
        if task.shuffle_split:
            self.judged = one_step = self.judged.shuffled(SHUFFLE_SEED)
        self.learned = one_step
        self.changes = self._changes()
        fitted_on = self.changes if task.scale_on_everything else self.changes[: self.split.training - self.lost]
        self.scaler = Scaler.fit(task.scaling, fitted_on)
        self.scaled = self.scaler.scaled(self.changes).astype(np.float32)

    def _changes(self) -> Array64:
        """The changes of all columns (rows − lost, columns): those that cannot change this way do so absolutely."""
        kind, order = self.task.difference, self.task.order
        columns = self.series.matrix(self.task.features).T
        own = changes_of(columns[0], kind, order)
        others = [
            changes_of(column, kind if is_possible(column, kind) else "absolute", order) for column in columns[1:]
        ]
        return np.stack([own, *others], axis=1)

    def windows(self, origins: Rows) -> Array:
        """What the network sees at `origins`: (origins, window, columns)."""
        return windows_at(self.scaled, origins, self.task.window, self.lost)

    def targets(self, origins: Rows) -> Array:
        """What it is trained to answer there: (origins, outputs), scaled changes."""
        return rows_after(self.scaled[:, 0], origins - self.lost, self.task.signature().output.features)

    def examples_at(self, origins: Rows) -> Batch:
        """What it sees and is to answer at `origins`."""
        return Batch.of(self.windows(origins), self.targets(origins))

    @property
    def _first(self) -> int:
        """The first row at which a window ends."""
        return self.lost + self.task.window - 1

    def typed_as(self) -> str:
        return known_rows(self.series, self._first)

    def typed(self, text: str) -> Array:
        """The window that ends at a day, or at the last row before it."""
        return self.windows(np.array([row_of(self.series, text, self._first)]))

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-len(self.learned.training) // batch_size)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> Batch:
        places = places_of(seed, first, count, batch_size, len(self.learned.training))
        origins = self.learned.training[places.ravel()]
        return self.examples_at(origins).in_updates(count)

    def validation(self) -> Batch:
        return self._validation

    @cached_property
    def _validation(self) -> Batch:
        return self.examples_at(self.validation_origins)

    @property
    def validation_origins(self) -> Rows:
        """The origins of the windows of `validation`."""
        return spread(self.learned.validation, MOST_LOOKED_AT)

    @property
    def looked_at(self) -> Rows:
        """The origins whose forecasts are scored at a look: fewer when each takes several predictions."""
        if not self.task.is_recursive:
            return self.validation_origins
        return spread(self.judged.validation, MOST_LOOKED_AT // self.task.horizon)

    def baselines(self) -> Mapping[str, Baseline]:
        return baselines_of(self)

    @property
    def dealt(self) -> dict[str, Rows]:
        """The origins of each part, where the parts do not follow one another in time; else empty."""
        judged = self.judged
        parts = {"training": judged.training, "validation": judged.validation, "test": judged.test}
        return parts if self.task.shuffle_split else {}

    @cached_property
    def drawn(self) -> Rows:
        """The origins whose forecasts are recorded while training: from all parts, evenly."""
        parts = np.sort(np.concatenate([self.judged.training, self.judged.validation, self.judged.test]))
        return spread(parts, min(MOST_DRAWN, MOST_DRAWN_VALUES // self.task.horizon))

    def look(self, predictions: Array, network: Network) -> Evaluation:
        origins, is_recursive = self.looked_at, self.task.is_recursive
        forecasts = self.forecasts(network, origins) if is_recursive else self.to_prices(predictions, origins)
        return Evaluation.of_epoch(_six_digits(self.forecasts(network, self.drawn)), self.scores(origins, forecasts))

    def judge(self, network: Network, trained: Trained) -> Evaluation:
        arrays: dict[str, npt.NDArray[np.float64] | Rows] = {}
        scores = {}
        for part, learned in ((VALIDATION, self.learned.validation), (TEST, self.learned.test)):
            origins = getattr(self.judged, part)
            forecasts = self.forecasts(network, origins)
            arrays |= {part: forecasts, f"{part}_origins": origins}
            loss = network.loss(self.examples_at(learned))
            scores[part] = {"loss": loss} | self.scores(origins, forecasts)
        arrays["ahead"] = self.forecasts(network, np.array([len(self.prices) - 1]))
        verdict = self.verdict(np.asarray(arrays["test"], np.float64), self._learned_by(network))
        beside = {VALIDATION: {}, TEST: self.baseline_scores()}
        return Evaluation({part: {NETWORK: scores[part], **beside[part]} for part in beside}, arrays, verdict)

    def forecasts(self, network: Network, origins: Rows) -> Array64:
        """Forecast prices for the rows after each origin: (origins, horizon)."""
        windows = self.windows(origins)
        if not self.task.is_recursive:
            return self.to_prices(network.predict(windows), origins)
        steps = []
        for _ in range(self.task.horizon):
            steps.append(network.predict(windows))
            # Nobody knows the further inputs of tomorrow: they stay as they were last seen.
            next_row = np.concatenate([steps[-1], windows[:, -1, 1:]], axis=1)
            windows = np.concatenate([windows[:, 1:], next_row[:, np.newaxis]], axis=1)
        return self.to_prices(np.concatenate(steps, axis=1), origins)

    def to_prices(self, outputs: Array, origins: Rows) -> Array64:
        """The network's outputs (origins, steps) as prices."""
        changes = self.scaler.restored(outputs.astype(np.float64))
        before = rows_before(self.prices, origins, max(1, self.lost))
        with np.errstate(over="ignore", invalid="ignore"):
            prices = prices_after(changes, before, self.task.difference, self.task.order)
        return np.clip(np.nan_to_num(prices, nan=LARGEST_PRICE), -LARGEST_PRICE, LARGEST_PRICE)

    def scores(self, origins: Rows, forecasts: Array64) -> Scores:
        """How good forecasts are, in price units."""
        return forecast_scores(self.prices, origins, forecasts, self.split.training)

    def baseline_forecasts(self, origins: Rows) -> dict[str, Array64]:
        """What the simplest forecasts say at these origins, by name."""
        return baseline_forecasts(self.prices, origins, self.task.horizon, self.task.window, self.season)

    def verdict(self, forecasts: Array64, learned: Judged | None = None) -> Verdict:
        """The verdict on forecasts (origins, horizon) of the test part, and on what was `learned` in training."""
        task, test = self.task, self.judged.test
        return forecast_verdict(
            self.prices,
            test,
            forecasts,
            difference=task.difference,
            order=task.order,
            has_mistakes=task.mistakes,
            learned=learned,
        )

    def _learned_by(self, network: Network) -> Judged:
        """The newest forecasts of the training part."""
        most = MOST_LOOKED_AT // (self.task.horizon if self.task.is_recursive else 1)
        origins = self.judged.training[-most:]
        return Judged.of(self.prices, origins, self.forecasts(network, origins))

    def known_errors(self, *forecasts: tuple[Rows, Array64]) -> KnownErrors:
        """What intervals are made of: forecasts (origins, horizon) that the network did not learn from."""
        return KnownErrors.of(self.prices, self.task.difference, *forecasts)

    def baseline_scores(self) -> dict[str, Scores]:
        """The scores of the baselines on the test part."""
        found = self.baseline_forecasts(self.judged.test)
        return {name: self.scores(self.judged.test, forecasts) for name, forecasts in found.items()}


def _six_digits(values: Array64) -> Array64:
    """Rounded to six significant digits: what is recorded is for looking at."""
    with np.errstate(divide="ignore"):
        digits = 5 - np.floor(np.log10(np.abs(values), where=values != 0, out=np.zeros_like(values)))
    factor = 10.0**digits
    return np.round(values * factor) / factor
