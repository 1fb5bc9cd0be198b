"""Writing on: characters drawn one by one, each from what the network says after those before it. Workers only.

Where all layers read forward, each character costs one step from the states before it; else a whole window.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import keras
import numpy as np

from seqcore.experiment import Experiment
from seqcore.tasks.base.batch import Tokens
from seqcore.training.program import build_model, tf
from seqcore.training.state import Variables
from seqcore.training.use import MODELS_PER_WORKER, assign, untrained

States = list[Any]
Step = Callable[[tf.Tensor, States], tuple[tf.Tensor, States]]
"""Probabilities (1, symbols) after one more token (1,), and the states after it."""


def sample(
    experiment: Experiment,
    checkpoints: Sequence[Variables],
    prompt: Tokens,
    *,
    length: int,
    temperature: float,
    seed: int,
    symbols: int,
) -> Tokens:
    """What each checkpoint writes after `prompt` (n,): (checkpoints, length) tokens below `symbols`.

    The same seed draws alike. At temperature 0 it is always the likeliest one; at 1 each as often as it is likely.
    """
    model, run = _writer(experiment.model_dump_json(include={"version", "task", "architecture"}))
    chances = tf.constant(np.random.default_rng(seed).random(length, np.float32))
    written = []
    for checkpoint in checkpoints:
        assign(model, checkpoint)
        written.append(run(tf.constant(prompt), chances, tf.constant(temperature, tf.float32), tf.constant(symbols)))
    return np.stack([tokens.numpy() for tokens in written])


def draw(probabilities: tf.Tensor, chance: tf.Tensor, temperature: tf.Tensor, symbols: tf.Tensor) -> tf.Tensor:
    """A token () out of `probabilities` (1, all symbols) of the first `symbols`, for a `chance` from 0 to 1."""
    likely = tf.math.log(probabilities[0, :symbols] + 1e-12)
    shares = tf.nn.softmax(likely / tf.maximum(temperature, 1e-3))
    drawn = tf.reduce_sum(tf.cast(tf.cumsum(shares) <= chance * tf.reduce_sum(shares), tf.int32))
    likeliest = tf.argmax(likely, output_type=tf.int32)
    return tf.where(temperature > 0, tf.minimum(drawn, symbols - 1), likeliest)


@lru_cache(maxsize=MODELS_PER_WORKER)
def _writer(json: str) -> tuple[Any, Any]:
    """A model of the experiment, and the graph that writes with its weights."""
    model = build_model(untrained(json))
    recurrent = [layer for layer in model.layers if isinstance(layer, keras.layers.RNN | keras.layers.Bidirectional)]
    reads_forward = all(isinstance(layer, keras.layers.RNN) and not layer.go_backwards for layer in recurrent)
    step, first = _by_states(model, recurrent) if reads_forward else _by_windows(model)

    def write(prompt: tf.Tensor, chances: tf.Tensor, temperature: tf.Tensor, symbols: tf.Tensor) -> tf.Tensor:
        count = tf.shape(chances)[0]
        read = tf.shape(prompt)[0]

        def body(at: tf.Tensor, token: tf.Tensor, written: tf.TensorArray, *states: Any) -> tuple[Any, ...]:
            probabilities, after = step(token[None], list(states))
            chance = chances[tf.maximum(at - read + 1, 0)]
            said = draw(probabilities, chance, temperature, symbols)
            # Until the prompt is read, what comes next is known.
            following = tf.where(at + 1 < read, prompt[tf.minimum(at + 1, read - 1)], said)
            written = written.write(at, following)
            return (at + 1, following, written, *after)

        last = read + count - 1
        empty = tf.TensorArray(tf.int32, size=last)
        _, _, written, *_ = tf.while_loop(
            lambda at, *_: at < last, body, (tf.constant(0), prompt[0], empty, *first()), maximum_iterations=last
        )
        return written.stack()[read - 1 :]

    return model, tf.function(write, autograph=False, reduce_retracing=True)


def _by_states(model: keras.Model, recurrent: Sequence[Any]) -> tuple[Step, Callable[[], States]]:
    table = next((layer for layer in model.layers if isinstance(layer, keras.layers.Embedding)), None)
    symbols = model.output_shape[-1]
    sizes = [len(tf.nest.flatten(layer.cell.state_size)) for layer in recurrent]

    def step(token: tf.Tensor, states: States) -> tuple[tf.Tensor, States]:
        values = table(token) if table else tf.one_hot(token, symbols)
        before, after = list(states), list[Any]()
        for layer in model.layers:
            if layer in recurrent:
                size = sizes[recurrent.index(layer)]
                values, new = layer.cell(values, before[:size], training=False)
                before, after = before[size:], [*after, *tf.nest.flatten(new)]
            elif not isinstance(layer, keras.layers.InputLayer | keras.layers.Embedding):
                is_sequence = len(layer.input.shape) > 2
                values = layer(values[:, None] if is_sequence else values, training=False)
                values = values[:, 0] if is_sequence else values
        return values, after

    def first() -> States:
        return [tf.zeros((1, size)) for layer in recurrent for size in tf.nest.flatten(layer.cell.state_size)]

    return step, first


def _by_windows(model: keras.Model) -> tuple[Step, Callable[[], States]]:
    """The only state is the window so far; before its first token stands the first symbol."""
    steps = model.input_shape[1]

    def step(token: tf.Tensor, states: States) -> tuple[tf.Tensor, States]:
        window = tf.concat([states[0][:, 1:], token[:, None]], axis=1)
        said = model(window, training=False)
        return (said[:, -1] if len(said.shape) > 2 else said), [window]

    return step, lambda: [tf.zeros((1, steps), tf.int32)]
