"""Layers that read images (height, width, channels): the same small window at every place."""

from dataclasses import dataclass

from seqcore.architectures.layers.layer import Drawn, Layer, Source

PADDINGS = {"valid": "None: borders are lost", "same": "Zeros around: the size stays"}


@dataclass(frozen=True)
class Pooling:
    """A way to make one number of a square of pixels: its title, and the Keras layer's name; none where it is empty."""

    title: str
    keras: str = ""


POOLINGS = {
    "none": Pooling("None"),
    "max": Pooling("Largest (max pooling)", "MaxPooling2D"),
    "average": Pooling("Mean (average pooling)", "AveragePooling2D"),
}


def convolution(
    name: str, values: Source, filters: int, kernel: int, padding: str = "valid", activation: str = "relu"
) -> Layer:
    """(height, width, channels) -> (…, …, filters): each filter sees `kernel` × `kernel` pixels at once."""
    height, width, channels = values.shape
    lost = kernel - 1 if padding == "valid" else 0
    arguments = {
        "filters": filters,
        "kernel_size": kernel,
        "padding": padding,
        "activation": activation,
        "kernel_initializer": Drawn("GlorotUniform"),
    }
    shape, parameters = (height - lost, width - lost, filters), (kernel * kernel * channels + 1) * filters
    return Layer(name, "Conv2D", (values,), shape, arguments, parameters)


def pooling(name: str, values: Source, kind: str, size: int) -> Layer:
    """(height, width, channels) -> (height // size, width // size, channels): a number for each square of pixels."""
    height, width, channels = values.shape
    shape = (height // size, width // size, channels)
    return Layer(name, POOLINGS[kind].keras, (values,), shape, {"pool_size": size})
