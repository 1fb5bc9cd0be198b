"""Writing on: the likeliest characters at temperature 0, else as often as they are likely; alike for the same seed."""

from functools import cache
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from seqcore.experiment import Experiment, from_values
from seqcore.training.program import build_model
from seqcore.training.sampling import draw, sample
from seqcore.training.state import Variables

SYMBOLS = 5
PROMPT = np.array([1, 3, 0, 2, 4, 1], np.int32)


def experiment(*layers: dict[str, Any], **architecture: Any) -> Experiment:
    stack = {"kind": "token_stack", "layers": [{"units": 4} | layer for layer in layers or ({},)], **architecture}
    task = {"kind": "next_character", "most_symbols": SYMBOLS, "steps": 8}
    return from_values({"task": task, "architecture": stack, "training": {}})


@cache
def shaken(what: Experiment) -> tuple[keras.Model, Variables]:
    """A model whose answers differ from one another."""
    model = build_model(what)
    generator = np.random.default_rng(2)
    for weight in model.trainable_variables:
        weight.assign(weight + generator.normal(size=weight.shape))
    return model, tuple(variable.numpy() for variable in model.variables)


def written(what: Experiment, *, temperature: float = 0.0, seed: int = 1, length: int = 30) -> np.ndarray:
    _, variables = shaken(what)
    return sample(what, [variables], PROMPT, length=length, temperature=temperature, seed=seed, symbols=SYMBOLS)[0]


STACKS = [
    experiment(),
    experiment({"cell": "gru"}, {"cell": "simple_rnn"}, embedding=3),
    experiment({}, dense=[{"units": 4}], batch_normalization=True),
]


@pytest.mark.parametrize("what", STACKS, ids=lambda what: what.architecture.in_words())
def test_step_by_step_it_is_what_the_whole_text_so_far_gives(what: Experiment) -> None:
    _, variables = shaken(what)
    text = PROMPT.tolist()
    for token in written(what, length=12):
        longer = what.architecture.build(what.task.signature().with_steps(len(text), len(text)))
        for variable, value in zip(longer.variables, variables, strict=True):
            variable.assign(value)
        said = longer(np.array([text], np.int32), training=False).numpy()[0, -1]
        assert token == said.argmax()
        text.append(int(token))


def test_a_network_that_reads_from_the_end_gets_whole_windows() -> None:
    what = experiment({"direction": "bidirectional"})
    model, _ = shaken(what)
    text = [0, 0, *PROMPT.tolist()]
    for token in written(what, length=6):
        said = model(np.array([text[-8:]], np.int32), training=False).numpy()[0, -1]
        assert token == said.argmax()
        text.append(int(token))


def test_the_same_seed_writes_alike_and_another_does_not() -> None:
    first, again, other = (written(STACKS[0], temperature=1.0, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.min() >= 0
    assert first.max() < SYMBOLS


def drawn(temperature: float, symbols: int = 4) -> np.ndarray:
    probabilities = tf.constant([[0.5, 0.25, 0.125, 0.125, 0.9]])
    chances = (np.arange(800, dtype=np.float32) + 0.5) / 800
    limits = tf.constant(temperature, tf.float32), tf.constant(symbols)
    one = tf.function(lambda chance: draw(probabilities, chance, *limits), autograph=False)
    return np.bincount([int(one(tf.constant(chance))) for chance in chances], minlength=5) / len(chances)


def test_frequencies_follow_the_probabilities_of_the_symbols_that_there_are() -> None:
    np.testing.assert_allclose(drawn(1.0), [0.5, 0.25, 0.125, 0.125, 0], atol=0.003)
    # By hand, at 0.5 they are squared: 16, 4, 1, 1 of 22.
    np.testing.assert_allclose(drawn(0.5), np.array([16, 4, 1, 1, 0]) / 22, atol=0.003)


@pytest.mark.parametrize("temperature", [0.0, 0.01])
def test_towards_temperature_0_it_is_the_likeliest_one(temperature: float) -> None:
    assert drawn(temperature)[0] == 1
