"""What is described is what Keras builds: the same layers, shapes and numbers of weights."""

from collections.abc import Sequence

import keras

from seqcore.architectures import Architecture, LayerSummary
from seqcore.tasks.base.signature import Signature

OPERATIONS = {"OneHot"}
"""Rows of the layers panel that are no layers to Keras."""


def assert_described(architecture: Architecture, signature: Signature) -> tuple[Sequence[LayerSummary], keras.Model]:
    """Returns both for more to be asserted."""
    rows, model = architecture.describe(signature), architecture.build(signature)
    known = [row for row in rows if row.kind not in OPERATIONS]
    operations = [type(one).__name__ for one in model.operations]
    assert [row.kind for row in rows if row not in known] == [kind for kind in operations if kind in OPERATIONS]
    assert {layer.name for layer in model.layers} == {row.name for row in known}
    for row in known:
        layer = model.get_layer(row.name)
        first = layer.output[0] if isinstance(layer.output, list | tuple) else layer.output  # the others are states
        assert tuple(first.shape[1:]) == row.shape
        assert layer.count_params() == row.parameters
        assert type(layer).__name__ == row.kind.replace("Input", "InputLayer").split("(")[0]
    assert sum(row.parameters for row in rows) == model.count_params()
    assert tuple(model.output_shape[1:]) == rows[-1].shape
    return rows, model
