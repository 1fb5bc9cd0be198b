"""Losses and metrics, computed by hand."""

import math

import numpy as np
import pytest

import seqcore.training.one_thread  # noqa: F401 (before TensorFlow computes anything)
from seqcore.evaluation.forecast_losses import LOSSES_OF_ERRORS
from seqcore.evaluation.metrics import FORECAST_LOSSES, LOSSES, METRICS
from seqcore.tasks import TASKS

# Two sequences of three steps: in the first one every step is right, in the second one the last is not.
TARGET = np.array([[0, 1, 1], [0, 0, 1]], np.float32)[..., np.newaxis]
PREDICTED = np.array([[0.2, 0.5, 0.9], [0.1, 0.4, 0.3]], np.float32)[..., np.newaxis]


def computed(measure: str, target: np.ndarray = TARGET, predicted: np.ndarray = PREDICTED) -> float:
    return float((LOSSES | METRICS)[measure].compute(target, predicted))


def test_binary_crossentropy_is_the_mean_of_minus_log_of_what_the_right_class_got() -> None:
    given_to_the_right_class = [0.8, 0.5, 0.9, 0.9, 0.6, 0.3]
    by_hand = -sum(map(math.log, given_to_the_right_class)) / 6
    assert computed("binary_crossentropy") == pytest.approx(by_hand, rel=1e-5)


def test_a_coin_costs_the_logarithm_of_two() -> None:
    coin = np.full_like(PREDICTED, 0.5)
    assert computed("binary_crossentropy", TARGET, coin) == pytest.approx(math.log(2), rel=1e-6)


def test_even_a_wrong_certainty_costs_a_finite_loss() -> None:
    assert math.isfinite(computed("binary_crossentropy", TARGET, 1 - TARGET))


def test_accuracy_counts_steps() -> None:
    assert computed("accuracy") == pytest.approx(5 / 6)


def test_whole_sequences_count_only_when_every_step_is_right() -> None:
    assert computed("whole_sequence_accuracy") == pytest.approx(1 / 2)


def test_a_probability_of_one_half_counts_as_class_one() -> None:
    half = np.full((1, 1, 1), 0.5, np.float32)
    assert computed("accuracy", np.ones_like(half), half) == 1
    assert computed("accuracy", np.zeros_like(half), half) == 0


def test_perfect_and_useless_predictions_are_the_ends_of_the_scale() -> None:
    both = np.concatenate([1 - TARGET, TARGET], axis=-1)
    for metric in [name for name, measure in METRICS.items() if measure.share]:
        target = TARGET[..., 0].astype(np.int32) if metric == "character_accuracy" else both
        assert computed(metric, target, both) == 1
        assert computed(metric, target, 1 - both) == 0


TOKENS = {"sparse_categorical_crossentropy", "character_accuracy", "bits_per_character"}
"""What has tokens for targets, and a probability of each symbol."""
EVERYWHERE = {"mean_absolute_error_everywhere", "mae_all_steps"}


def two_of_three(measure: str, weights: np.ndarray | None) -> tuple[float, float]:
    """The measure as it is, and with something else in those steps that have no weight."""
    is_tokens = measure in TOKENS
    target = TARGET[..., 0].astype(np.int32) if is_tokens else TARGET
    predicted = np.concatenate([1 - PREDICTED, PREDICTED], axis=-1) if is_tokens else PREDICTED
    otherwise = predicted.copy()
    if weights is not None:
        otherwise[weights == 0] = 1 - otherwise[weights == 0]
    computing = (LOSSES | METRICS)[measure].compute
    return float(computing(target, predicted, weights)), float(computing(target, otherwise, weights))


@pytest.mark.parametrize("measure", LOSSES | METRICS)
def test_a_step_of_weight_0_counts_nowhere_unless_the_measure_is_of_all_steps(measure: str) -> None:
    plain, _ = two_of_three(measure, None)
    assert two_of_three(measure, np.ones((2, 3), np.float32))[0] == pytest.approx(plain, rel=1e-6)
    one, other = two_of_three(measure, np.array([[1, 1, 0], [1, 0, 0]], np.float32))
    assert (one == other) == (measure not in EVERYWHERE)


def test_a_weighted_mean_by_hand() -> None:
    # Off by 0.2, 0.5 and 0.1; only the first two count.
    weights = np.array([[1, 1, 0]], np.float32)
    assert float(METRICS["mae_true_steps"].compute(TARGET[:1], PREDICTED[:1], weights)) == pytest.approx(0.35)
    assert float(METRICS["mae_all_steps"].compute(TARGET[:1], PREDICTED[:1], weights)) == pytest.approx(0.8 / 3)


def test_what_tasks_name_exists_and_has_a_title() -> None:
    for task in TASKS.values():
        assert task().objective() in LOSSES
        assert set(task.metrics) <= set(METRICS)
    assert all(measure.title for measure in (LOSSES | METRICS).values())
    assert not set(LOSSES) & set(METRICS)


def test_losses_of_forecasts_without_keras_are_those_of_keras() -> None:
    errors = np.random.default_rng(1).normal(0, 2, (50, 3)).astype(np.float32)
    assert LOSSES_OF_ERRORS.keys() == FORECAST_LOSSES.keys()
    for name, loss in LOSSES_OF_ERRORS.items():
        assert loss(errors).mean() == pytest.approx(computed(name, errors, np.zeros_like(errors)), rel=1e-5)
