"""State passing: what it describes is what Keras builds; all at once in training is the same as step by step."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from characters import (
    ANSWER,
    SHAPE,
    STEPS,
    Answer,
    assert_as_described,
    assert_as_saved,
    assert_decided_by_the_seed,
    assert_no_dead_knob,
    assert_padding_is_skipped,
    assert_told_equals_step_by_step,
    one_hot,
    problems,
    shaken,
)

from seqcore.architectures.recurrent_stack import CELLS
from seqcore.architectures.state_passing import StatePassing


def network(**values: Any) -> StatePassing:
    return StatePassing.model_validate({"units": 4} | values)


WAYS: list[Mapping[str, Any]] = [
    {},
    {"bidirectional": True, "layers": 2},
    {"embedding": 5, "layers": 2},
    {"masking": True, "bidirectional": True, "layers": 2},
    {"masking": True, "embedding": 5},
]
NETWORKS = [pytest.param(network(cell=cell, **way), id=f"{cell}-{'-'.join(way)}") for cell in CELLS for way in WAYS]


@pytest.mark.parametrize("architecture", NETWORKS)
def test_the_description_is_what_keras_builds(architecture: StatePassing) -> None:
    assert_as_described(architecture)


@pytest.mark.parametrize("steps", [1, 9, None])
def test_an_answer_of_any_length(steps: int | None) -> None:
    assert_as_described(network(), output=Answer(steps=steps))


def test_parameters_worked_out_by_hand() -> None:
    # Both ways: twice 4 gates x 100 x (12 + 100 + 1); the decoder has 200 units: 4 x 200 x (12 + 200 + 1); 201 x 12.
    rows = StatePassing(bidirectional=True).describe(SHAPE, ANSWER)
    assert [row.parameters for row in rows] == [0, 2 * 45_200, 0, 0, 0, 170_400, 2_412]
    assert [row.name for row in rows][2:4] == ["encoder_1_output", "encoder_1_carry"]


def test_in_words() -> None:
    assert network().in_words() == "LSTM 4 → LSTM 4"
    assert network(bidirectional=True, layers=2, cell="gru").in_words() == "2 × BiGRU 4 → 2 × GRU 8"


def test_the_network_is_told_the_answer_one_step_later() -> None:
    inputs, targets = problems(2), one_hot([[1, 2, 3], [4, 5, 6]])
    fed, told = network().feed(tf.constant(inputs), tf.constant(targets))
    assert np.array_equal(fed, inputs)
    assert np.array_equal(told[:, 0], np.zeros((2, SHAPE[1])))
    assert np.array_equal(told[:, 1:], targets[:, :-1])
    assert network().is_told_answers


@pytest.mark.parametrize("architecture", NETWORKS)
def test_told_its_own_answer_it_says_the_same_as_step_by_step(architecture: StatePassing) -> None:
    assert_told_equals_step_by_step(architecture)


def test_the_decoder_knows_of_the_problem_what_every_layer_ended_with() -> None:
    architecture = network(layers=2, bidirectional=True)
    model = shaken(architecture)
    for index in (1, 2):
        states = model.get_layer(f"decoder_{index}").input[1:]
        names = [f"encoder_{index}_{state}" for state in ("output", "carry")]
        assert all(state is model.get_layer(name).output for state, name in zip(states, names, strict=True))


def test_a_thousand_problems_are_answered_in_half_a_second() -> None:
    architecture = StatePassing(units=128)
    model = architecture.build((8, 12), Answer(steps=4))
    answer = tf.function(lambda inputs: architecture.answer(model, inputs), autograph=False)
    inputs = tf.random.stateless_uniform((1000, 8, 12), (1, 2))
    answer(inputs)
    fastest = min(_seconds(answer, inputs) for _ in range(5))
    assert fastest < 0.5


def _seconds(function: Any, inputs: tf.Tensor) -> float:
    began = time.perf_counter()
    function(inputs)
    return time.perf_counter() - began


def test_problems_of_any_number_are_answered_by_the_same_graph() -> None:
    architecture = network(embedding=3, layers=2)
    model, traced = shaken(architecture), []

    @tf.function(autograph=False, input_signature=[tf.TensorSpec((None, *SHAPE))])
    def answer(inputs: tf.Tensor) -> tf.Tensor:
        traced.append(inputs)
        return architecture.answer(model, inputs)

    together = answer(problems(5))
    assert together.shape == (5, STEPS, SHAPE[1])
    alone = np.concatenate([answer(problems(5)[index : index + 1]) for index in range(5)])
    np.testing.assert_allclose(alone, together, atol=1e-6)
    assert len(traced) == 1


@pytest.mark.parametrize(
    "way", [way for way in WAYS if "masking" in way] + [{"masking": True}], ids=lambda way: "-".join(way)
)
@pytest.mark.parametrize("cell", CELLS)
def test_padding_is_skipped(cell: str, way: Mapping[str, Any]) -> None:
    assert_padding_is_skipped(network(cell=cell, **way))


@pytest.mark.parametrize("architecture", NETWORKS[::3])
def test_a_model_is_saved_and_loaded_with_keras_alone(architecture: StatePassing, tmp_path: Path) -> None:
    assert_as_saved(architecture, tmp_path)


@pytest.mark.parametrize("architecture", NETWORKS[::3])
def test_the_seed_alone_decides_first_weights(architecture: StatePassing) -> None:
    assert_decided_by_the_seed(architecture)


def test_every_setting_changes_the_answers() -> None:
    changes = {"cell": ["simple_rnn", "gru"], "units": [3], "layers": [2], "bidirectional": [True], "embedding": [4]}
    assert_no_dead_knob(StatePassing, {**changes, "masking": [True]})
