"""Layers without weights: where a sequence comes in, is masked, or gets another shape."""

from math import prod

from seqcore.architectures.layers.layer import Layer, Shape, Source
from seqcore.tasks.base.signature import Spec

SKIPPED = "Steps of padding are masked: the layers after it skip them."


def input_layer(name: str, spec: Spec, note: str = "") -> Layer:
    """An array of the examples."""
    return Layer(name, "Input", (), spec.shape, {"shape": spec.shape, "dtype": spec.dtype}, note=note)


def masking(name: str, values: Source, value: float = 0.0, note: str = SKIPPED) -> Layer:
    """Masks the steps that are `value` in every feature."""
    return Layer(name, "Masking", (values,), values.shape, {"mask_value": value}, note=note)


def flatten(name: str, values: Source, note: str = "") -> Layer:
    """(time, features) -> (time × features,)."""
    return Layer(name, "Flatten", (values,), (prod(values.shape),), note=note)


def reshape(name: str, values: Source, shape: Shape, note: str = "") -> Layer:
    """The same numbers, row by row."""
    return Layer(name, "Reshape", (values,), shape, {"target_shape": shape}, note=note)


def concatenate(name: str, values: tuple[Source, ...], note: str = "") -> Layer:
    """Side by side: (…, features) and (…, more) -> (…, features + more)."""
    shape = (*values[0].shape[:-1], sum(one.shape[-1] for one in values))
    return Layer(name, "Concatenate", values, shape, note=note)


def add(name: str, values: tuple[Source, ...], note: str = "") -> Layer:
    """The sum, number by number."""
    return Layer(name, "Add", values, values[0].shape, note=note)


def repeat_vector(name: str, values: Source, steps: int, note: str = "") -> Layer:
    """(features,) -> (steps, features): the same numbers at every step."""
    return Layer(name, "RepeatVector", (values,), (steps, *values.shape), {"n": steps}, note=note)


def zero_padding(name: str, values: Source, after: int, note: str = "") -> Layer:
    """(time, features) -> (time + after, features): steps of zeros after the others."""
    steps, features = values.shape
    return Layer(name, "ZeroPadding1D", (values,), (steps + after, features), {"padding": (0, after)}, note=note)


def cropping(name: str, values: Source, before: int, note: str = "") -> Layer:
    """(time, features) -> (time − before, features): without the first steps."""
    steps, features = values.shape
    return Layer(name, "Cropping1D", (values,), (steps - before, features), {"cropping": (before, 0)}, note=note)
