"""State passing: the network is told the answer so far, and the decoder starts where the encoder ended."""

from typing import Any

import numpy as np
import tensorflow as tf
from characters import (
    ANSWER,
    READ,
    STEPS,
    SYMBOLS,
    assert_no_dead_knob,
    problems,
    shaken,
)

from seqcore.architectures.state_passing import StatePassing


def network(**values: Any) -> StatePassing:
    return StatePassing.model_validate({"units": 4} | values)


def test_parameters_worked_out_by_hand() -> None:
    # Both ways: twice 4 gates x 100 x (12 + 100 + 1); the decoder has 200 units: 4 x 200 x (12 + 200 + 1); 201 x 12.
    rows = StatePassing(bidirectional=True).describe(ANSWER)
    assert [row.parameters for row in rows] == [0, 0, 2 * 45_200, 0, 0, 0, 0, 170_400, 2_412]
    assert [row.name for row in rows][3:5] == ["encoder_1_output", "encoder_1_carry"]


def test_in_words() -> None:
    assert network().in_words() == "LSTM 4 → LSTM 4"
    assert network(bidirectional=True, layers=2, cell="gru").in_words() == "2 × BiGRU 4 → 2 × GRU 8"


def test_the_network_is_told_the_answer_one_step_later() -> None:
    inputs, targets = problems(2), np.array([[1, 2, 3], [4, 5, 6]], np.int32)
    fed, told = network().feed(tf.constant(inputs), tf.constant(targets))
    assert np.array_equal(fed, inputs)
    assert np.array_equal(told, [[0, 2, 3], [0, 5, 6]])
    assert network().is_told_answers


def test_the_decoder_knows_of_the_problem_what_every_layer_ended_with() -> None:
    architecture = network(layers=2, bidirectional=True)
    model = shaken(architecture)
    for index in (1, 2):
        states = model.get_layer(f"decoder_{index}").input[1:]
        names = [f"encoder_{index}_{state}" for state in ("output", "carry")]
        assert all(state is model.get_layer(name).output for state, name in zip(states, names, strict=True))


def test_problems_of_any_number_are_answered_by_the_same_graph() -> None:
    architecture = network(embedding=3, layers=2)
    model, traced = shaken(architecture), []

    @tf.function(autograph=False, input_signature=[tf.TensorSpec((None, READ), tf.int32)])
    def answer(inputs: tf.Tensor) -> tf.Tensor:
        traced.append(inputs)
        return architecture.answer(model, inputs)

    together = answer(problems(5))
    assert together.shape == (5, STEPS, SYMBOLS)
    alone = np.concatenate([answer(problems(5)[index : index + 1]) for index in range(5)])
    np.testing.assert_allclose(alone, together, atol=1e-5)
    assert len(traced) == 1


def test_every_setting_changes_the_answers() -> None:
    changes = {"cell": ["simple_rnn", "gru"], "units": [3], "layers": [2], "bidirectional": [True], "embedding": [4]}
    assert_no_dead_knob(StatePassing, {**changes, "masking": [True]})
