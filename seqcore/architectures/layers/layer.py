"""A layer of a network in plain values: what it reads, its shape, its weights in numbers, and how Keras makes it.

The server reads these values for the layers panel: Keras is imported where a model is built, and nowhere else.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Layer:
    """`keras` is the name of a class in `keras.layers`, and `name` what this one is called in the model.

    `shape` is that of the first output, without the batch axis. `arguments` are what Keras' class is called with: plain
    values, `Drawn` ones and layers, in the order in which seeds are drawn.
    """

    name: str
    keras: str
    reads: "tuple[Source, ...]"
    shape: Shape
    arguments: Mapping[str, Any] = field(default_factory=dict)
    parameters: int = 0
    note: str = ""

    index: ClassVar[int] = 0
    """To read a layer is to read its first output."""

    @property
    def kind(self) -> str:
        """What the layers panel calls it, e.g. "LSTM" or "Bidirectional(LSTM)"."""
        inner = self.arguments.get("layer")
        return f"{self.keras}({inner.kind})" if inner else self.keras

    def make(self, seeds: Iterator[int]) -> Any:
        """The Keras layer."""
        made = {
            name: value.make(seeds) if isinstance(value, Drawn | Layer) else value
            for name, value in self.arguments.items()
        }
        return self.made_with(made)

    def made_with(self, arguments: Mapping[str, Any]) -> Any:
        """The Keras layer, from its arguments as Keras takes them."""
        from keras import layers

        return getattr(layers, self.keras)(**arguments, name=self.name)

    def connect(self, tensors: Sequence[Any], seeds: Iterator[int]) -> Any:
        """The output, or a list of all outputs, for the tensors of what it `reads`."""
        layer = self.make(seeds)
        if not tensors:
            return layer  # Keras' Input is a tensor at once
        return layer(tensors[0] if len(tensors) == 1 else list(tensors))


@dataclass(frozen=True)
class Output:
    """Something else of a layer to read than its first output."""

    layer: Layer
    index: int
    shape: Shape

    @property
    def name(self) -> str:
        """Of the layer."""
        return self.layer.name


Source = Layer | Output


@dataclass(frozen=True)
class Drawn:
    """First weights that the next seed decides (`initializer` of Keras), or that seed itself.

    Keras' own defaults come from a global generator.
    """

    initializer: str = ""

    def make(self, seeds: Iterator[int]) -> Any:
        """What Keras takes."""
        from keras import initializers

        seed = next(seeds)
        return getattr(initializers, self.initializer)(seed=seed) if self.initializer else seed


def seeds_from(seed: int) -> Iterator[int]:
    """One seed after another."""
    generator = random.Random(seed)  # noqa: S311
    while True:
        yield generator.randrange(2**31)
