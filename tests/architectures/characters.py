"""Problems as rows of characters, and what is expected of every network that reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from seqcore.architectures.base import Architecture
from seqcore.settings import fields_of
from seqcore.tasks.base import Output

Array = npt.NDArray[np.float32]

SYMBOLS, PADDING = 12, 11
SHAPE = (6, SYMBOLS)
STEPS = 3


@dataclass(frozen=True)
class Answer(Output):
    """An answer in characters."""

    units: int = SYMBOLS
    activation: str = "softmax"
    per_step: bool = True
    steps: int | None = STEPS
    padding: int | None = PADDING


ANSWER = Answer()


def one_hot(codes: Any) -> Array:
    return np.eye(SYMBOLS, dtype=np.float32)[codes]


def problems(count: int = 8) -> Array:
    """Other characters than padding after 0 to 4 steps of it, (count, 6, symbols)."""
    codes = np.random.default_rng(5).integers(0, PADDING, (count, SHAPE[0]))
    spaces = np.arange(count) % (SHAPE[0] - 1)
    return one_hot(np.where(np.arange(SHAPE[0]) < spaces[:, None], PADDING, codes))


def answered(architecture: Architecture, model: keras.Model, inputs: Array) -> Array:
    result: Array = architecture.answer(model, tf.constant(inputs)).numpy()
    return result


@cache
def shaken(architecture: Architecture, output: Output = ANSWER) -> keras.Model:
    """A model whose weights, biases too, are large enough for its answers to differ. No test may change it."""
    model = architecture.build(SHAPE, output, 1)
    generator = np.random.default_rng(6)
    for weight in model.trainable_variables:
        weight.assign(weight + generator.normal(size=weight.shape))
    return model


def assert_as_described(architecture: Architecture, output: Output = ANSWER) -> None:
    rows, model = architecture.describe(SHAPE, output), architecture.build(SHAPE, output)
    for row in rows:
        layer = model.get_layer(row.name)
        first = layer.output[0] if isinstance(layer.output, list | tuple) else layer.output
        assert tuple(first.shape[1:]) == row.shape
        assert layer.count_params() == row.parameters
        assert type(layer).__name__ == row.kind.replace("Input", "InputLayer").split("(")[0]
    assert {layer.name for layer in model.layers} == {row.name for row in rows}
    assert sum(row.parameters for row in rows) == model.count_params()
    steps = getattr(output, "steps", None) or SHAPE[0]
    assert tuple(model.output_shape[1:]) == rows[-1].shape == (steps, SYMBOLS)
    assert answered(architecture, model, problems(2)).shape == (2, steps, SYMBOLS)


def assert_padding_is_skipped(architecture: Architecture) -> None:
    """Nothing that stands in a step of padding counts, nor how many there are of them."""
    model, inputs = shaken(architecture), problems()
    padded = inputs[:, :, PADDING] == 1
    assert padded.any(axis=1).sum() > 1
    filled, emptied = inputs.copy(), inputs.copy()
    filled[padded, :PADDING] = np.random.default_rng(7).random((padded.sum(), PADDING))
    emptied[padded] = 0
    otherwise = np.tile(inputs, (SHAPE[0], 1, 1, 1))
    for step in range(SHAPE[0]):
        otherwise[step, :, step] = one_hot((inputs[:, step].argmax(axis=-1) + 1) % PADDING)
    # All at once: each call costs far more than a row of it.
    answers = answered(architecture, model, np.concatenate([inputs, filled, emptied, *otherwise]))
    expected, *same = answers[: 3 * len(inputs)].reshape(3, len(inputs), *answers.shape[1:])
    for found in same:
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    # All other steps do count.
    changed = answers[3 * len(inputs) :].reshape(*otherwise.shape[:2], *answers.shape[1:])
    moved = np.abs(changed - expected).max(axis=(2, 3)).T
    assert (moved[~padded] > 3e-6).all()

    more = np.concatenate([one_hot(np.full((len(inputs), 4), PADDING)), inputs], axis=1)
    longer = architecture.build(more.shape[1:], ANSWER)
    longer.set_weights(model.get_weights())
    np.testing.assert_allclose(answered(architecture, longer, more), expected, rtol=1e-4, atol=1e-5)


def assert_as_saved(architecture: Architecture, folder: Path, output: Output = ANSWER) -> None:
    """Saved and loaded with Keras alone, a model answers the same."""
    model, inputs = shaken(architecture, output=output), problems()
    model.save(folder / "model.keras")
    loaded = keras.models.load_model(folder / "model.keras")
    np.testing.assert_array_equal(answered(architecture, loaded, inputs), answered(architecture, model, inputs))


def assert_decided_by_the_seed(architecture: Architecture) -> None:
    """First weights, and the states of generators, come from the seed alone; biases start with the same numbers."""

    def random_parts(seed: int) -> list[Array]:
        variables = architecture.build(SHAPE, ANSWER, seed).variables
        return [variable.numpy() for variable in variables if not variable.path.endswith("bias")]

    keras.utils.set_random_seed(98)
    first = random_parts(1)
    keras.utils.set_random_seed(99)
    assert all(np.array_equal(*pair) for pair in zip(first, random_parts(1), strict=True))
    assert not any(np.array_equal(*pair) for pair in zip(first, random_parts(2), strict=True))


def assert_no_dead_knob(kind: type[Architecture], changes: dict[str, Sequence[Any]]) -> None:
    """Every setting, if changed to each of its values in `changes`, changes what the network answers."""
    assert changes.keys() == fields_of(kind).keys()
    inputs, unchanged = problems(), kind.model_validate({"units": 4})
    before = answered(unchanged, unchanged.build(SHAPE, ANSWER, 1), inputs)
    for name, values in changes.items():
        for value in values:
            other = kind.model_validate({"units": 4, name: value})
            assert not np.array_equal(answered(other, other.build(SHAPE, ANSWER, 1), inputs), before), name


def assert_told_equals_step_by_step(architecture: Architecture) -> None:
    """Told its own answer, the network says with the same probabilities what it said step by step."""
    model, inputs = shaken(architecture), tf.constant(problems(40))
    step_by_step = answered(architecture, model, inputs)
    said = one_hot(step_by_step.argmax(axis=-1))
    assert np.ptp(step_by_step, axis=0).max() > 0.01
    told = model(architecture.feed(inputs, tf.constant(said)), training=False).numpy()
    np.testing.assert_allclose(told, step_by_step, rtol=0, atol=1e-5)
    # It does listen: told something else, it says something else.
    otherwise = model(architecture.feed(inputs, tf.constant(np.roll(said, 1, axis=-1))), training=False).numpy()
    np.testing.assert_array_equal(otherwise[:, 0], told[:, 0])
    assert not np.allclose(otherwise[:, 1], told[:, 1], atol=1e-3)
