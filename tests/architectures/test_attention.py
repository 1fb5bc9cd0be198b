"""Attention: its shares sum to 1 and can be worked out by hand."""

from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from characters import (
    ANSWER,
    PADDING,
    READ,
    STEPS,
    answered,
    assert_no_dead_knob,
    problems,
    shaken,
)

from seqcore.architectures.attention import SCORES, Attention


def network(**values: Any) -> Attention:
    return Attention.model_validate({"units": 4} | values)


NETWORKS = [
    pytest.param(network(score=score, **way), id=f"{score}-{'-'.join(way)}")
    for score in SCORES
    for way in ({"embedding": 5, "layers": 2}, {"masking": True, "bidirectional": True})
]


def test_parameters_worked_out_by_hand() -> None:
    def counted(score: str) -> dict[str, int]:
        rows = Attention(units=64, cell="gru", score=score).describe(ANSWER)
        return {row.name: row.parameters for row in rows}

    # 3 gates x 64 x (12 + 64 + 2 biases); the output sees decoder and context: (128 + 1) x 12.
    always = {
        "input": 0,
        "one_hot": 0,
        "told_one_hot": 0,
        "encoder_1": 14_976,
        "told": 0,
        "decoder_1": 14_976,
        "context": 0,
        "output": 1_548,
    }
    assert counted("dot") == always | {"attention": 0}
    assert counted("general") == always | {"attention": 0, "keys": 4_096}
    assert counted("additive") == always | {"attention": 64, "keys": 4_096, "query": 4_096}


def test_in_words() -> None:
    assert network(bidirectional=True).in_words() == "BiLSTM 4 → LSTM 8, attention (dot)"


@pytest.mark.parametrize("architecture", NETWORKS)
def test_the_shares_of_every_step_sum_to_1_and_none_is_of_skipped_padding(architecture: Attention) -> None:
    model, inputs = shaken(architecture), problems()
    probabilities, shares = (part.numpy() for part in architecture.alignment(model, tf.constant(inputs)))
    assert np.array_equal(probabilities, answered(architecture, model, inputs))
    assert shares.shape == (len(inputs), STEPS, READ)
    assert shares.min() >= 0
    np.testing.assert_allclose(shares.sum(axis=-1), 1, rtol=1e-5)
    of_padding = np.swapaxes(shares, 1, 2)[inputs == PADDING]
    assert np.all(of_padding == 0) if architecture.masking else np.all(of_padding > 0)


@pytest.mark.parametrize("score", SCORES)
def test_shares_worked_out_by_hand(score: str) -> None:
    architecture = network(score=score)
    model, inputs = shaken(architecture), problems()
    weights = {layer.name: layer.get_weights() for layer in model.layers}
    told = architecture.feed(
        tf.constant(inputs), tf.argmax(architecture.answer(model, tf.constant(inputs)), axis=-1, output_type=tf.int32)
    )
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
    np.testing.assert_allclose(shares[:, 0], expected[:, 0], rtol=1e-4, atol=1e-5)


def test_every_setting_changes_the_answers() -> None:
    changes = {"cell": ["simple_rnn", "gru"], "units": [3], "layers": [2], "bidirectional": [True], "embedding": [4]}
    more = {"masking": [True], "score": ["general", "additive"]}
    assert_no_dead_knob(Attention, {**changes, **more})
