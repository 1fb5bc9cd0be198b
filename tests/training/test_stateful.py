"""A state that is carried on from piece to piece: as one long sequence, as Keras has it, and exact about slices."""

from itertools import cycle

import keras
import numpy as np
import pytest
import tensorflow as tf
from slices import LONG, SHORT, assert_same, train

from seqcore.architectures.recurrent_stack import CELLS, RecurrentLayer, RecurrentStack
from seqcore.experiment import Experiment, from_values
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.training.examples import examples_for
from seqcore.training.program import build_model
from seqcore.training.programs import program_for
from seqcore.training.recurrence import empty_memory, fast_forward

BATCH, PIECES, STEPS, FEATURES = 4, 3, 5, 2
TASK = {"sequences": 24, "shortest": 8, "longest": 20, "padded_to": 20, "features": FEATURES, "shift": 6}


def experiment(*, stateful: bool = True, optimizer: str = "sgd", layers: int = 1, epochs: int = 6) -> Experiment:
    return from_values(
        {
            "task": {"kind": "variable_length", "piece_steps": STEPS, "stateful": stateful, **TASK},
            "architecture": {"kind": "recurrent_stack", "layers": [{"units": 3}] * layers},
            "training": {"batch_size": BATCH, "epochs": epochs, "optimizer": optimizer, "learning_rate": 0.05},
        }
    )


@pytest.mark.parametrize("cell", CELLS)
def test_pieces_one_after_the_other_are_one_long_sequence(cell: str) -> None:
    stack = RecurrentStack(layers=(RecurrentLayer(cell=cell, units=3), RecurrentLayer(cell=cell, units=2)))
    signature = Signature({"input": Spec((STEPS, FEATURES))}, Spec((STEPS, 1)), "linear", carried=PIECES)
    piece, whole = stack.build(signature, 1), stack.build(signature.with_steps(PIECES * STEPS, PIECES * STEPS), 1)
    values = np.random.default_rng(1).normal(size=(BATCH, PIECES * STEPS, FEATURES)).astype(np.float32)
    memory = empty_memory(piece, BATCH)
    said = [
        fast_forward(piece, tf.constant(part), training=False, memory=memory)
        for part in np.split(values, PIECES, axis=1)
    ]
    assert np.abs(np.concatenate(said, axis=1) - whole(values)).max() < 1e-6


def test_updates_are_those_of_a_stateful_keras_model() -> None:
    what = experiment()
    examples = examples_for(what, None)
    trained = train(what, until_epoch=2)
    layer = keras.layers.LSTM(3, return_sequences=True, stateful=True)
    inputs = keras.Input(batch_shape=(BATCH, STEPS, FEATURES))
    model = keras.Model(inputs, keras.layers.Dense(1)(layer(keras.layers.Masking()(inputs))))
    weights = [variable for variable in model.variables if "state" not in variable.path.rsplit("/", 1)[-1]]
    weights = [variable for variable in weights if variable.trainable]
    for variable, first in zip(weights, build_model(what).trainable_variables, strict=True):
        variable.assign(first)
    optimizer = keras.optimizers.SGD(0.05)
    losses = []
    count = 2 * examples.updates_per_pass(BATCH)
    batches = examples.batches(what.training.seed, 0, count, BATCH)
    for update in range(count):
        if batches.starts[update]:
            layer.reset_states()
        there = batches.weights[update]
        with tf.GradientTape() as tape:
            off = tf.abs(model(batches.input[update], training=True)[..., 0] - batches.targets[update][..., 0])
            loss = tf.reduce_sum(off * there) / max(1.0, there.sum())
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        losses.append(float(loss))
    by_epoch = np.reshape(losses, (2, -1)).mean(axis=1)
    assert trained.view.training["loss"] == pytest.approx(by_epoch.tolist(), abs=1e-5)


@pytest.mark.parametrize("layers", [1, 2])
def test_slices_pauses_and_other_programs_change_no_bit(layers: int) -> None:
    what = experiment(optimizer="adam", layers=layers)
    whole = train(what)
    assert_same(whole, train(what, budgets=cycle([SHORT, LONG])))
    first = train(what, until_epoch=2)
    train(experiment(stateful=False))
    rest = train(what, first.state)
    assert all(np.array_equal(*pair) for pair in zip(rest.state.variables, whole.state.variables, strict=True))


def test_the_memory_is_worth_something_and_pieces_keep_their_order_when_they_are_judged() -> None:
    what = experiment(optimizer="adam")
    examples = examples_for(what, None)
    program = program_for(what, examples)
    program.write(train(what).state.variables)
    pieces = examples.validation().input
    said = program.network.predict(pieces).reshape(len(pieces) // 4, -1)
    changed = pieces.copy()
    changed[0] += 1  # the first piece of the first sequence
    after = program.network.predict(changed).reshape(len(pieces) // 4, -1)
    assert not np.allclose(said[0, STEPS:], after[0, STEPS:], atol=1e-6)
    assert np.array_equal(said[1:], after[1:])
