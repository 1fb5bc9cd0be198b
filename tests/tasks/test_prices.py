"""The price task: no leak from the future, exact forecasts in price units, passes, variants, messages."""

from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasks.price_series import ROWS, examples_of, series_of, wandering

from seqcore.data.series.differences import DIFFERENCES
from seqcore.data.series.scaling import SCALINGS
from seqcore.data.series.series import Series
from seqcore.evaluation.forecast_losses import LOSSES_OF_ERRORS
from seqcore.experiment import from_values, with_values
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS
from seqcore.tasks.base.batch import Batch
from seqcore.tasks.base.task import Trained
from seqcore.tasks.prices.beside import tasks_beside
from seqcore.tasks.prices.examples import PriceExamples
from seqcore.tasks.prices.task import Prices

TRAINED = Trained(seed=1, updates=1, batch_size=1)


class Oracle:
    """A network that knows the next scaled changes, or says the same always."""

    def __init__(self, examples: PriceExamples, *, constant: float | None = None) -> None:
        self.examples, self.constant = examples, constant
        self.seen: list[np.ndarray] = []

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        self.seen.append(inputs)
        units = self.examples.task.signature().output.features
        if self.constant is not None:
            return np.full((len(inputs), units), self.constant, np.float32)
        view = np.lib.stride_tricks.sliding_window_view(self.examples.scaled[:, 0], self.examples.task.window)
        at = [int(np.abs(view - window[:, 0]).sum(axis=1).argmin()) for window in inputs]
        ahead = np.array(at)[:, np.newaxis] + self.examples.task.window + np.arange(units)
        return self.examples.scaled[np.minimum(ahead, len(self.examples.scaled) - 1), 0]

    def loss(self, batch: Batch) -> float:
        return float(np.mean((self.predict(batch.input) - batch.targets) ** 2))


# No leak.


@pytest.mark.parametrize("difference", DIFFERENCES)
@pytest.mark.parametrize("scaling", SCALINGS)
def test_changing_the_test_part_changes_no_training_window_and_no_scaler(difference: str, scaling: str) -> None:
    values = wandering()
    other = values.copy()
    before = examples_of(values, difference=difference, scaling=scaling)
    other[before.split.validation :] *= 1.7
    after = examples_of(other, difference=difference, scaling=scaling)
    assert np.array_equal(before.scaler.offset, after.scaler.offset)
    assert np.array_equal(before.scaler.scale, after.scaler.scale)
    for update in (0, 3):
        for mine, yours in zip(before.batches(1, update, 4, 8).pair, after.batches(1, update, 4, 8).pair, strict=True):
            assert np.array_equal(mine, yours)
    for mine, yours in zip(before.validation().pair, after.validation().pair, strict=True):
        assert np.array_equal(mine, yours)


def test_changing_the_validation_part_changes_no_training_window_either() -> None:
    values = wandering()
    other = values.copy()
    before = examples_of(values)
    other[before.split.training :] += 5
    assert np.array_equal(before.batches(1, 0, 5, 8).pair[0], examples_of(other).batches(1, 0, 5, 8).pair[0])


def test_the_scaler_mistake_does_leak() -> None:
    values = wandering()
    other = values.copy()
    other[-1] *= 3
    honest, wrong = ({"scale_on_everything": wrong, "difference": "none"} for wrong in (False, True))
    assert examples_of(values, **honest).scaler.scale == examples_of(other, **honest).scaler.scale
    assert examples_of(values, **wrong).scaler.scale != examples_of(other, **wrong).scaler.scale


def test_the_shuffling_mistake_trains_on_rows_of_the_test_part() -> None:
    honest, wrong = examples_of(wandering()), examples_of(wandering(), shuffle_split=True)
    assert honest.learned.training.max() < honest.judged.test.min()
    assert wrong.learned.training.max() > wrong.judged.test.min()
    assert wrong.learned is wrong.judged


# Passes over fixed data.


@given(batch_size=st.integers(1, 40), seed=st.integers(0, 99))
def test_a_pass_shows_every_training_window(batch_size: int, seed: int) -> None:
    examples = examples_of(wandering(60))
    a_pass = examples.updates_per_pass(batch_size)
    inputs, _ = examples.batches(seed, 0, a_pass, batch_size).pair
    shown = {window.tobytes() for window in inputs.reshape(-1, 5, 1)}
    assert shown == {window.tobytes() for window in examples.windows(examples.learned.training)}


def test_passes_are_in_another_order_each_time() -> None:
    examples = examples_of(wandering())
    a_pass = examples.updates_per_pass(8)
    first, second = (examples.batches(1, start, a_pass, 8).pair[0] for start in (0, a_pass))
    assert not np.array_equal(first, second)


# Forecasts in price units.


@pytest.mark.parametrize("strategy", ["direct", "recursive"])
@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("difference", DIFFERENCES)
@pytest.mark.parametrize("scaling", SCALINGS)
def test_the_right_changes_give_the_right_prices(difference: str, order: int, scaling: str, strategy: str) -> None:
    values = wandering()
    examples = examples_of(values, difference=difference, order=order, scaling=scaling, horizon=3, strategy=strategy)
    origins = examples.judged.test
    forecasts = examples.forecasts(Oracle(examples), origins)
    expected = np.column_stack([values[origins + 1 + step] for step in range(3)])
    np.testing.assert_allclose(forecasts, expected, rtol=1e-4)
    judgement = examples.judge(Oracle(examples), TRAINED)
    assert judgement.own("test")["skill"] == pytest.approx(1, abs=0.01)


def test_recursion_feeds_back_what_the_network_said_and_holds_further_inputs() -> None:
    values = wandering()
    task = Prices.model_validate(
        {"window": 3, "horizon": 4, "strategy": "recursive", "difference": "none", "scaling": "none"}
        | {"features": ["volume"]}
    )
    examples = PriceExamples(task, series_of(values, volume=np.arange(ROWS, dtype=float)))
    network = Oracle(examples, constant=7.0)
    assert examples.forecasts(network, np.array([50])).tolist() == [[7, 7, 7, 7]]
    assert network.seen[0][0, :, 1].tolist() == [48, 49, 50]
    assert network.seen[2][0].tolist() == [[np.float32(values[50]), 50], [7, 50], [7, 50]]


def test_forecasting_no_change_is_repeating_the_last_value() -> None:
    examples = examples_of(wandering(), difference="absolute", scaling="none")
    judgement = examples.judge(Oracle(examples, constant=0.0), TRAINED)
    assert judgement.own("test")["skill"] == pytest.approx(0)
    assert judgement.own("test")["mae"] == pytest.approx(judgement.baselines["last_value"]["mae"])
    assert judgement.arrays["ahead"].tolist() == [[examples.prices[-1]]]


def test_a_forecast_that_ran_away_stays_a_number() -> None:
    examples = examples_of(wandering(), difference="log", horizon=5)
    judgement = examples.judge(Oracle(examples, constant=1e15), TRAINED)
    assert all(np.isfinite(value) for value in judgement.own("test").values())


def test_a_look_says_the_same_at_every_epoch() -> None:
    examples = examples_of(wandering(), horizon=2)
    inputs, _ = examples.validation().pair
    oracle = Oracle(examples)
    look = examples.look(oracle.predict(inputs), oracle)
    assert look.arrays["predictions"].shape == (len(examples.drawn), 2)
    assert look.own().keys() == examples.look(np.zeros((len(inputs), 2)), Oracle(examples, constant=0)).own().keys()


@pytest.mark.parametrize("loss", LOSSES_OF_ERRORS)
@pytest.mark.parametrize(("horizon", "strategy"), [(1, "direct"), (3, "direct"), (3, "recursive")])
def test_baselines_are_scored_as_a_network_that_says_the_same(loss: str, horizon: int, strategy: str) -> None:
    settings = {"difference": "absolute", "scaling": "none", "horizon": horizon, "strategy": strategy, "loss": loss}
    examples = examples_of(wandering(), **settings)
    last_value = examples.baselines()["last_value"]
    inputs, targets = examples.validation().pair
    no_change = Oracle(examples, constant=0.0)
    look = examples.look(no_change.predict(inputs), no_change)
    assert look.own() == pytest.approx({name: last_value.scores[name] for name in look.own()})
    assert last_value.scores["skill"] == 0
    assert last_value.scores["loss"] == pytest.approx(LOSSES_OF_ERRORS[loss](targets).mean(), rel=1e-5)
    assert last_value.scores["absolute_error"] == pytest.approx(np.abs(targets).mean(), rel=1e-5)


def test_a_season_is_offered_only_where_there_is_one_and_with_its_length() -> None:
    assert "seasonal_naive" not in examples_of(wandering(600)).baselines()
    task = Prices(process="sine", season=50, window=5)
    found = PriceExamples(task, cast(Series, task.load().data)).baselines()["seasonal_naive"]
    assert found.title == "Same time last season (50 rows)"
    weekly = wandering(600) * (1 + 0.1 * (np.arange(600) % 7 == 3))
    assert examples_of(weekly).baselines()["seasonal_naive"].title == "Same time last season (7 rows)"
    # Only the training part is looked at.
    weekly[:420] = wandering(600)[:420]
    assert "seasonal_naive" not in examples_of(weekly).baselines()


# What is trained beside it.


def test_a_mistake_brings_an_honest_twin() -> None:
    assert not Prices().variants(None)
    (twin,) = Prices(shuffle_split=True, scale_on_everything=True).variants(None)
    assert (twin.name, twin.role) == ("honest", "honest")
    assert twin.changes == ("task.scale_on_everything=false", "task.shuffle_split=false")


def test_variants_say_their_role() -> None:
    series = series_of(wandering(300))
    task = Prices(window=5, compare="backtest", folds=3, shuffle_split=True)
    assert [one.role for one in task.variants(series)] == ["honest", "fold", "fold"]
    for difference, role in (("none", "changes"), ("log", "raw")):
        task = Prices(compare="differencing", difference=difference)
        assert [one.role for one in task.variants(None)] == [role]


@pytest.mark.parametrize("compare", ["nothing", "differencing", "backtest"])
def test_the_changes_of_a_variant_make_its_task(compare: str) -> None:
    series = series_of(wandering(300))
    base = with_values(PRESETS["prices-lstm"].experiment, ["task.window=5", f"task.compare={compare}"])
    base = with_values(base, ["task.shuffle_split=true", "task.folds=5", "task.held_back=11"])
    found = tasks_beside(base.task, series)  # type: ignore[arg-type]
    assert len(found) == {"nothing": 1, "differencing": 2, "backtest": 5}[compare]
    for one in found:
        assert with_values(base, one.variant_of(base.task).changes).task == one.task  # type: ignore[arg-type]


def test_the_folds_of_a_back_test_follow_one_another() -> None:
    task = Prices(window=5, compare="backtest", folds=4)
    series = series_of(wandering(300))
    folds = [PriceExamples(fold, series) for fold in (*(one.task for one in tasks_beside(task, series)), task)]
    tests = [(fold.split.validation, fold.split.rows) for fold in folds]
    assert tests == [(120, 165), (165, 210), (210, 255), (255, 300)]
    offsets = {float(fold.scaler.offset[0]) for fold in folds}
    assert len(offsets) == 4, "transforms are fitted for each fold"


def test_a_back_test_that_does_not_fit_is_said() -> None:
    series = series_of(wandering(130))
    with pytest.raises(InvalidInput, match=r"task\.folds: got 6; fold 1 has too few rows"):
        Prices(window=50, compare="backtest", folds=6).check(series)


# Messages.


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"training_share": 0.8, "validation_share": 0.2}, "together they may be 0.95 at most"),
        ({"window": 366}, "from 2 to 365"),
        ({"horizon": 31}, "from 1 to 30"),
        ({"source": "somewhere"}, "one of generated, formula, bundled, yahoo, file"),
        ({"features": "volume"}, "a list of names"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        from_values(
            {
                "task": {"kind": "prices"} | settings,
                "architecture": {"kind": "recurrent_stack"},
                "training": {},
            }
        )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"features": ["beta"]}, r"task\.features: got 'beta'"),
        ({"held_back": 500}, r"task\.held_back: got 500"),
        ({"window": 200}, r"task\.window: got 200"),
    ],
)
def test_what_the_series_does_not_allow_is_said(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        examples_of(wandering(), **settings)


@pytest.mark.parametrize("path", ["/etc/passwd", "prices.csv", "", "upload:xyz:a.csv", "upload:" + "0" * 64 + ":../a"])
def test_no_file_is_opened_unless_the_caller_says_how(path: str) -> None:
    with pytest.raises(InvalidInput, match=r"task\.path"):
        Prices(source="file", path=path).load()


@pytest.mark.parametrize("rows", [30, 36, 60, 100, 150])
def test_the_preset_for_short_series_fits_them(rows: int) -> None:
    experiment = PRESETS["prices-short"].experiment
    examples = PriceExamples(experiment.task, series_of(np.arange(1.0, rows + 1) ** 0.5))  # type: ignore[arg-type]
    batch = examples.batches(1, 0, 1, experiment.training.batch_size)
    assert len(examples.validation()) >= 2
    assert np.isfinite(batch.inputs["input"]).all()


def test_a_window_is_found_by_its_last_day() -> None:
    examples = examples_of(wandering())
    assert examples.typed_as() == "A day from 2024-01-06 to 2024-04-29"
    np.testing.assert_array_equal(examples.typed("2024-01-06")[0], examples.scaled[:5])
    np.testing.assert_array_equal(examples.typed("2024-04-29")[0], examples.scaled[-5:])
    with pytest.raises(InvalidInput, match="allowed is a day from 2024-01-06"):
        examples.typed("2024-01-05")
