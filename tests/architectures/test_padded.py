"""Padded many-to-many: what it describes is what Keras builds, and the answer is the last of its outputs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from characters import (
    SHAPE,
    STEPS,
    Answer,
    answered,
    assert_as_described,
    assert_as_saved,
    assert_decided_by_the_seed,
    assert_no_dead_knob,
    one_hot,
    problems,
    shaken,
)

from seqcore.architectures.padded import Padded
from seqcore.architectures.recurrent_stack import CELLS


def network(**values: Any) -> Padded:
    return Padded.model_validate({"units": 4} | values)


WAYS: list[Mapping[str, Any]] = [{}, {"bidirectional": False, "layers": 2}, {"layers": 2, "embedding": 5}]
NETWORKS = [pytest.param(network(cell=cell, **way), id=f"{cell}-{'-'.join(way)}") for cell in CELLS for way in WAYS]


@pytest.mark.parametrize("steps", [1, STEPS, SHAPE[0], 9, None])
@pytest.mark.parametrize("architecture", NETWORKS)
def test_the_description_is_what_keras_builds(architecture: Padded, steps: int | None) -> None:
    assert_as_described(architecture, output=Answer(steps=steps))


def test_in_words() -> None:
    assert network().in_words() == "BiLSTM 4 at every step"


def heard(architecture: Padded, output: Answer) -> list[list[int]]:
    """For each step of the input, the steps of the answer that change with it."""
    model, inputs = shaken(architecture, output=output), problems(1)
    expected, found = answered(architecture, model, inputs), []
    for step in range(SHAPE[0]):
        changed = inputs.copy()
        changed[:, step] = one_hot((inputs[:, step].argmax(axis=-1) + 1) % SHAPE[1])
        different = (answered(architecture, model, changed) != expected).any(axis=(0, 2))
        found.append(np.flatnonzero(different).tolist())
    return found


def test_both_ways_every_step_of_the_answer_knows_the_whole_problem() -> None:
    assert heard(network(), Answer(steps=3)) == [[0, 1, 2]] * 6
    assert heard(network(), Answer(steps=8)) == [[*range(8)]] * 6


def test_one_way_the_answer_begins_before_the_problem_ends() -> None:
    one_way = network(bidirectional=False)
    assert heard(one_way, Answer(steps=3)) == [[0, 1, 2]] * 4 + [[1, 2], [2]]
    assert heard(one_way, Answer(steps=8)) == [[*range(step, 8)] for step in range(6)]


@pytest.mark.parametrize("steps", [STEPS, 9])
@pytest.mark.parametrize("architecture", NETWORKS[::3])
def test_a_model_is_saved_and_loaded_with_keras_alone(architecture: Padded, steps: int, tmp_path: Path) -> None:
    assert_as_saved(architecture, tmp_path, Answer(steps=steps))


@pytest.mark.parametrize("architecture", NETWORKS[::3])
def test_the_seed_alone_decides_first_weights(architecture: Padded) -> None:
    assert_decided_by_the_seed(architecture)


def test_every_setting_changes_the_answers() -> None:
    changes = {"cell": ["simple_rnn", "gru"], "units": [3], "layers": [2], "bidirectional": [False], "embedding": [4]}
    assert_no_dead_knob(Padded, changes)
