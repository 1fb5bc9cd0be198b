"""States and gates are Keras' own, step by step: the oracle is a plain Keras layer that is called with one step."""

from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
import pytest
from small import small

from seqcore.architectures.recurrent_stack import ACTIVATIONS as OFFERED
from seqcore.experiment import Experiment, from_values
from seqcore.inspection.activations import ACTIVATIONS
from seqcore.inspection.cells import CELLS, HIDDEN, OF_A_SUM, SKIPPED
from seqcore.inspection.layers import readers
from seqcore.inspection.reading import inspect, one_way
from seqcore.training.program import build_model

PRECISION = 1e-6


def moved(experiment: Experiment, steps: int | None = None) -> keras.Model:
    """The model with weights that are no longer the first ones: biases that are not 0."""
    model, generator = build_model(experiment), np.random.default_rng(3)
    for variable in model.trainable_variables:
        variable.assign(variable.numpy() + generator.normal(0, 0.3, variable.shape))
    return model


def rows_of(experiment: Experiment, model: keras.Model, inputs: Any, layer: str, **asked: Any) -> Mapping[str, Any]:
    """The first and only checkpoint's rows (steps, units) by name."""
    checkpoint = tuple(variable.numpy() for variable in model.variables)
    found = inspect(experiment, [checkpoint], inputs, layer, **asked)
    cell = CELLS[type(one_way(model.get_layer(layer), False)).__name__]
    return dict(zip(cell.rows, found[0], strict=True))


def by_keras(model: keras.Model, layer: str, sequence: Any, backward: bool = False, mask: Any = None) -> list[Any]:
    """The states after each step, (states, steps, units), of a Keras layer that is given one step at a time."""
    known = one_way(model.get_layer(layer), backward)
    config = known.get_config() | {"return_state": True, "return_sequences": False, "go_backwards": False}
    alone = type(known).from_config(config)
    alone.build((1, 1, sequence.shape[-1]))
    for own, value in zip(alone.weights, known.weights, strict=False):
        own.assign(value)
    order = range(len(sequence))
    states: list[Any] = [keras.ops.zeros((1, known.units)) for _ in CELLS[type(known).__name__].states]
    after = {}
    for step in reversed(order) if known.go_backwards else order:
        there = None if mask is None else keras.ops.convert_to_tensor([[bool(mask[step])]])
        _, *states = alone(sequence[np.newaxis, step : step + 1], initial_state=states, mask=there)
        after[step] = [np.asarray(state)[0] for state in states]
    return [np.stack([after[step][place] for step in order]) for place in range(len(states))]


def read_by(model: keras.Model, layer: str, inputs: Any) -> Any:
    """What a layer gets to read, (steps, features), of a model that is called as a whole."""
    given = model.get_layer(layer).input
    return np.asarray(keras.Model(model.input, given[0] if isinstance(given, list) else given)(inputs))[0]


@pytest.mark.parametrize("cell", ["simple_rnn", "lstm", "gru"])
@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
def test_stacked_layers_in_all_directions_equal_keras(cell: str, direction: str) -> None:
    layers = [{"cell": cell, "direction": direction}, {"cell": cell, "direction": direction, "units": 2}]
    experiment = small(layers, task={"steps": 7})
    model, inputs = moved(experiment), experiment.task.examples().validation().input[:1]
    for reader in readers(experiment.architecture.network(experiment.task.signature())):
        rows = rows_of(experiment, model, inputs, reader.layer, backward=reader.backward)
        expected = by_keras(model, reader.layer, read_by(model, reader.layer, inputs), reader.backward)
        for state, values in zip(reader.cell.states, expected, strict=True):
            np.testing.assert_allclose(rows[state], values, atol=PRECISION)
        assert rows[HIDDEN].shape == (reader.steps, reader.units)
        assert not rows[SKIPPED].any()


@pytest.mark.parametrize("cell", ["simple_rnn", "lstm", "gru"])
@pytest.mark.parametrize("padding", ["before", "after"])
def test_skipped_steps_leave_states_as_keras_does(cell: str, padding: str) -> None:
    values = {
        "task": {"kind": "variable_length", "sequences": 40, "longest": 6, "shortest": 3, "padded_to": 9},
        "architecture": {
            "kind": "recurrent_stack",
            "layers": [{"cell": cell, "units": 3, "direction": "bidirectional"}, {"cell": cell, "units": 2}],
        },
    }
    values["task"]["padding"] = padding  # type: ignore[index]
    experiment = from_values({"training": {}} | values)
    model, inputs = moved(experiment), experiment.task.examples().validation().input[:1]
    true = (inputs[0] != 0).any(axis=-1)
    assert 0 < true.sum() < len(true)
    for reader in readers(experiment.architecture.network(experiment.task.signature())):
        rows = rows_of(experiment, model, inputs, reader.layer, backward=reader.backward)
        expected = by_keras(model, reader.layer, read_by(model, reader.layer, inputs), reader.backward, true)
        for state, known in zip(reader.cell.states, expected, strict=True):
            np.testing.assert_allclose(rows[state], known, atol=PRECISION)
        np.testing.assert_array_equal(rows[SKIPPED][:, 0], ~true)


def test_a_state_that_is_carried_on_is_that_of_the_whole_sequence() -> None:
    task = {"kind": "variable_length", "sequences": 40, "longest": 8, "shortest": 8, "padded_to": 8, "piece_steps": 4}
    task |= {"stateful": True, "shift": 0}
    layers = {"kind": "recurrent_stack", "layers": [{"cell": "gru", "units": 3}]}
    experiment = from_values({"training": {}, "task": task, "architecture": layers})
    assert experiment.task.signature().carried == 2
    pieces = experiment.task.examples().validation().input[:2]
    whole = pieces.reshape(1, 8, -1)
    model = moved(experiment)
    rows = rows_of(experiment, model, whole, "recurrent_1")
    (expected,) = by_keras(model, "recurrent_1", whole[0])
    np.testing.assert_allclose(rows[HIDDEN], expected, atol=PRECISION)


@pytest.mark.parametrize("kind", ["repeat_vector", "state_passing", "attention", "padded"])
@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_layers_that_write_an_answer_equal_keras(kind: str, cell: str) -> None:
    architecture = {"kind": kind, "units": 4, "cell": cell, "embedding": 3}
    experiment = from_values({"training": {}, "task": {"kind": "addition", "largest": 9}, "architecture": architecture})
    model, inputs = moved(experiment), experiment.task.examples().validation().input[:1]
    output = np.asarray(experiment.architecture.answer(model, keras.ops.convert_to_tensor(inputs)))
    network = experiment.architecture.network(experiment.task.signature())
    last = readers(network)[-1]
    rows = rows_of(experiment, model, inputs, last.layer, backward=last.backward)
    assert last.reads_input == (kind == "padded")
    tokens = keras.ops.convert_to_tensor(inputs)
    said = experiment.architecture.feed(tokens, keras.ops.convert_to_tensor(output.argmax(axis=-1)))
    outputs = np.asarray(keras.Model(model.input, model.get_layer(last.layer).output)(said))[0]
    half = outputs[:, 4:] if last.both_ways else outputs
    np.testing.assert_allclose(rows[HIDDEN], half, atol=PRECISION)


def test_images_are_read_through_convolutions() -> None:
    architecture = {
        "kind": "cnn_recurrent",
        "convolutions": [{"filters": 2}],
        "layers": [{"cell": "lstm", "units": 3}],
    }
    experiment = from_values({"training": {}, "task": {"kind": "image_patches"}, "architecture": architecture})
    model = moved(experiment)
    inputs = np.random.default_rng(0).random((1, *experiment.task.signature().input.shape), np.float32)
    rows = rows_of(experiment, model, inputs, "recurrent_1")
    expected = by_keras(model, "recurrent_1", read_by(model, "recurrent_1", inputs))
    np.testing.assert_allclose(rows[HIDDEN], expected[0], atol=PRECISION)


@pytest.mark.parametrize("cell", CELLS)
def test_every_sum_is_that_of_its_parts(cell: str) -> None:
    experiment = small([{"cell": {"SimpleRNN": "simple_rnn"}.get(cell, cell.lower())}])
    model, inputs = moved(experiment), experiment.task.examples().validation().input[:1]
    rows = rows_of(experiment, model, inputs, "recurrent_1")
    known = CELLS[cell]
    for block in known.blocks:
        total, of_input, of_state, input_bias, state_bias = (rows[f"{block}, {part}"] for part in OF_A_SUM)
        reset = rows["reset gate"] if (cell, block) == ("GRU", "candidate") else 1
        np.testing.assert_allclose(total, of_input + input_bias + reset * (of_state + state_bias), atol=PRECISION)
        function = ACTIVATIONS["sigmoid" if block in known.gates else "tanh"]
        np.testing.assert_allclose(rows[block], function(total), atol=PRECISION)


def test_every_activation_on_offer_is_known_as_keras_computes_it() -> None:
    values = np.linspace(-6, 6, 101, dtype=np.float32)
    assert set(OFFERED) == set(ACTIVATIONS)
    for name in OFFERED:
        np.testing.assert_allclose(ACTIVATIONS[name](values), keras.activations.get(name)(values), atol=PRECISION)


def test_the_most_active_units_come_first_with_their_numbers() -> None:
    experiment = small([{"units": 6}])
    model, inputs = moved(experiment), experiment.task.examples().validation().input[:1]
    newest = tuple(variable.numpy() for variable in model.variables)
    first = tuple(0.5 * one for one in newest)
    every = inspect(experiment, [first, newest], inputs, "recurrent_1")
    found = inspect(experiment, [first, newest], inputs, "recurrent_1", most_active=4, in_full=False)
    spread = every[-1, 0].std(axis=0)
    numbers = found[0, -1, 0].astype(int)
    assert numbers.tolist() == np.argsort(-spread)[:4].tolist()
    assert (found[:, -1] == numbers).all()
    np.testing.assert_allclose(found[:, 0], every[:, 0][..., numbers], atol=1e-3)


def test_activity_of_some_units_comes_in_half_precision() -> None:
    experiment = small([{"units": 6}])
    model, inputs = moved(experiment), experiment.task.examples().validation().input[:1]
    checkpoint = tuple(variable.numpy() for variable in model.variables)
    found = inspect(experiment, [checkpoint] * 2, inputs, "recurrent_1", units=(1, 4), in_full=False)
    assert found.shape == (2, len(CELLS["LSTM"].activity), 4, 2)
    assert found.dtype == np.float16
