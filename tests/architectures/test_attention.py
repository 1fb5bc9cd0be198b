"""Attention: what it describes is what Keras builds; shares sum to 1; all at once is the same as step by step."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from characters import (
    ANSWER,
    PADDING,
    SHAPE,
    STEPS,
    Answer,
    answered,
    assert_as_described,
    assert_as_saved,
    assert_decided_by_the_seed,
    assert_no_dead_knob,
    assert_padding_is_skipped,
    assert_told_equals_step_by_step,
    problems,
    shaken,
)

from seqcore.architectures.attention import SCORES, Attention
from seqcore.architectures.recurrent_stack import CELLS


def network(**values: Any) -> Attention:
    return Attention.model_validate({"units": 4} | values)


WAYS: list[Mapping[str, Any]] = [
    {},
    {"bidirectional": True, "layers": 2},
    {"embedding": 5, "layers": 2},
    {"masking": True, "bidirectional": True, "layers": 2},
    {"masking": True, "embedding": 5},
]
NETWORKS = [
    pytest.param(network(score=score, **way), id=f"{score}-{'-'.join(way)}") for score in SCORES for way in WAYS
] + [pytest.param(network(cell=cell, masking=True), id=cell) for cell in CELLS]


@pytest.mark.parametrize("architecture", NETWORKS)
def test_the_description_is_what_keras_builds(architecture: Attention) -> None:
    assert_as_described(architecture)


@pytest.mark.parametrize("steps", [1, 9, None])
def test_an_answer_of_any_length(steps: int | None) -> None:
    assert_as_described(network(), output=Answer(steps=steps))


def test_parameters_worked_out_by_hand() -> None:
    def counted(score: str) -> dict[str, int]:
        rows = Attention(units=64, cell="gru", score=score).describe(SHAPE, ANSWER)
        return {row.name: row.parameters for row in rows}

    # 3 gates x 64 x (12 + 64 + 2 biases); the output sees decoder and context: (128 + 1) x 12.
    always = {"input": 0, "encoder_1": 14_976, "told": 0, "decoder_1": 14_976, "context": 0, "output": 1_548}
    assert counted("dot") == always | {"attention": 0}
    assert counted("general") == always | {"attention": 0, "keys": 4_096}
    assert counted("additive") == always | {"attention": 64, "keys": 4_096, "query": 4_096}


def test_in_words() -> None:
    assert network(bidirectional=True).in_words() == "BiLSTM 4 → LSTM 8, attention (dot)"


@pytest.mark.parametrize("architecture", NETWORKS)
def test_told_its_own_answer_it_says_the_same_as_step_by_step(architecture: Attention) -> None:
    assert_told_equals_step_by_step(architecture)


@pytest.mark.parametrize("architecture", NETWORKS)
def test_the_shares_of_every_step_sum_to_1_and_none_is_of_skipped_padding(architecture: Attention) -> None:
    model, inputs = shaken(architecture), problems()
    probabilities, shares = (part.numpy() for part in architecture.alignment(model, tf.constant(inputs)))
    assert np.array_equal(probabilities, answered(architecture, model, inputs))
    assert shares.shape == (len(inputs), STEPS, SHAPE[0])
    assert shares.min() >= 0
    np.testing.assert_allclose(shares.sum(axis=-1), 1, rtol=1e-6)
    of_padding = np.swapaxes(shares, 1, 2)[inputs[:, :, PADDING] == 1]
    assert np.all(of_padding == 0) if architecture.masking else np.all(of_padding > 0)


@pytest.mark.parametrize("score", SCORES)
def test_shares_worked_out_by_hand(score: str) -> None:
    architecture = network(score=score)
    model, inputs = shaken(architecture), problems()
    weights = {layer.name: layer.get_weights() for layer in model.layers}
    told = architecture.feed(tf.constant(inputs), architecture.answer(model, tf.constant(inputs)))
    _, shares = architecture.alignment(model, tf.constant(inputs))

    query, read = model.get_layer("decoder_1").output, model.get_layer("encoder_1").output[0]
    query, read = (part.numpy() for part in type(model)(model.inputs, [query, read])(told))
    if score == "dot":
        scores = np.einsum("bsu,btu->bst", query, read)
    elif score == "general":
        scores = np.einsum("bsu,btu->bst", query, read @ weights["keys"][0])
    else:
        sums = (query @ weights["query"][0])[:, :, None] + (read @ weights["keys"][0])[:, None]
        scores = np.tanh(sums) @ weights["attention"][0]
    expected = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
    # The first step is the one at which nothing has been said, whatever is told afterwards.
    np.testing.assert_allclose(shares[:, 0], expected[:, 0], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    "way", [way for way in WAYS if "masking" in way] + [{"masking": True}], ids=lambda way: "-".join(way)
)
@pytest.mark.parametrize("score", SCORES)
def test_padding_is_skipped(score: str, way: Mapping[str, Any]) -> None:
    assert_padding_is_skipped(network(score=score, **way))


@pytest.mark.parametrize("architecture", NETWORKS[::3])
def test_a_model_is_saved_and_loaded_with_keras_alone(architecture: Attention, tmp_path: Path) -> None:
    assert_as_saved(architecture, tmp_path)


@pytest.mark.parametrize("architecture", NETWORKS[::3])
def test_the_seed_alone_decides_first_weights(architecture: Attention) -> None:
    assert_decided_by_the_seed(architecture)


def test_every_setting_changes_the_answers() -> None:
    changes = {"cell": ["simple_rnn", "gru"], "units": [3], "layers": [2], "bidirectional": [True], "embedding": [4]}
    more = {"masking": [True], "score": ["general", "additive"]}
    assert_no_dead_knob(Attention, {**changes, **more})
