"""Norms of gradient and update by layer: what Keras says, measured without changing anything."""

from itertools import cycle

import keras
import numpy as np
import pytest
import tensorflow as tf
from slices import SHORT, train
from small import small

from seqcore.runs.view import RunView
from seqcore.training import progress
from seqcore.training.events import Norms, event_from_line, event_to_line
from seqcore.training.examples import examples_for
from seqcore.training.program import build_model

LAYERS = {"recurrent_1", "recurrent_2", "output"}
EXPERIMENT = small(
    [{"cell": "gru", "direction": "bidirectional"}, {"cell": "simple_rnn"}],
    optimizer="sgd",
    learning_rate=0.5,
    epochs=2,
    updates_per_epoch=50,
    batch_size=3,
    validate_every=1,
)


def test_they_are_those_of_keras_gradient() -> None:
    trained = train(EXPERIMENT)
    assert list(trained.view.gradients) == [1, 2]
    model = build_model(EXPERIMENT)
    for variable, value in zip(model.variables, trained.state.variables, strict=False):
        variable.assign(value.copy())
    batch = examples_for(EXPERIMENT, None).batches(1, 100, 1, 3)
    with tf.GradientTape() as tape:
        predicted = model(batch.input[0], training=True)
        loss = tf.reduce_mean(keras.losses.binary_crossentropy(batch.targets[0], predicted))
    squares: dict[str, float] = {}
    gradients = tape.gradient(loss, model.trainable_variables)
    layers = [layer.name for layer in model.layers for _ in layer.trainable_variables]
    for layer, gradient in zip(layers, gradients, strict=True):
        squares[layer] = squares.get(layer, 0.0) + float(np.square(gradient.numpy()).sum())
    assert set(squares) == LAYERS
    assert trained.view.gradients[2] == pytest.approx({name: found**0.5 for name, found in squares.items()}, rel=1e-3)


def test_plain_descent_moves_the_weights_by_the_learning_rate_times_the_gradient() -> None:
    view = train(EXPERIMENT).view
    for epoch, gradient in view.gradients.items():
        expected = {layer: 0.5 * norm for layer, norm in gradient.items()}
        assert view.changes[epoch] == pytest.approx(expected, rel=1e-2)


def test_measuring_changes_nothing_and_is_the_same_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    what = small([{"recurrent_dropout": 0.2}], epochs=3, updates_per_epoch=50, validate_every=1)
    measured = train(what, budgets=cycle([SHORT, 0.001]))
    assert len(measured.view.gradients) == 3
    monkeypatch.setattr(progress, "UPDATES_BETWEEN_NORMS", 10**9)
    rarely = train(what)
    assert list(rarely.view.gradients) == [3]
    assert rarely.view.gradients[3] == measured.view.gradients[3]
    assert rarely.view.training == measured.view.training
    assert all(np.array_equal(*pair) for pair in zip(rarely.state.variables, measured.state.variables, strict=True))


def test_a_slice_that_comes_again_replaces_them() -> None:
    view = RunView(EXPERIMENT)
    norms = Norms(epochs=[0, 5], gradient={"output": [1.0, 2.0]}, update={"output": [0.1, 0.2]})
    view.validation = {0: {"loss": 1.0}, 5: {"loss": 0.5}}
    view.fold([event_from_line(event_to_line(norms))])  # type: ignore[list-item]
    assert view.changes == {0: {"output": 0.1}, 5: {"output": 0.2}}
    view.forget_after(3)
    assert set(view.gradients) == set(view.changes) == {0}


def test_of_another_number_of_epochs_they_are_no_event() -> None:
    line = '{"event": "norms", "epochs": [1, 2], "gradient": {"output": [1.0]}, "update": {"output": [1.0]}}'
    assert event_from_line(line) is None
