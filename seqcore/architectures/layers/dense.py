"""Layers that compute numbers from those of a step, the same way at every step."""

from collections.abc import Callable

from seqcore.architectures.layers.layer import Drawn, Layer, Output, Source


def dense(
    name: str, values: Source, units: int, activation: str = "linear", *, use_bias: bool = True, note: str = ""
) -> Layer:
    """(…, features) -> (…, units): each from all features."""
    *steps, features = values.shape
    arguments = {
        "units": units,
        "activation": activation,
        "use_bias": use_bias,
        "kernel_initializer": Drawn("GlorotUniform"),
    }
    return Layer(name, "Dense", (values,), (*steps, units), arguments, (features + use_bias) * units, note)


def activation(name: str, values: Source, function: str, note: str = "") -> Layer:
    """A function of each number, or of all features of a step (softmax)."""
    return Layer(name, "Activation", (values,), values.shape, {"activation": function}, note=note)


def batch_normalization(name: str, values: Source) -> Layer:
    """Each feature with mean 0 and variance 1, which are kept, too; then scaled and moved as learned."""
    return Layer(name, "BatchNormalization", (values,), values.shape, parameters=4 * values.shape[-1])


def dropout(name: str, values: Source, rate: float) -> Layer:
    """Hides a share of the numbers while training."""
    return Layer(name, "Dropout", (values,), values.shape, {"rate": rate, "seed": Drawn()})


def time_distributed(name: str, values: Layer, of_step: Callable[[Source], Layer]) -> Layer:
    """(time, …) -> (time, …): a layer that reads a step, as `of_step` makes it, with the same weights at every step."""
    steps, *rest = values.shape
    layer = of_step(Output(values, 0, tuple(rest)))
    shape, arguments = (steps, *layer.shape), {"layer": layer}
    return Layer(name, "TimeDistributed", (values,), shape, arguments, layer.parameters, layer.note)
