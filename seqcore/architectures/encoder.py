"""What the networks share that read characters: their settings, and the layers that these stand for.

Characters come as tokens, which become numbers one-hot or in an Embedding.
"""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from seqcore.architectures.base import ANSWERS_LATER, READS_SYMBOLS, Architecture
from seqcore.architectures.layers.dense import dense
from seqcore.architectures.layers.layer import Layer, Source
from seqcore.architectures.layers.recurrent import CELLS, bidirectional, last_states, recurrent
from seqcore.architectures.layers.sequences import concatenate, input_layer, masking
from seqcore.architectures.layers.tokens import embedding, one_hot
from seqcore.limits import LIMITS
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import Signature, Spec


class Encoded(NamedTuple):
    """Layers that read a problem: all of them, the last recurrent one, and the last states of each recurrent one."""

    layers: list[Layer]
    output: Layer
    states: list[tuple[Source, ...]]


class Encoder(Architecture):
    """Base of the architectures that read characters with recurrent layers."""

    cell: Annotated[str, OneOf(CELLS)] = setting(
        "lstm", "Cell", "How one step is computed in every recurrent layer. LSTM and GRU choose what to remember."
    )
    units: int = setting(
        100, "Units", "How many numbers each layer that reads remembers, in each direction.", ge=1, le=LIMITS.units
    )
    layers: int = setting(1, "Layers", "How many recurrent layers stand above each other.", ge=1, le=LIMITS.layers)
    bidirectional: bool = setting(
        False, "Read both ways", "Read from the start and from the end, with two sets of weights, side by side."
    )
    embedding: int | None = setting(
        None,
        "Embedding",
        "How many learned numbers stand for a character. Empty: one number for each symbol, 1 where it is (one-hot).",
        ge=1,
        le=LIMITS.units,
        advanced=True,
    )

    def accepts(self, signature: Signature) -> str:
        if signature.input.vocabulary is None:
            return READS_SYMBOLS
        return "" if signature.output.is_per_step and not signature.is_step_by_step else ANSWERS_LATER

    def encoder_in_words(self) -> str:
        return recurrent_in_words(self.cell, self.units, self.layers, self.bidirectional)

    def encoder_features(self) -> int:
        """Features of a reading layer's output and states: both directions stand side by side."""
        return self.units * (2 if self.bidirectional else 1)

    def skips_padding(self) -> bool:
        """Whether steps of padding are masked."""
        return False

    def characters(self, read: Spec) -> list[Layer]:
        """The input, and the layers that make numbers (time, features) of its characters."""
        tokens = input_layer("input", read, "The problem's characters, as whole numbers.")
        masked = self.skips_padding()
        padding = read.padding if masked else None
        if self.embedding:
            size, symbols = self.embedding, read.features
            found = embedding("embedding", tokens, symbols, size, has_none=True, padding=padding, mask_none=masked)
            return [tokens, found]
        found = one_hot("one_hot", tokens, read.features, padding=padding)
        return [tokens, found, *([masking("masking", found)] if masked else [])]

    def encoder(self, first: Sequence[Layer], *, sequences: bool = False, states: bool = False) -> Encoded:
        """The layers that come first, and the recurrent ones that read the last of them.

        With `sequences` the last one keeps its output at every step. States are of `encoder_features`, those of both
        directions side by side as outputs are.
        """
        found, values, ends = list(first), first[-1], list[tuple[Source, ...]]()
        for index in range(self.layers):
            name, keeps = f"encoder_{index + 1}", sequences or index < self.layers - 1
            note = "Keeps an output for every step." if keeps else "Only the last step's output goes on."
            values = recurrent(name, (values,), self.cell, self.units, sequences=keeps, states=states, note=note)
            values = bidirectional(values) if self.bidirectional else values
            found.append(values)
            if states:
                last, joined = self._last_states(values)
                found += joined
                ends.append(last)
        return Encoded(found, values, ends)

    def _last_states(self, layer: Layer) -> tuple[tuple[Source, ...], list[Layer]]:
        """The last states of a reading layer, and the layers that put those of both directions side by side."""
        there = last_states(layer, self.cell, self.units)
        if not self.bidirectional:
            return there, []
        back, names = last_states(layer, self.cell, self.units, len(there)), CELLS[self.cell].states
        note = "The last states of both directions, side by side."
        pairs = zip(names, there, back, strict=True)
        joined = [concatenate(f"{layer.name}_{state}", tuple(both), note) for state, *both in pairs]
        return tuple(joined), joined

    def decoder(
        self, values: Layer, layers: int, units: int, states: Sequence[tuple[Source, ...]] = (), *, note: str
    ) -> list[Layer]:
        """Recurrent layers that write at every step; each starts from the states of its number, if there are any."""
        found = [values]
        for index in range(layers):
            reads = (found[-1], *(states[index] if states else ()))
            found.append(recurrent(f"decoder_{index + 1}", reads, self.cell, units, note=note))
        return found[1:]


class MaskedEncoder(Encoder):
    """Base of those that read to the end before they answer, so that they may skip the padding."""

    masking: bool = setting(
        False, "Skip the padding", "Steps that only fill up the line are skipped, as if they were not there."
    )

    def skips_padding(self) -> bool:
        return self.masking


def output_layer(values: Layer, signature: Signature) -> Layer:
    """The dense layer that every one of these networks ends with."""
    note = f"One number for each symbol, at every step ({signature.activation})."
    return dense("output", values, signature.output.features, signature.activation, note=note)


def recurrent_in_words(cell: str, units: int, layers: int, bidirectional: bool = False) -> str:
    """Layers of one kind in a few words, e.g. "2 × BiLSTM 100"."""
    words = f"{'Bi' if bidirectional else ''}{CELLS[cell].title} {units}"
    return words if layers == 1 else f"{layers} × {words}"
