"""Convolutions before a recurrent stack: described as built, by hand, saved, and the same numbers when folded."""

from itertools import product
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from described import assert_described
from hypothesis import given, settings
from hypothesis import strategies as st

from seqcore.architectures.cnn_recurrent import CnnRecurrent
from seqcore.architectures.layers.convolutions import PADDINGS, POOLINGS
from seqcore.architectures.perceptron import Perceptron
from seqcore.architectures.recurrent_stack import RecurrentStack
from seqcore.presets import PRESETS
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.training.recurrence import fast_forward

BATCH = 3
ONCE = Signature({"input": Spec((4, 9, 7, 2))}, Spec((), vocabulary=5), "softmax")
PER_STEP = Signature({"input": Spec((4, 9, 7, 2))}, Spec((4, 1)), "linear")
TOLERANCE = 1e-5


def architecture(*convolutions: dict[str, Any], **more: Any) -> CnnRecurrent:
    values = {"convolutions": list(convolutions) or [{"filters": 3}], "layers": [{"units": 4}]} | more
    return CnnRecurrent.model_validate(values)


@pytest.mark.parametrize("signature", [ONCE, PER_STEP], ids=["once", "per step"])
@pytest.mark.parametrize(("padding", "pooling"), product(PADDINGS, POOLINGS))
def test_the_description_is_what_keras_builds(padding: str, pooling: str, signature: Signature) -> None:
    first = {"filters": 3, "padding": padding, "pooling": pooling, "pool_size": 3}
    assert_described(architecture(first, {"filters": 2, "kernel": 2, "padding": "same"}), signature)


def test_the_networks_of_the_references_have_as_many_weights() -> None:
    assert PRESETS["patches"].experiment.parameters() == 153_162
    assert PRESETS["patches-large"].experiment.parameters() == 234_768
    shapes = [layer.shape for layer in PRESETS["patches"].experiment.layers()]
    assert shapes == [(4, 14, 14, 1), (4, 12, 12, 16), (4, 6, 6, 16), (4, 4, 4, 32), (4, 512), (64,), (10,)]


def test_a_convolution_by_hand() -> None:
    # A window that adds two neighbours in a row, then the largest of each 2 × 2.
    one = architecture({"filters": 1, "kernel": 2, "pooling": "max", "activation": "linear"})
    model = one.build(Signature({"input": Spec((1, 3, 6, 1))}, Spec((1, 1)), "linear"))
    kernel = np.array([[1, 1], [0, 0]], np.float32).reshape(2, 2, 1, 1)
    model.get_layer("convolution_1").layer.set_weights([kernel, np.array([0.5])])
    pooled = keras.Model(model.inputs, model.get_layer("convolution_1_pooling").output)
    image = np.zeros((1, 1, 3, 6, 1), np.float32)
    image[0, 0, 0, :, 0] = [1, 2, 4, 3, 1, 0]
    # Row 1: 3, 6, 7, 4, 1; row 2: 0. The largest of each 2 × 2, plus 0.5.
    assert pooled(image).numpy()[0, 0, 0, :, 0].tolist() == [6.5, 7.5]


def test_a_model_is_saved_and_loaded_with_keras_alone(tmp_path: Path) -> None:
    model = architecture({"filters": 3, "pooling": "average"}).build(ONCE)
    model.save(tmp_path / "model.keras")
    inputs = np.random.default_rng(1).random((2, 4, 9, 7, 2), np.float32)
    assert np.array_equal(keras.models.load_model(tmp_path / "model.keras")(inputs), model(inputs))


def results(model: keras.Model, inputs: np.ndarray, forward: Any, jit: bool) -> list[np.ndarray]:
    """Outputs, and the gradients by inputs and weights."""

    def computed(given: tf.Tensor) -> list[tf.Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(given)
            outputs = forward(model, given)
            loss = tf.reduce_sum(outputs * tf.cos(3 * outputs))
        return [outputs, *tape.gradient(loss, [given, *(weight.value for weight in model.trainable_variables)])]

    compute = tf.function(computed, jit_compile=True, autograph=False) if jit else computed
    return [part.numpy() for part in compute(tf.constant(inputs))]


def assert_equals_keras(one: CnnRecurrent, signature: Signature, *, training: bool, jit: bool = False) -> None:
    model, generator = one.build(signature, 1), np.random.default_rng(2)
    for weight in model.trainable_variables:  # biases too
        weight.assign(weight + 0.1 * generator.normal(size=weight.shape))
    # Whole numbers: neighbours are often equal, and the gradient of a maximum must go to the same one.
    inputs = generator.integers(0, 3, (BATCH, *signature.input.shape)).astype(np.float32)
    yours = results(model, inputs, lambda model, given: model(given, training=training), jit=False)
    mine = results(model, inputs, lambda model, given: fast_forward(model, given, training=training), jit=jit)
    for expected, actual in zip(yours, mine, strict=True):
        np.testing.assert_allclose(actual, expected, rtol=0, atol=TOLERANCE * max(1.0, np.abs(expected).max()))


WAYS = st.fixed_dictionaries(
    {
        "filters": st.integers(1, 4),
        "kernel": st.integers(1, 4),
        "padding": st.sampled_from(sorted(PADDINGS)),
        "pooling": st.sampled_from(sorted(POOLINGS)),
        "pool_size": st.integers(2, 3),
        "activation": st.sampled_from(["relu", "tanh", "linear"]),
    }
)


@settings(max_examples=10, deadline=None)
@given(WAYS, st.booleans())
def test_folded_steps_are_the_same_numbers_as_time_distributed(way: dict[str, Any], training: bool) -> None:
    one = architecture(way)
    if not one.accepts(ONCE):
        assert_equals_keras(one, ONCE, training=training)


def test_folded_steps_are_the_same_numbers_under_xla() -> None:
    ways = {"filters": 3, "pooling": "max", "padding": "same"}, {"filters": 2, "kernel": 2}
    assert_equals_keras(architecture(*ways), PER_STEP, training=True, jit=True)


@pytest.mark.parametrize("kind", [RecurrentStack, Perceptron])
def test_others_read_images_as_rows_of_numbers(kind: Any) -> None:
    rows, _ = assert_described(kind(), ONCE)
    assert rows[-1].shape == (5,)
    if kind is RecurrentStack:
        assert rows[1].shape == (4, 9 * 7 * 2)


def test_what_leaves_no_pixels_is_refused_and_tokens_and_numbers_are() -> None:
    assert "leave nothing of 9 × 7 pixels" in architecture({"kernel": 7}, {"kernel": 2}).accepts(ONCE)
    assert architecture({"kernel": 7}).accepts(ONCE) == ""
    for spec in (Spec((4, 2)), Spec((4,), vocabulary=3)):
        assert "a step is something else" in architecture().accepts(Signature({"input": spec}, Spec((1,)), "linear"))
