"""Recurrent layers computed in our own way: the outputs, gradients and random states are those of Keras."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from small import small

from seqcore.architectures.recurrent_stack import ACTIVATIONS, BACKWARD_OUTPUTS, CELLS, DIRECTIONS, MERGES
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.training.hidden import mask_of
from seqcore.training.recurrence import fast_forward

STEPS, BATCH, FEATURES = 5, 4, 3
ROUNDING = 100 * float(np.finfo(np.float32).eps)
"""Sums are added up in another order on every processor: what that may change, relative to the largest number."""
Forward = Callable[[keras.Model, tf.Tensor], tf.Tensor]
Results = Callable[[tf.Tensor], list[tf.Tensor]]
Compiled = Callable[[Results, np.ndarray], Results]


def build(
    layers: Sequence[Mapping[str, Any]],
    per_step: bool = True,
    features: int = FEATURES,
    steps: int = STEPS,
    **more: Any,
) -> keras.Model:
    output = Spec((steps, 2) if per_step else (2,))
    signature = Signature({"input": Spec((steps, features))}, output, "linear")
    model = small(layers, architecture=more).architecture.build(signature, 1)
    generator = np.random.default_rng(2)
    for weight in model.trainable_variables:  # biases too: many of them start at 0
        weight.assign(weight + 0.1 * generator.normal(size=weight.shape))
    return model


def by_keras(model: keras.Model, inputs: tf.Tensor) -> tf.Tensor:
    return model(inputs, training=True)


def by_us(model: keras.Model, inputs: tf.Tensor) -> tf.Tensor:
    return fast_forward(model, inputs, training=True)


def computed(model: keras.Model, forward: Forward, compiled: Compiled) -> list[np.ndarray]:
    """Outputs, gradients by inputs and by weights, and the state that two calls leave behind."""
    before = [variable.numpy() for variable in model.variables]  # `get_weights` leaves the random states out
    shape = tuple(model.inputs[0].shape)[1:]
    inputs = np.random.default_rng(3).normal(size=(BATCH, *shape)).astype(np.float32)

    def results(inputs: tf.Tensor) -> list[tf.Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            outputs = forward(model, inputs)
            loss = tf.reduce_sum(outputs * tf.cos(outputs))
        return [outputs, *tape.gradient(loss, [inputs, *(weight.value for weight in model.trainable_variables)])]

    compute = compiled(results, inputs)
    found = [[part.numpy() for part in compute(tf.constant(inputs))] for _ in range(2)]
    after = [variable.numpy() for variable in model.non_trainable_variables]
    for variable, value in zip(model.variables, before, strict=True):
        variable.assign(value)
    return [*found[0], *found[1], *after]


def op_by_op(results: Results, inputs: np.ndarray) -> Results:
    """Keras' numbers are the same so, and there in a third of the time."""
    return results


def as_graph(results: Results, inputs: np.ndarray) -> Results:
    return tf.function(results, autograph=False, input_signature=[tf.TensorSpec(inputs.shape)])


def by_xla(results: Results, inputs: np.ndarray) -> Results:
    return tf.function(results, autograph=False, input_signature=[tf.TensorSpec(inputs.shape)], jit_compile=True)


def assert_equals_keras(model: keras.Model, compiled: Compiled = as_graph) -> None:
    yours, mine = computed(model, by_keras, op_by_op), computed(model, by_us, compiled)
    for expected, actual in zip(yours, mine, strict=True):
        np.testing.assert_allclose(actual, expected, rtol=0, atol=ROUNDING * max(1.0, np.abs(expected).max()))


@pytest.fixture
def keras_hides_what_we_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keras' generator is another: with our masks it has to come to the same numbers."""

    def dropout(inputs: tf.Tensor, rate: float, noise_shape: None = None, seed: Any = None) -> tf.Tensor:
        return inputs * mask_of(inputs.shape, rate, seed)

    monkeypatch.setattr("keras.src.backend.random.dropout", dropout)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("cell", CELLS)
def test_every_cell_and_direction(cell: str, direction: str) -> None:
    assert_equals_keras(build([{"cell": cell, "direction": direction}]))


@pytest.mark.parametrize(("cell", "direction"), zip(CELLS, DIRECTIONS, strict=True))
def test_the_last_step_only(cell: str, direction: str) -> None:
    assert_equals_keras(build([{"cell": cell, "direction": direction}], per_step=False))


@pytest.mark.parametrize(("cell", "activation"), [("gru", name) for name in ACTIVATIONS] + [("lstm", "relu")])
def test_every_activation(cell: str, activation: str) -> None:
    assert_equals_keras(build([{"cell": cell, "activation": activation}]))


@pytest.mark.parametrize("merge", MERGES)
def test_every_merge_mode(merge: str) -> None:
    layer = {"cell": "gru", "direction": "bidirectional", "merge": merge}
    assert_equals_keras(build([layer], per_step=False))


@pytest.mark.parametrize("backward_outputs", BACKWARD_OUTPUTS)
def test_outputs_of_a_backward_layer(backward_outputs: str) -> None:
    assert_equals_keras(build([{"direction": "backward", "backward_outputs": backward_outputs}]))


def test_a_single_feature() -> None:
    assert_equals_keras(build([{}], features=1))


@pytest.mark.usefixtures("keras_hides_what_we_do")
@pytest.mark.parametrize(("cell", "direction"), zip(CELLS, DIRECTIONS, strict=True))
def test_a_single_step(cell: str, direction: str) -> None:
    """Weights that never act have a gradient of zeros, as in Keras."""
    layers = [{"cell": cell, "direction": direction, "dropout": 0.3}, {"cell": cell, "activation": "relu"}]
    assert_equals_keras(build(layers, per_step=False, features=1, steps=1), by_xla if cell == "lstm" else as_graph)


@pytest.mark.parametrize("compiled", [as_graph, by_xla])
def test_a_stack(compiled: Compiled) -> None:
    layers = [{"cell": "simple_rnn", "direction": "backward"}, {"direction": "bidirectional"}, {"cell": "gru"}]
    assert_equals_keras(build(layers, dense=[{"units": 4}]), compiled)


def test_batch_normalization() -> None:
    # Without a dense layer before it, whose bias would have a gradient of 0 and be compared by its rounding errors.
    assert_equals_keras(build([{}], batch_normalization=True))


@pytest.mark.usefixtures("keras_hides_what_we_do")
@pytest.mark.parametrize(
    "rates", [{"dropout": 0.4}, {"recurrent_dropout": 0.4}, {"dropout": 0.2, "recurrent_dropout": 0.5}]
)
@pytest.mark.parametrize(
    ("cell", "direction"), [("lstm", "backward"), ("gru", "bidirectional"), ("simple_rnn", "forward")]
)
def test_dropout_hides_where_keras_does(cell: str, direction: str, rates: Mapping[str, float]) -> None:
    assert_equals_keras(build([{"cell": cell, "direction": direction, **rates}], dropout=0.3))


@pytest.mark.usefixtures("keras_hides_what_we_do")
@pytest.mark.parametrize("cell", CELLS)
def test_dropout_on_a_single_step(cell: str) -> None:
    layer = {"cell": cell, "dropout": 0.4, "recurrent_dropout": 0.4}
    assert_equals_keras(build([layer], per_step=False, steps=1))


def test_nothing_is_hidden_but_in_training() -> None:
    model = build([{"dropout": 0.5}, {"direction": "bidirectional", "dropout": 0.5}], dropout=0.5)
    inputs = tf.random.stateless_normal((BATCH, STEPS, FEATURES), (1, 2))
    expected = model(inputs, training=False)
    np.testing.assert_allclose(fast_forward(model, inputs, training=False), expected, rtol=0, atol=ROUNDING)


@pytest.mark.parametrize(
    "settings",
    [{"use_bias": False}, {"reset_after": False}, {"dtype": "float64"}],
    ids=lambda settings: next(iter(settings)),
)
def test_a_layer_we_do_not_know_is_left_to_keras(settings: Mapping[str, Any]) -> None:
    inputs = keras.Input((STEPS, FEATURES))
    model = keras.Model(inputs, keras.layers.GRU(3, **settings)(inputs))
    assert_equals_keras(model)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("direction", ["forward", "bidirectional"])
def test_keras_is_not_asked_where_we_know(cell: str, direction: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = build([{"cell": cell, "direction": direction}])

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("Keras was asked")

    for layer in (keras.layers.RNN, keras.layers.Bidirectional):
        monkeypatch.setattr(layer, "call", refuse)
    by_us(model, tf.zeros((BATCH, STEPS, FEATURES)))


def test_the_same_numbers_every_time() -> None:
    model = build([{"direction": "bidirectional"}, {"cell": "gru"}])
    for first, second in zip(computed(model, by_us, by_xla), computed(model, by_us, by_xla), strict=True):
        np.testing.assert_array_equal(first, second)


def test_the_model_and_its_variables_stay_as_they_are() -> None:
    model = build([{}, {"cell": "gru", "direction": "bidirectional"}])
    before, paths = model.to_json(), [variable.path for variable in model.variables]
    by_us(model, tf.zeros((BATCH, STEPS, FEATURES)))
    assert model.to_json() == before
    assert [variable.path for variable in model.variables] == paths
