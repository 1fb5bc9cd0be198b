"""Where tokens come in, and become numbers that a network can compute with: one-hot, or learned (Embedding).

Of tokens (time,) `first` is that of the first symbol. The one below it stands for none, as `padding` does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from seqcore.architectures.layers.layer import Drawn, Layer, Source
from seqcore.architectures.layers.sequences import SKIPPED


@dataclass(frozen=True)
class OfTokens(Layer):
    """A layer that gets 0 for the first symbol and −1 for none; or 1 and 0, if it `has_none`."""

    first: int = 0
    padding: float | None = None
    has_none: bool = False
    column: int | None = None
    """Of steps of several tokens, the one that it reads."""
    most: int | None = None
    """Larger tokens count as this one."""

    def connect(self, tensors: Sequence[Any], seeds: Iterator[int]) -> Any:
        from keras import ops

        (tokens,) = tensors
        if self.column is not None:
            tokens = tokens[..., self.column]
        if self.most is not None:
            tokens = ops.minimum(tokens, self.most)
        if self.padding is not None:
            tokens = ops.where(ops.equal(tokens, int(self.padding)), self.first - 1, tokens)
        if shift := self.has_none - self.first:
            tokens = tokens + shift if shift > 0 else tokens - abs(shift)
        return super().connect([tokens], seeds)


class OneHot(OfTokens):
    """An operation, which is no layer to Keras."""

    def made_with(self, arguments: Mapping[str, Any]) -> Any:
        from keras import ops

        return partial(ops.one_hot, **arguments)


def one_hot(name: str, tokens: Source, symbols: int, *, first: int = 0, padding: float | None = None) -> Layer:
    """(time,) -> (time, symbols): zeros with a 1 at the symbol's place; zeros alone for none."""
    note = f"One number for each of the {symbols} symbols: 1 at the place of the character, 0 elsewhere."
    shape = (*tokens.shape, symbols)
    return OneHot(name, "OneHot", (tokens,), shape, {"num_classes": symbols}, 0, note, first, padding)


def embedding(
    name: str,
    tokens: Source,
    symbols: int,
    dimensions: int,
    *,
    first: int = 0,
    has_none: bool = False,
    padding: float | None = None,
    mask_none: bool = False,
) -> Layer:
    """(time,) -> (time, dimensions): learned numbers for each symbol, and for none if `has_none`.

    `mask_none` has the layers after it skip the steps of none.
    """
    rows = symbols + has_none
    note = (
        f"Input dimensions {rows}: the symbols{', and one more for none' if has_none else ''}. Output dimensions "
        f"{dimensions}: learned numbers for each of them. Input length {tokens.shape[0]}: the steps."
    )
    arguments = {
        "input_dim": rows,
        "output_dim": dimensions,
        "embeddings_initializer": Drawn("RandomUniform"),
        "mask_zero": mask_none,
    }
    shape, parameters = (*tokens.shape, dimensions), rows * dimensions
    note = f"{note} {SKIPPED}" if mask_none else note
    return OfTokens(name, "Embedding", (tokens,), shape, arguments, parameters, note, first, padding, has_none)


def embedding_of_column(
    name: str,
    tokens: Source,
    column: int,
    symbols: int,
    dimensions: int,
    *,
    trained: bool = True,
    most: int | None = None,
) -> Layer:
    """(time, columns) -> (time, dimensions): numbers for the token in one column; the steps where it is 0 are masked.

    Larger tokens than `most` count as that one.
    """
    note = f"Input dimensions {symbols}, output dimensions {dimensions}. {SKIPPED}"
    arguments = {
        "input_dim": symbols,
        "output_dim": dimensions,
        "embeddings_initializer": Drawn("RandomUniform"),
        "mask_zero": True,
        "trainable": trained,
    }
    shape = (tokens.shape[0], dimensions)
    return OfTokens(
        name, "Embedding", (tokens,), shape, arguments, symbols * dimensions, note, column=column, most=most
    )
