"""The CRF layer: its loss against all paths, gradients by differences, the engine's way against the layer's own."""

from itertools import pairwise, product
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from seqcore.architectures.layers.keras_crf import CRF
from seqcore.evaluation.metrics import LOSSES, METRICS
from seqcore.evaluation.tag_paths import best_paths, probabilities_of
from seqcore.training.recurrence.field import chain_of

BATCH, STEPS, TAGS = 3, 4, 3
LENGTHS = np.array([4, 2, 3])
MASK = np.arange(STEPS) < LENGTHS[:, None]
WEIGHTS = MASK.astype(np.float32)


def a_layer(seed: int = 0) -> CRF:
    layer, generator = CRF(), np.random.default_rng(seed)
    layer.build((None, STEPS, TAGS))
    for weight in layer.weights:
        weight.assign(generator.normal(size=weight.shape))
    return layer


def some_scores(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(BATCH, STEPS, TAGS)).astype(np.float32)


SCORES = some_scores()
TRUE = np.random.default_rng(2).integers(0, TAGS, (BATCH, STEPS)).astype(np.int32)


def score_of(layer: CRF, scores: np.ndarray, path: tuple[int, ...]) -> float:
    """The definition: the scores of all tags, of all steps between them, and of both ends."""
    transitions, first, last = (
        weight.numpy().astype(np.float64) for weight in (layer.transitions, layer.first, layer.last)
    )
    inner = sum(transitions[a, b] for a, b in pairwise(path))
    return sum(scores[step, tag] for step, tag in enumerate(path)) + inner + first[path[0]] + last[path[-1]]


def all_scores(layer: CRF, row: int) -> dict[tuple[int, ...], float]:
    paths = product(range(TAGS), repeat=int(LENGTHS[row]))
    return {path: score_of(layer, SCORES[row].astype(np.float64), path) for path in paths}


def log_sum(values: Any) -> float:
    return float(np.log(np.exp(np.array(list(values))).sum()))


def loss(said: Any) -> Any:
    return LOSSES["path_crossentropy"].compute(tf.constant(TRUE), said, tf.constant(WEIGHTS))


WAYS = {
    "layer": lambda layer, scores: layer(scores, mask=tf.constant(MASK)),
    "engine": lambda layer, scores: chain_of(layer, scores, tf.constant(MASK)),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_loss_is_that_of_the_true_path_among_all(way: str) -> None:
    layer = a_layer()
    expected = 0.0
    for row in range(BATCH):
        every = all_scores(layer, row)
        expected -= every[tuple(TRUE[row, : LENGTHS[row]].tolist())] - log_sum(every.values())
    said = WAYS[way](layer, tf.constant(SCORES))
    assert float(loss(said)) == pytest.approx(expected / LENGTHS.sum(), abs=1e-6)


def test_the_best_path_and_each_tags_probability_are_those_of_all_paths() -> None:
    layer = a_layer()
    chain = layer(SCORES, mask=MASK).numpy()
    best, probabilities = best_paths(chain, LENGTHS), probabilities_of(chain)
    for row in range(BATCH):
        every = all_scores(layer, row)
        assert tuple(best[row, : LENGTHS[row]].tolist()) == max(every, key=lambda path: every[path])
        whole, expected = log_sum(every.values()), np.zeros((LENGTHS[row], TAGS))
        for path, score in every.items():
            expected[np.arange(len(path)), list(path)] += np.exp(score - whole)
        assert np.allclose(probabilities[row, : LENGTHS[row]], expected, atol=1e-5)


@pytest.mark.parametrize("way", WAYS)
def test_gradients_are_those_by_differences(way: str) -> None:
    layer, scores = a_layer(), tf.Variable(SCORES)
    with tf.GradientTape() as tape:
        value = loss(WAYS[way](layer, tf.convert_to_tensor(scores)))
    variables = [scores, *(weight.value for weight in layer.weights)]
    for variable, gradient in zip(variables, tape.gradient(value, variables), strict=True):
        before = variable.numpy().astype(np.float64)
        for place in np.ndindex(before.shape):
            around = []
            for step in (0.01, -0.01):
                moved = before.copy()
                moved[place] += step
                variable.assign(moved)
                around.append(float(loss(WAYS[way](layer, tf.convert_to_tensor(scores)))))
            variable.assign(before)
            assert gradient.numpy()[place] == pytest.approx((around[0] - around[1]) / 0.02, abs=2e-4)


@pytest.mark.parametrize("is_compiled", [False, True])
def test_the_engine_computes_what_the_layer_does(is_compiled: bool) -> None:
    layer = a_layer()

    def ours(way: str) -> Any:
        with tf.GradientTape() as tape:
            said = WAYS[way](layer, tf.constant(SCORES))
            value = loss(said)
        return said, tape.gradient(value, [weight.value for weight in layer.weights])

    said, gradients = ours("layer")
    quick, others = tf.function(lambda: ours("engine"), jit_compile=is_compiled, autograph=False)()
    assert np.allclose(quick.numpy()[MASK], said.numpy()[MASK], atol=1e-5)
    for one, other in zip(gradients, others, strict=True):
        assert np.allclose(one, other, atol=1e-5)


def test_the_layers_own_viterbi_finds_the_same_paths() -> None:
    layer = a_layer()
    chain = layer(SCORES, mask=MASK)
    assert np.array_equal(layer.best_path(chain, MASK), best_paths(chain.numpy(), LENGTHS))
    assert np.array_equal(layer.best_path(chain), best_paths(chain.numpy(), np.full(BATCH, STEPS)))


def test_what_stands_in_the_padding_changes_nothing() -> None:
    layer, other = a_layer(), SCORES.copy()
    other[~MASK] = 99
    assert np.allclose(layer(other, mask=MASK).numpy()[MASK], layer(SCORES, mask=MASK).numpy()[MASK])


def test_rows_are_probabilities_and_the_first_step_has_one_row() -> None:
    chain = a_layer()(SCORES, mask=MASK).numpy()
    assert np.allclose(np.exp(chain).sum(axis=-1), 1, atol=1e-5)
    assert np.array_equal(chain[:, 0, 0], chain[:, 0, 1])


def test_accuracy_is_of_the_likeliest_tags() -> None:
    chain = a_layer()(SCORES, mask=MASK)
    said = probabilities_of(chain.numpy()).argmax(axis=-1)
    right = (said == TRUE)[MASK].mean()
    found = METRICS["accuracy"].compute(tf.constant(TRUE), chain, tf.constant(WEIGHTS))
    assert float(found) == pytest.approx(right)


def test_it_is_saved_with_its_model(tmp_path: Path) -> None:
    tokens = keras.Input((STEPS,), dtype="int32")
    values = keras.layers.Embedding(9, TAGS, mask_zero=True)(tokens)
    model = keras.Model(tokens, CRF(name="output")(values))
    model.get_layer("output").transitions.assign(np.random.default_rng(5).normal(size=(TAGS, TAGS)))
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    read = np.array([[3, 4, 0, 0], [1, 2, 3, 4]])
    assert np.allclose(again.predict(read, verbose=0), model.predict(read, verbose=0), atol=1e-6)
