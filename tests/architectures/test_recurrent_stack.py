"""The recurrent stack: what it describes is what Keras builds, and backward outputs stand where they should."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from described import assert_described

from seqcore.architectures.recurrent_stack import CELLS, DIRECTIONS, MERGES, RecurrentStack
from seqcore.tasks.base.signature import Signature, Spec

SHAPE = (5, 2)
PER_STEP = Signature({"input": Spec(SHAPE)}, Spec((5, 1)), "sigmoid")
ONCE = Signature({"input": Spec(SHAPE)}, Spec((), vocabulary=2), "softmax")
SHARED_WEIGHTS = 7


def stack(*layers: Mapping[str, Any], **more: Any) -> RecurrentStack:
    return RecurrentStack.model_validate({"layers": [{"units": 3} | dict(layer) for layer in layers], **more})


def reading_ways() -> list[dict[str, str]]:
    """Every direction; for both ways every merge mode."""
    one_way = [{"direction": direction} for direction in DIRECTIONS if direction != "bidirectional"]
    return one_way + [{"direction": "bidirectional", "merge": merge} for merge in MERGES]


SINGLE = [stack({"cell": cell, **way}) for cell in CELLS for way in reading_ways()]
STACKED = [stack({"cell": cell}, way, {"units": 4}) for cell, way in zip([*CELLS] * 2, reading_ways(), strict=True)]
REST = [
    stack({"units": 1}),
    stack({}, {}, {}, {}),
    stack({"direction": "backward", "backward_outputs": "unaligned"}),
    stack({}, dense=[{"units": 4}, {"units": 2, "activation": "tanh"}]),
    stack({"direction": "bidirectional"}, batch_normalization=True, dropout=0.3),
    stack({"dropout": 0.2, "recurrent_dropout": 0.1}, dense=[{}], batch_normalization=True, dropout=0.5),
]


@pytest.mark.parametrize("signature", [PER_STEP, ONCE], ids=["per-step", "once"])
@pytest.mark.parametrize("architecture", [*SINGLE, *STACKED, *REST], ids=lambda architecture: architecture.in_words())
def test_the_description_is_what_keras_builds(architecture: RecurrentStack, signature: Signature) -> None:
    _, model = assert_described(architecture, signature)
    assert tuple(model.input_shape) == (None, *SHAPE)


def test_parameters_worked_out_by_hand() -> None:
    # One feature in, 20 units: kernel 1 x 20, recurrent kernel 20 x 20, bias 20, for each of 1, 4 or 3 gates;
    # Keras' GRU has a second bias.
    one_gate = 20 + 400 + 20
    expected = {"simple_rnn": one_gate, "lstm": 4 * one_gate, "gru": 3 * (one_gate + 20)}
    for cell, parameters in expected.items():
        rows = stack({"cell": cell, "units": 20}).describe(
            Signature({"input": Spec((10, 1))}, Spec((10, 1)), "sigmoid")
        )
        assert [row.parameters for row in rows] == [0, parameters, 20 + 1]


def test_only_concat_doubles_the_features() -> None:
    for merge in MERGES:
        rows = stack({"direction": "bidirectional", "merge": merge}).describe(PER_STEP)
        assert rows[1].shape == (5, 6 if merge == "concat" else 3)
        assert ("2 × 3 features" if merge == "concat" else "still 3 features") in rows[1].note


def test_the_notes_say_what_return_sequences_did() -> None:
    two = stack({}, {})
    assert "return_sequences=True" in two.describe(PER_STEP)[2].note
    assert "return_sequences=True" in two.describe(ONCE)[1].note
    assert "return_sequences=False" in two.describe(ONCE)[2].note
    assert "line up" in stack({"direction": "backward"}).describe(PER_STEP)[1].note
    unaligned = stack({"direction": "backward", "backward_outputs": "unaligned"})
    assert "reversed order" in unaligned.describe(PER_STEP)[1].note


@pytest.mark.parametrize(
    ("architecture", "words"),
    [
        (stack({"units": 20}), "LSTM 20"),
        (stack({"cell": "gru", "direction": "backward"}), "backward GRU 3"),
        (stack({"direction": "bidirectional", "merge": "sum"}, {"cell": "simple_rnn"}), "BiLSTM 3 (sum) → SimpleRNN 3"),
    ],
)
def test_an_architecture_in_words(architecture: RecurrentStack, words: str) -> None:
    assert architecture.in_words() == words


# Which outputs can know of which inputs?


def changed_outputs(changed_step: int, *layers: Mapping[str, Any]) -> list[int]:
    """The steps whose output changes when the input of one step does."""
    model = stack(*layers).build(PER_STEP, seed=SHARED_WEIGHTS)
    inputs = np.full((1, *SHAPE), 0.5, np.float32)
    before = model(inputs).numpy()
    inputs[0, changed_step] = 0.9
    return np.flatnonzero(model(inputs).numpy() != before).tolist()


BACKWARD = {"direction": "backward"}
UNALIGNED = {"direction": "backward", "backward_outputs": "unaligned"}


@pytest.mark.parametrize("cell", CELLS)
def test_forward_knows_the_past_and_aligned_backward_the_future_of_each_step(cell: str) -> None:
    assert changed_outputs(3, {"cell": cell}) == [3, 4]
    assert changed_outputs(3, {"cell": cell, **BACKWARD}) == [0, 1, 2, 3]
    assert changed_outputs(3, {"cell": cell, "direction": "bidirectional"}) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("cell", CELLS)
def test_unaligned_backward_outputs_stand_in_reversed_order(cell: str) -> None:
    # Read from the end, step 3 is the second one: outputs 1 to 4 of the reversed order know of it.
    assert changed_outputs(3, {"cell": cell, **UNALIGNED}) == [1, 2, 3, 4]


def test_a_stack_of_backward_layers_stays_aligned() -> None:
    assert changed_outputs(3, BACKWARD, BACKWARD) == [0, 1, 2, 3]
    assert changed_outputs(0, BACKWARD, BACKWARD) == [0]


@pytest.mark.parametrize("cell", CELLS)
def test_aligning_turns_the_outputs_round_and_nothing_else(cell: str) -> None:
    inputs = np.random.default_rng(1).random((4, *SHAPE), np.float32)
    aligned, unaligned = (
        stack({"cell": cell, **layer}).build(PER_STEP, seed=SHARED_WEIGHTS)(inputs).numpy()
        for layer in (BACKWARD, UNALIGNED)
    )
    np.testing.assert_allclose(aligned, unaligned[:, ::-1], rtol=0, atol=1e-5)


# Seeds and files.


def random_parts(architecture: RecurrentStack, seed: int) -> list[np.ndarray]:
    """The first kernels and dropout states; biases start with the same numbers always."""
    variables = architecture.build(PER_STEP, seed).variables
    return [variable.numpy() for variable in variables if not variable.path.endswith("bias")]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("cell", CELLS)
def test_the_seed_alone_decides_first_weights_and_dropout(cell: str, direction: str) -> None:
    architecture = stack({"cell": cell, "direction": direction, "dropout": 0.2}, {}, dense=[{}], dropout=0.1)
    keras.utils.set_random_seed(98)
    first = random_parts(architecture, 1)
    keras.utils.set_random_seed(99)
    assert all(np.array_equal(*pair) for pair in zip(first, random_parts(architecture, 1), strict=True))
    assert not any(np.array_equal(*pair) for pair in zip(first, random_parts(architecture, 2), strict=True))


def test_the_two_directions_start_with_different_weights() -> None:
    model = stack({"direction": "bidirectional"}).build(PER_STEP, seed=1)
    both = model.get_layer("recurrent_1")
    kernels = [layer.cell.kernel.numpy() for layer in (both.forward_layer, both.backward_layer)]
    assert kernels[0].shape == kernels[1].shape
    assert not np.array_equal(*kernels)


@pytest.mark.parametrize(
    "architecture",
    [
        stack(BACKWARD, {"direction": "bidirectional", "merge": "ave"}, batch_normalization=True, dropout=0.3),
        stack({"cell": "gru", **BACKWARD}, dense=[{}]),
    ],
    ids=lambda architecture: architecture.in_words(),
)
def test_a_model_is_saved_and_loaded_with_keras_alone(architecture: RecurrentStack, tmp_path: Path) -> None:
    model = architecture.build(PER_STEP)
    assert any(type(operation).__name__ == "Flip" for operation in model.operations)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    inputs = np.random.default_rng(2).random((3, *SHAPE), np.float32)
    assert np.array_equal(loaded(inputs).numpy(), model(inputs).numpy())
