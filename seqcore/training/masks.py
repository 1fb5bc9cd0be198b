"""What plain Keras does with a mask: small untrained models on made-up padded sequences. Workers only.

Nothing is known beforehand: the mask is that of the output, the warnings are those that Keras gives, and the errors
are computed twice, by Keras and by hand.
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import layers

import seqcore.training.one_thread  # noqa: F401 (before Keras computes anything)
from seqcore.tasks.base.batch import Array
from seqcore.tasks.variable_length.mask_rows import Fate, MaskRow

SEQUENCES, STEPS, FEATURES = 8, 12, 3
SHORTEST, LONGEST = 3, 10
UNITS = 4
CUT = 5
"""Steps that the slice and Cropping1D leave out at the beginning."""
SEED = 1

Build = Callable[[Any, Any], Any]
"""Symbolic tensors: the masked inputs and the unmasked ones (None, steps, features) give (None, steps, any)."""
Bools = npt.NDArray[np.bool_]

AFTER_MASKING: Mapping[str, Build] = MappingProxyType(
    {
        "LSTM": lambda masked, _: layers.LSTM(UNITS, return_sequences=True)(masked),
        "Bidirectional(LSTM)": lambda masked, _: layers.Bidirectional(layers.LSTM(UNITS, return_sequences=True))(
            masked
        ),
        "TimeDistributed(Dense)": lambda masked, _: layers.TimeDistributed(layers.Dense(UNITS))(masked),
        "Dropout": lambda masked, _: layers.Dropout(0.2)(masked),
        "LayerNormalization": lambda masked, _: layers.LayerNormalization()(masked),
        "BatchNormalization": lambda masked, _: layers.BatchNormalization()(masked),
        "Conv1D": lambda masked, _: layers.Conv1D(UNITS, 3, padding="same")(masked),
        "Reshape": lambda masked, _: layers.Reshape((STEPS, FEATURES))(masked),
        "Lambda": lambda masked, _: layers.Lambda(lambda values: 2 * values)(masked),
        "Cropping1D": lambda masked, _: layers.Cropping1D((CUT, 0))(masked),
        f"Slice x[:, {CUT}:]": lambda masked, _: masked[:, CUT:],
        "Concatenate (unmasked)": lambda masked, unmasked: layers.Concatenate()([masked, unmasked]),
    }
)


@dataclass(frozen=True)
class Padded:
    """Sequences with zeros after their ends; the targets are 0 there, too."""

    inputs: Array
    """(sequences, steps, features)"""
    targets: Array
    """(sequences, steps, 1)"""
    is_true: Bools
    """(sequences, steps)"""


def padded() -> Padded:
    """The made-up sequences, always the same."""
    generator = np.random.default_rng(SEED)
    lengths = generator.integers(SHORTEST, LONGEST + 1, SEQUENCES)
    is_true = np.arange(STEPS) < lengths[:, None]
    inputs, targets = (
        (generator.normal(size=(SEQUENCES, STEPS, size)) * is_true[..., None]).astype(np.float32)
        for size in (FEATURES, 1)
    )
    return Padded(inputs, targets, is_true)


def mask_rows() -> tuple[MaskRow, ...]:
    """What stands after a Masking layer, one row each; then weights in its place, and a true step that is all 0."""
    data, lstm = padded(), AFTER_MASKING["LSTM"]
    with_zeros = replace(data, inputs=data.inputs.copy())
    with_zeros.inputs[:, 1] = 0
    return (
        *(mask_row(after, build, data) for after, build in AFTER_MASKING.items()),
        mask_row("LSTM (a true step is 0)", lstm, with_zeros),
        mask_row("LSTM (0/1 weights)", lstm, data, weights=data.is_true.astype(np.float32)),
    )


def mask_row(after: str, build: Build, data: Padded, *, weights: Array | None = None) -> MaskRow:
    """Run a model on `data`, with `weights` (sequences, steps) for its steps in place of a mask, if there are any."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = _model(build, masks=weights is None)
        outputs = model(data.inputs)
        steps = slice(STEPS - outputs.shape[1], None)
        targets, is_true = data.targets[:, steps], data.is_true[:, steps]
        printed = model.evaluate(data.inputs, targets, SEQUENCES, sample_weight=weights, verbose=0)
    off = np.abs(outputs.numpy() - targets)[..., 0].astype(np.float64)
    mask = getattr(outputs, "_keras_mask", None)  # where Keras' guide to masking reads it, too
    said = (str(warning.message) for warning in caught if issubclass(warning.category, UserWarning))
    return MaskRow(
        after=after,
        mask="none" if weights is not None else _fate(None if mask is None else np.asarray(mask), is_true),
        warning=next(said, ""),
        printed=float(printed),
        all_steps=float(off.mean()),
        true_steps=float(off[is_true].mean()),
        true_share=float(is_true.mean()),
    )


def _model(build: Build, *, masks: bool) -> keras.Model:
    """A model of one layer and Dense(1), with weights that are always the same."""
    inputs = keras.Input((STEPS, FEATURES))
    outputs = layers.Dense(1)(build(layers.Masking()(inputs) if masks else inputs, inputs))
    model = keras.Model(inputs, outputs)
    generator = np.random.default_rng(SEED)
    for variable in model.trainable_variables:
        variable.assign(generator.normal(size=variable.shape))
    # Eagerly: a graph takes longer to make than to run, and stays in the worker's memory.
    model.compile(loss="mean_absolute_error", run_eagerly=True)
    return model


def _fate(mask: Bools | None, is_true: Bools) -> Fate:
    if mask is None:
        return "lost"
    if np.array_equal(mask, is_true):
        return "kept"
    if mask.all():
        return "all true"
    return "hides more" if (is_true & ~mask).any() else "changed"
