"""The perceptron: what it describes is what Keras builds, and it adds by adding."""

from pathlib import Path

import keras
import numpy as np
import pytest
from described import assert_described

from seqcore.architectures.perceptron import Perceptron
from seqcore.tasks.base.signature import Signature, Spec

SHAPE = (5, 2)
ONCE = Signature({"input": Spec(SHAPE)}, Spec((1,)), "linear")
PER_STEP = Signature({"input": Spec(SHAPE)}, Spec((5,), vocabulary=3), "softmax")
ARCHITECTURES = [
    Perceptron(),
    Perceptron.model_validate({"dense": []}),
    Perceptron.model_validate({"dense": [{"units": 7, "activation": "relu"}, {"units": 1}, {"units": 3}]}),
]


@pytest.mark.parametrize("signature", [ONCE, PER_STEP], ids=["once", "per-step"])
@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=lambda architecture: architecture.in_words())
def test_the_description_is_what_keras_builds(architecture: Perceptron, signature: Signature) -> None:
    _, model = assert_described(architecture, signature)
    assert model.output_shape[1:] == ((5, 3) if signature is PER_STEP else (1,))


def test_parameters_worked_out_by_hand() -> None:
    # Two terms: 2 x 4 + 4, then 4 x 2 + 2, then 2 x 1 + 1.
    rows = Perceptron().describe(Signature({"input": Spec((2, 1))}, Spec((1,)), "linear"))
    assert [row.parameters for row in rows] == [0, 0, 12, 10, 3]
    assert Perceptron().in_words() == "Dense → 4 → 2"


def test_probabilities_of_each_step_sum_to_1() -> None:
    inputs = np.random.default_rng(1).random((4, *SHAPE), np.float32)
    outputs = ARCHITECTURES[2].build(PER_STEP)(inputs).numpy()
    np.testing.assert_allclose(outputs.sum(axis=-1), 1, rtol=1e-5)


def test_a_linear_perceptron_can_add_exactly() -> None:
    model = Perceptron().build(Signature({"input": Spec((3, 1))}, Spec((1,)), "linear"))
    weights = [np.zeros(shape) for shape in ((3, 4), 4, (4, 2), 2, (2, 1), 1)]
    weights[0][:, 0] = weights[2][0, 0] = weights[4][0, 0] = 1
    model.set_weights(weights)
    assert model(np.array([[[0.25], [0.5], [0.125]]], np.float32)).numpy().tolist() == [[0.875]]


def test_the_seed_alone_decides_first_weights() -> None:
    def kernels(seed: int) -> list[np.ndarray]:
        return [weight for weight in Perceptron().build(ONCE, seed).get_weights() if weight.ndim > 1]

    keras.utils.set_random_seed(98)
    first = kernels(1)
    keras.utils.set_random_seed(99)
    assert all(np.array_equal(*pair) for pair in zip(first, kernels(1), strict=True))
    assert not any(np.array_equal(*pair) for pair in zip(first, kernels(2), strict=True))


@pytest.mark.parametrize("signature", [ONCE, PER_STEP], ids=["once", "per-step"])
def test_a_model_is_saved_and_loaded_with_keras_alone(signature: Signature, tmp_path: Path) -> None:
    model = Perceptron().build(signature)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    inputs = np.random.default_rng(2).random((3, *SHAPE), np.float32)
    assert np.array_equal(loaded(inputs).numpy(), model(inputs).numpy())
