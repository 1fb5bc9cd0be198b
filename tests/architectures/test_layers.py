"""The list of layers: any kind goes with any other, and what is described and what is built are readings of it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest
from described import assert_described

from seqcore.architectures import ARCHITECTURES, Architecture
from seqcore.architectures.layers.attention import additive_attention, attention
from seqcore.architectures.layers.convolutions import convolution, pooling
from seqcore.architectures.layers.dense import activation, batch_normalization, dense, dropout, time_distributed
from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.recurrent import CELLS, bidirectional, last_states, recurrent
from seqcore.architectures.layers.sequences import (
    concatenate,
    cropping,
    flatten,
    input_layer,
    masking,
    repeat_vector,
    reshape,
    zero_padding,
)
from seqcore.architectures.layers.tokens import embedding, one_hot
from seqcore.tasks.base.signature import Signature, Spec

TOKENS, NUMBERS = Spec((6,), vocabulary=5, padding=4), Spec((6, 2), padding=0)
UNUSED = Signature({"input": TOKENS}, Spec((1,)), "linear")
FIXED = {"bias", "gamma", "beta"}
"""Variables that start with the same numbers always."""


class Listed(Architecture):
    """The layers that a test lists."""

    kind: str = "listed"
    listed: tuple[object, ...] = ()

    def network(self, signature: Signature) -> tuple[Layer, ...]:
        return self.listed  # type: ignore[return-value]


def chain(*layers: object) -> tuple[Layer, ...]:
    """Layers of which each reads the one before it, from the functions that make them."""
    first, *others = layers
    found = [first]
    for make in others:
        found.append(make(found[-1]))  # type: ignore[operator]
    return tuple(found)  # type: ignore[arg-type]


def translated(cell: str) -> tuple[Layer, ...]:
    """Two inputs, states that are handed on, and attention to what was read."""
    read = input_layer("numbers", NUMBERS)
    masked = masking("masking", read)
    values = recurrent("reads", (masked,), cell, 3, states=True)
    told = input_layer("told", TOKENS)
    codes = one_hot("codes", told, 5)
    written = recurrent("writes", (codes, *last_states(values, cell, 3)), cell, 3)
    mixed = attention("mixed", written, (values,))
    both = concatenate("both", (written, mixed))
    return (read, masked, values, told, codes, written, mixed, both, dense("output", both, 2, "softmax"))


LISTS = {
    "learned": chain(
        input_layer("input", TOKENS),
        lambda tokens: embedding("embedding", tokens, 5, 3, has_none=True, padding=4, mask_none=True),
        lambda values: time_distributed("each", values, lambda step: dense("one", step, 4, "relu")),
        lambda values: bidirectional(recurrent("both", (values,), "gru", 2, sequences=False)),
        lambda values: repeat_vector("repeat", values, 3),
        lambda values: bidirectional(recurrent("writes", (values,), "lstm", 2), "sum"),
        lambda values: recurrent("back", (values,), "simple_rnn", 4, backward=True),
        lambda values: batch_normalization("normalization", values),
        lambda values: dropout("dropout", values, 0.2),
        lambda values: time_distributed("output", values, lambda step: dense("answer", step, 2)),
    ),
    "flat": chain(
        input_layer("input", NUMBERS),
        lambda values: zero_padding("longer", values, 2),
        lambda values: cropping("shorter", values, 3),
        lambda values: additive_attention("mixed", values, (values,)),
        lambda values: flatten("flatten", values),
        lambda values: dense("dense", values, 6, use_bias=False),
        lambda values: reshape("rows", values, (3, 2)),
        lambda values: activation("output", values, "softmax"),
    ),
    "images": chain(
        input_layer("input", Spec((3, 8, 7, 2))),
        lambda values: time_distributed("reads", values, lambda image: convolution("one", image, 3, 2, "same", "tanh")),
        lambda values: time_distributed("smaller", values, lambda image: pooling("two", image, "average", 2)),
        lambda values: time_distributed("again", values, lambda image: convolution("three", image, 2, 3)),
        lambda values: time_distributed("rows", values, lambda image: flatten("row", image)),
        lambda values: recurrent("output", (values,), "gru", 2),
    ),
    **{f"told-{cell}": translated(cell) for cell in CELLS},
}


@pytest.mark.parametrize("kind", ARCHITECTURES.values(), ids=ARCHITECTURES)
def test_describing_and_building_are_written_once(kind: type[Architecture]) -> None:
    assert kind.describe is Architecture.describe
    assert kind.build is Architecture.build


@pytest.mark.parametrize("layers", LISTS.values(), ids=LISTS)
def test_the_list_alone_decides_what_is_described_and_built(layers: tuple[Layer, ...]) -> None:
    # Without its last layer too: no part of the network comes from anywhere else.
    for listed in (layers, layers[:-1]):
        rows, _ = assert_described(Listed(listed=listed), UNUSED)
        assert [row.name for row in rows] == [layer.name for layer in listed]


@pytest.mark.parametrize("layers", LISTS.values(), ids=LISTS)
def test_the_seed_alone_decides_first_weights(layers: tuple[Layer, ...]) -> None:
    def kernels(seed: int) -> list[np.ndarray]:
        variables = Listed(listed=layers).build(UNUSED, seed).trainable_variables
        return [variable.numpy() for variable in variables if variable.path.rpartition("/")[2] not in FIXED]

    keras.utils.set_random_seed(98)
    first = kernels(1)
    keras.utils.set_random_seed(99)
    assert all(np.array_equal(*pair) for pair in zip(first, kernels(1), strict=True))
    assert not any(np.array_equal(*pair) for pair in zip(first, kernels(2), strict=True))


def test_an_embedding_explains_its_dimensions() -> None:
    (row,) = (row for row in Listed(listed=LISTS["learned"]).describe(UNUSED) if row.kind == "Embedding")
    assert "Input dimensions 6" in row.note
    assert "Output dimensions 3" in row.note
    assert "Input length 6" in row.note
    assert "skip" in row.note


DESCRIBE = """
import json, sys
from seqcore.presets import PRESETS
print(sum(len(preset.experiment.layers()) for preset in PRESETS.values()))
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_describing_loads_neither_keras_nor_tensorflow() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", DESCRIBE], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    rows, loaded = map(json.loads, ended.stdout.splitlines())
    assert rows > 0
    assert not {"keras", "tensorflow"} & {*loaded}


@pytest.mark.parametrize("first", [0, 1, 2])
def test_symbols_are_counted_from_the_first_and_the_one_below_it_is_none_as_padding_is(first: int) -> None:
    def told(make: Callable[[Layer], Layer]) -> tuple[keras.Model, np.ndarray]:
        model = Listed(listed=chain(input_layer("input", Spec((4,), vocabulary=9)), make)).build(UNUSED)
        return model, model(np.array([[first, first + 2, first - 1, 8]], np.int32)).numpy()[0]

    _, rows = told(lambda tokens: one_hot("codes", tokens, 3, first=first, padding=8))
    assert rows.tolist() == [[1, 0, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]]
    model, rows = told(lambda tokens: embedding("codes", tokens, 3, 2, first=first, has_none=True, padding=8))
    assert np.array_equal(rows, model.get_weights()[0][[1, 3, 0, 0]])
