"""Problems as rows of characters, and what is expected of every network that reads them."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf
from described import assert_described

from seqcore.architectures.base import Architecture
from seqcore.settings import fields_of
from seqcore.tasks.base.signature import Signature, Spec

Array = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.int32]

SYMBOLS, PADDING = 12, 11
READ, STEPS = 6, 3


def characters(read: int = READ, written: int = STEPS) -> Signature:
    """Problems of so many characters, and answers."""
    problem, answer = (Spec((steps,), vocabulary=SYMBOLS, padding=PADDING) for steps in (read, written))
    return Signature({"input": problem}, answer, "softmax")


ANSWER = characters()


def problems(count: int = 8) -> Tokens:
    """Other characters than padding after 0 to 4 steps of it, (count, 6)."""
    codes = np.random.default_rng(5).integers(0, PADDING, (count, READ))
    spaces = np.arange(count) % (READ - 1)
    return np.where(np.arange(READ) < spaces[:, None], PADDING, codes).astype(np.int32)


def answered(architecture: Architecture, model: keras.Model, inputs: Tokens) -> Array:
    result: Array = architecture.answer(model, tf.constant(inputs)).numpy()
    return result


@cache
def shaken(architecture: Architecture, written: int = STEPS) -> keras.Model:
    """A model whose weights, biases too, are large enough for its answers to differ. No test may change it."""
    model = architecture.build(characters(written=written), 1)
    generator = np.random.default_rng(6)
    for weight in model.trainable_variables:
        weight.assign(weight + generator.normal(size=weight.shape))
    return model


def assert_as_described(architecture: Architecture, written: int = STEPS) -> None:
    _, model = assert_described(architecture, characters(written=written))
    assert tuple(model.output_shape[1:]) == (written, SYMBOLS)
    assert answered(architecture, model, problems(2)).shape == (2, written, SYMBOLS)


def assert_padding_is_skipped(architecture: Architecture) -> None:
    """However many steps of padding there are, nothing changes; with each other step the answer does."""
    model, inputs = shaken(architecture), problems()
    padded = inputs == PADDING
    assert padded.any(axis=1).sum() > 1
    otherwise = np.tile(inputs, (READ, 1, 1))
    for step in range(READ):
        otherwise[step, :, step] = (inputs[:, step] + 1) % PADDING
    # All at once: each call costs far more than a row of it.
    expected, *rest = answered(architecture, model, np.concatenate([inputs, *otherwise])).reshape(
        1 + READ, len(inputs), STEPS, SYMBOLS
    )
    moved = np.abs(np.stack(rest) - expected).max(axis=(2, 3)).T
    assert (moved[~padded] > 3e-6).all()

    more = np.concatenate([np.full((len(inputs), 4), PADDING, np.int32), inputs], axis=1)
    longer = architecture.build(characters(more.shape[1]))
    longer.set_weights(model.get_weights())
    np.testing.assert_allclose(answered(architecture, longer, more), expected, rtol=1e-4, atol=1e-5)


def assert_as_saved(architecture: Architecture, folder: Path, written: int = STEPS) -> None:
    """Saved and loaded with Keras alone, a model answers the same."""
    model, inputs = shaken(architecture, written=written), problems()
    model.save(folder / "model.keras")
    loaded = keras.models.load_model(folder / "model.keras")
    np.testing.assert_array_equal(answered(architecture, loaded, inputs), answered(architecture, model, inputs))


def assert_decided_by_the_seed(architecture: Architecture) -> None:
    """First weights, and the states of generators, come from the seed alone; biases start with the same numbers."""

    def random_parts(seed: int) -> list[Array]:
        variables = architecture.build(ANSWER, seed).variables
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
    before = answered(unchanged, unchanged.build(ANSWER, 1), inputs)
    for name, values in changes.items():
        for value in values:
            other = kind.model_validate({"units": 4, name: value})
            assert not np.array_equal(answered(other, other.build(ANSWER, 1), inputs), before), name


def assert_told_equals_step_by_step(architecture: Architecture) -> None:
    """Told its own answer, the network says with the same probabilities what it said step by step."""
    model, inputs = shaken(architecture), tf.constant(problems(40))
    step_by_step = answered(architecture, model, inputs)
    said = step_by_step.argmax(axis=-1).astype(np.int32)
    assert np.ptp(step_by_step, axis=0).max() > 0.01
    told = model(architecture.feed(inputs, tf.constant(said)), training=False).numpy()
    np.testing.assert_allclose(told, step_by_step, rtol=0, atol=1e-5)
    # It does listen: told something else, it says something else.
    otherwise = model(architecture.feed(inputs, tf.constant((said + 1) % SYMBOLS)), training=False).numpy()
    np.testing.assert_array_equal(otherwise[:, 0], told[:, 0])
    assert not np.allclose(otherwise[:, 1], told[:, 1], atol=1e-3)
