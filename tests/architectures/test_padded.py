"""Padded many-to-many: the answer is the last of its outputs."""

from typing import Any

import numpy as np
from characters import READ, SYMBOLS, answered, assert_no_dead_knob, problems, shaken

from seqcore.architectures.padded import Padded


def network(**values: Any) -> Padded:
    return Padded.model_validate({"units": 4} | values)


def test_in_words() -> None:
    assert network().in_words() == "BiLSTM 4 at every step"


def heard(architecture: Padded, written: int) -> list[list[int]]:
    """For each step of the input, the steps of the answer that change with it."""
    model, inputs = shaken(architecture, written=written), problems(1)
    expected, found = answered(architecture, model, inputs), []
    for step in range(READ):
        changed = inputs.copy()
        changed[:, step] = (inputs[:, step] + 1) % SYMBOLS
        different = (answered(architecture, model, changed) != expected).any(axis=(0, 2))
        found.append(np.flatnonzero(different).tolist())
    return found


def test_both_ways_every_step_of_the_answer_knows_the_whole_problem() -> None:
    assert heard(network(), 3) == [[0, 1, 2]] * 6
    assert heard(network(), 8) == [[*range(8)]] * 6


def test_one_way_the_answer_begins_before_the_problem_ends() -> None:
    one_way = network(bidirectional=False)
    assert heard(one_way, 3) == [[0, 1, 2]] * 4 + [[1, 2], [2]]
    assert heard(one_way, 8) == [[*range(step, 8)] for step in range(6)]


def test_every_setting_changes_the_answers() -> None:
    changes = {"cell": ["simple_rnn", "gru"], "units": [3], "layers": [2], "bidirectional": [False], "embedding": [4]}
    assert_no_dead_knob(Padded, changes)
