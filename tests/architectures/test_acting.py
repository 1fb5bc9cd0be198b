"""Weights that never act on a single step: by hand, and as the gradient of a network has it."""

from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from seqcore.architectures.acting import acting_rows
from seqcore.architectures.recurrent_stack import CELLS, DIRECTIONS
from seqcore.experiment import Experiment, from_values


def of_line(*layers: Mapping[str, Any], **architecture: Any) -> Experiment:
    network = {"kind": "recurrent_stack", "layers": layers} if layers else {}
    return from_values({"task": {"kind": "regression_line"}, "architecture": network | architecture, "training": {}})


def rows(experiment: Experiment, *variables: Any) -> list[tuple[str, int, int, int | None]]:
    network = experiment.architecture.network(experiment.task.signature())
    return [(row.layer, row.weights, row.idle, row.unmoved) for row in acting_rows(network, *variables)]


def test_an_lstm_by_hand() -> None:
    # 2 units, one number: 4 · 2 · (1 + 2 + 1) weights; idle: 2 · 8 of the recurrent kernel, 2 + 2 of the forget gate.
    assert rows(of_line({"units": 2})) == [("recurrent_1", 32, 20, None), ("output", 3, 0, None)]


def test_the_network_of_the_demonstration() -> None:
    found = rows(of_line(*[{"units": 128}] * 3))
    assert sum(row[1] for row in found) == 329_857
    assert sum(row[2] for row in found) == 229_888


@pytest.mark.parametrize(("cell", "direction"), zip(CELLS, DIRECTIONS, strict=True))
def test_as_many_weights_are_idle_as_have_a_gradient_of_zero(cell: str, direction: str) -> None:
    experiment = of_line({"cell": cell, "units": 3, "direction": direction}, {"cell": cell, "units": 2})
    model: keras.Model = experiment.architecture.build(experiment.task.signature(), 1)
    generator = np.random.default_rng(1)
    for weight in model.trainable_variables:  # biases, too: a GRU's reset gate acts by them
        weight.assign(generator.normal(0, 0.5, weight.shape))
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.square(model(generator.normal(size=(5, 1, 1)).astype(np.float32))))
    gradients = tape.gradient(loss, [weight.value for weight in model.trainable_variables])
    zeros = sum(int((gradient.numpy() == 0).sum()) for gradient in gradients)
    assert zeros == sum(row[2] for row in rows(experiment))


def test_weights_that_have_not_moved_are_counted_bit_by_bit() -> None:
    experiment = of_line({"units": 1})
    first = (np.zeros((1, 4), np.float32), np.zeros((1, 4), np.float32), np.zeros(4, np.float32))
    random_state, output = np.array([1, 2], np.uint32), (np.zeros((1, 1), np.float32), np.zeros(1, np.float32))
    last = (first[0] + [[0, 0, 1, 1]], first[1], first[2] + np.float32(1e-30))
    before, after = (*first, random_state, *output), (*last, random_state + 1, output[0] + 1, output[1])
    assert [row[3] for row in rows(experiment, before, after)] == [2 + 4, 1]
    with pytest.raises(ValueError, match="do not belong"):
        rows(experiment, before[1:], after[1:])


def test_dense_layers_act() -> None:
    assert all(idle == 0 for _, _, idle, _ in rows(of_line(kind="perceptron")))
