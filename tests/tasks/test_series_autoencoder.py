"""The autoencoder: windows, rules, forecaster and anomalies by hand, and no look at what is held out."""

import numpy as np
import pytest

from seqcore.data.series.series import Series
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.task import Trained
from seqcore.tasks.series_autoencoder.anomalies import anomalous_rows, planted, threshold
from seqcore.tasks.series_autoencoder.examples import WITHOUT, AutoencoderExamples
from seqcore.tasks.series_autoencoder.forecaster import Forecaster
from seqcore.tasks.series_autoencoder.rules import RULES, next_change
from seqcore.tasks.series_autoencoder.task import SeriesAutoencoder

TRAINED = Trained(1, 1, 1)


def series_of(values: np.ndarray) -> Series:
    return Series(np.arange(len(values)), {"value": np.asarray(values, float)}, "test", "by hand")


def examples_of(values: np.ndarray, **settings: object) -> AutoencoderExamples:
    task = SeriesAutoencoder.model_validate({"window": 3, "held_out": 5} | settings)
    return task.examples(series_of(values))


def shampoo(**settings: object) -> AutoencoderExamples:
    values = {"source": "bundled", "bundle": "shampoo", "window": 6} | settings
    return SeriesAutoencoder.model_validate(values).examples()


class Known:
    """A network that says `share` of what it reads, and whose features are the last `features` values."""

    def __init__(self, share: float = 1.0, features: int = 2) -> None:
        self.share, self.features = share, features

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        return (self.share * inputs).astype(np.float32)

    def outputs(self, layer: str, inputs: np.ndarray) -> np.ndarray:
        return inputs[:, -self.features :, 0]


def test_windows_by_hand() -> None:
    # 14 rows of squares: changes 1, 3, 5, …, 25; the last 5 rows are held out, so changes 1 … 15 are trained on.
    found = examples_of(np.arange(14) ** 2)
    scale = np.std([1, 3, 5, 7, 9, 11, 13, 15])
    assert found.scaled[:, 0] == pytest.approx((np.arange(1, 27, 2) - 8) / scale)
    assert found.learned.tolist() == [3, 4, 5, 6, 7, 8]
    assert found.held_out.tolist() == [9, 10, 11, 12, 13]
    windows = found.validation()
    assert windows.input[0, :, 0] == pytest.approx((np.array([13, 15, 17]) - 8) / scale)
    assert np.array_equal(windows.input, windows.targets)
    batch = found.batches(1, 0, 1, 6)
    assert sorted(batch.input[0, :, 0, 0] * scale + 8) == pytest.approx([1, 3, 5, 7, 9, 11])


def test_the_references_of_shampoo() -> None:
    """As measured with plain NumPy and Keras: 136.8, 96.0, 76.5, and 94.2 ± 1.2 for an LSTM 8 on the last change."""
    scores = {name: one.scores for name, one in shampoo().baselines().items()}
    assert scores["persistence"]["rmse"] == pytest.approx(136.76, abs=0.01)
    assert scores["mean_of_two"]["rmse"] == pytest.approx(96.01, abs=0.01)
    assert scores["least_squares"]["rmse"] == pytest.approx(76.52, abs=0.01)
    assert scores[WITHOUT]["rmse"] == pytest.approx(94.2, abs=3)


def test_nothing_is_known_of_a_row_before_it_is_forecast() -> None:
    """Changing the last row changes neither what was trained on nor any forecast."""
    values = np.random.default_rng(1).normal(100, 10, 40)
    other = values.copy()
    other[-1] += 1000
    first, second = examples_of(values), examples_of(other)
    assert np.array_equal(first.scaler.offset, second.scaler.offset)
    assert np.array_equal(first.scaled[:-1], second.scaled[:-1])
    for name in RULES:
        assert np.array_equal(first.by_rule[name], second.by_rule[name])
    ours, theirs = (one.forecasts(one.features(Known()), 1) for one in (first, second))
    assert np.array_equal(ours, theirs)
    other[-5:] += 1000
    assert np.array_equal(first.scaler.scale, examples_of(other).scaler.scale)


def test_the_rules_by_hand() -> None:
    values = np.array([1.0, 2, 4, 7, 11, 16])
    origins = np.array([3, 4])
    assert RULES["persistence"].forecast(values, np.diff(values), origins).tolist() == [7, 11]
    assert RULES["mean_of_two"].forecast(values, np.diff(values), origins).tolist() == [5.5, 9]


def test_least_squares_continue_what_two_changes_decide() -> None:
    changes = [1.0, 2.0]
    for _ in range(20):
        changes.append(0.5 + 0.9 * changes[-1] - 0.4 * changes[-2])
    found = next_change(np.array(changes), np.array([18, 19]))
    assert found == pytest.approx(changes[19:21])


def test_the_gradients_of_the_forecaster_are_right() -> None:
    generator = np.random.default_rng(3)
    inputs, targets = generator.normal(size=(7, 3)), generator.normal(size=7)
    network = Forecaster(inputs, targets, 5, updates=3)
    for weights, gradient in zip(network.weights, network.gradients(inputs, targets), strict=True):
        for place in list(np.ndindex(weights.shape))[::5]:
            kept, errors = weights[place], []
            for step in (1e-6, -1e-6):
                weights[place] = kept + step
                errors.append(np.square(network(inputs) - targets).mean())
            weights[place] = kept
            assert gradient[place] == pytest.approx((errors[0] - errors[1]) / 2e-6, rel=1e-4, abs=1e-9)


def test_the_forecaster_is_an_lstm_on_one_step() -> None:
    import keras

    inputs, targets = np.linspace(-1, 1, 10).reshape(5, 2), np.zeros(5)
    ours = Forecaster(inputs, targets, 2, updates=0)
    layer = keras.layers.LSTM(8, unit_forget_bias=False)
    layer.build((None, 1, 2))
    enter, leave, new = np.split(ours.weights[0], 3, axis=1)
    kernel = np.concatenate([enter, np.zeros_like(enter), new, leave], axis=1)  # Keras': i, f, c, o
    layer.set_weights([kernel, np.zeros((8, 32)), np.zeros(32)])
    outputs = np.asarray(layer(inputs[:, np.newaxis].astype(np.float32)))
    assert ours(inputs) == pytest.approx(outputs @ ours.weights[2], abs=1e-5)


def test_the_forecaster_learns_and_depends_on_its_seed_alone() -> None:
    inputs = np.random.default_rng(0).normal(size=(40, 1))
    targets = np.tanh(inputs[:, 0])
    said = Forecaster(inputs, targets, 1)(inputs)
    assert np.square(said - targets).mean() < 0.2 * np.square(targets).mean()
    assert np.array_equal(said, Forecaster(inputs, targets, 1)(inputs))
    assert not np.array_equal(said, Forecaster(inputs, targets, 2)(inputs))


def test_a_judgement_stands_beside_the_same_forecaster_without_features() -> None:
    found = shampoo()
    judged = found.judge(Known(), TRAINED)
    assert judged.baselines.keys() == {"mean", WITHOUT, *RULES}
    assert judged.verdict is not None
    assert judged.verdict.sentence.startswith(("It cannot be told from", "Better than", "Worse than"))
    assert "12 held-out rows" in judged.verdict.sentence
    assert judged.arrays["with_both"].shape == judged.arrays[WITHOUT].shape == (12,)
    assert judged.own()["rmse_both"] == pytest.approx(found.scores(judged.arrays["with_both"])["rmse"])
    assert judged.own()["rmse"] == pytest.approx(found.scores(judged.arrays["forecasts"])["rmse"])


def test_five_rows_are_too_few_to_tell() -> None:
    judged = examples_of(np.random.default_rng(1).normal(100, 10, 40)).judge(Known(), TRAINED)
    assert judged.verdict is not None
    assert judged.verdict.kind == "unclear"


def test_errors_of_rows_by_hand() -> None:
    """A network that says half of everything is off by half of a row's size, in every window that the row is in."""
    found = examples_of(np.random.default_rng(1).normal(100, 10, 40))
    look = found.look(Known(0.5).predict(found.validation().input), Known(0.5))
    recorded = look.arrays["predictions"]
    assert recorded.shape == (len(found.drawn), 3 + 2)
    errors = found.errors(recorded[:, :3])
    assert np.isnan(errors[0]), "the first row has no change"
    assert errors[1:] == pytest.approx(np.abs(found.scaled[:, 0]) / 2, abs=1e-4)
    learned = errors[1 : found.split]
    assert threshold(found, errors) == pytest.approx(np.quantile(learned, 0.99))


def test_anomalies_are_planted_in_held_out_rows_only() -> None:
    assert anomalous_rows(3, 10, 16).tolist() == [11, 13, 15]
    assert not len(anomalous_rows(0, 10, 16))
    assert anomalous_rows(20, 10, 15).tolist() == [10, 11, 12, 13, 14]
    values = np.arange(20.0) + np.tile([0.0, 1.0], 10)
    strange = planted(series_of(values), np.array([16, 18]), 15)
    size = 5 * np.diff(values[:15]).std()
    assert (strange.values - values)[[16, 18]] == pytest.approx([size, -size])
    assert (strange.values - values)[:16].tolist() == [0] * 16


def test_what_cannot_be_rebuilt_is_found() -> None:
    """A network that rebuilds no value beyond 3 fails where the series was made strange, and nowhere else."""

    class Careful(Known):
        def predict(self, inputs: np.ndarray) -> np.ndarray:
            return np.clip(inputs, -3, 3)

    values = np.sin(np.arange(120.0)) + np.random.default_rng(2).normal(0, 0.1, 120)
    found = examples_of(values, held_out=40, anomalies=2, difference="none")
    scores = found.look(found.validation().input, Careful()).own()
    assert scores == {"found": 1.0, "false_alarms": 0.0}
    assert "found" in found.task.measures()
    assert "found" not in SeriesAutoencoder().measures()


def test_a_window_that_does_not_fit_is_told() -> None:
    with pytest.raises(InvalidInput, match="leaves 4 windows to train on, and it takes 5"):
        shampoo(window=20)
    with pytest.raises(InvalidInput, match="leaves 0 windows"):
        examples_of(np.arange(6.0))


def test_further_columns_are_rebuilt_too() -> None:
    series = SeriesAutoencoder(source="bundled", bundle="aapl", features=("volume",), window=4)
    assert series.signature().input.shape == series.signature().output.shape == (4, 2)
    assert series.examples().validation().input.shape == (12, 4, 2)


def test_of_a_long_series_the_newest_windows_are_forecast_from() -> None:
    found = examples_of(np.random.default_rng(1).normal(100, 10, 3000))
    assert len(found.last_changes) == len(found.features(Known())) == 2000 + 5
    assert found.forecasts(found.last_changes, 1).shape == (5,)
    assert next_change(np.random.default_rng(1).normal(size=5000), np.array([4990])).shape == (1,)


def test_a_window_is_found_by_its_last_row() -> None:
    found = shampoo()
    assert found.typed_as() == "A row from 7 to 36"
    np.testing.assert_array_equal(found.typed("36"), found.windows(np.array([len(found.series) - 1])))
