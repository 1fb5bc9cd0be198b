"""What the networks share that read characters: their settings, how these describe layers, and how they build them.

Characters come as tokens. One-hot, a character is a row of zeros with a 1 at its place; a row of zeros alone is none.
"""

from collections.abc import Iterator
from typing import Annotated, Any

from seqcore.architectures.base import ANSWERS_LATER, READS_SYMBOLS, Architecture, LayerSummary
from seqcore.architectures.recurrent_stack import CELLS
from seqcore.limits import LIMITS
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import Signature, Spec

STATES = {"simple_rnn": ("output",), "lstm": ("output", "carry"), "gru": ("output",)}
"""What each cell remembers from step to step."""


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

    def describe_encoder(
        self, read: Spec, *, masking: bool = False, sequences: bool = False, states: bool = False
    ) -> list[LayerSummary]:
        """The rows of what `build_encoder` builds, from the input on."""
        rows = self.describe_characters(read, masking=masking)
        return [*rows, *self.describe_layers(rows[-1].shape, sequences=sequences, states=states)]

    def describe_characters(self, read: Spec, *, masking: bool = False) -> list[LayerSummary]:
        """The rows of the input and of what `characters` builds."""
        rows = [LayerSummary("input", "Input", read.shape, 0, "The problem's characters, as whole numbers.")]
        if self.embedding:
            return [*rows, describe_embedding("embedding", read, self.embedding, masking)]
        rows.append(describe_one_hot("one_hot", read))
        return [*rows, LayerSummary("masking", "Masking", rows[-1].shape, 0, _MASKED)] if masking else rows

    def describe_layers(
        self, shape: tuple[int, ...], *, sequences: bool = False, states: bool = False
    ) -> list[LayerSummary]:
        """The rows of what `build_layers` builds for values of this shape (time, features)."""
        steps, features = shape
        rows = []
        for index in range(self.layers):
            name, keeps = f"encoder_{index + 1}", sequences or index < self.layers - 1
            parameters = CELLS[self.cell].parameters(features, self.units) * (2 if self.bidirectional else 1)
            features = self.encoder_features()
            title = CELLS[self.cell].title
            kind = f"Bidirectional({title})" if self.bidirectional else title
            of_output = (steps, features) if keeps else (features,)
            note = "Keeps an output for every step." if keeps else "Only the last step's output goes on."
            rows.append(LayerSummary(name, kind, of_output, parameters, note))
            if states and self.bidirectional:
                note = "The last states of both directions, side by side."
                for state in STATES[self.cell]:
                    rows.append(LayerSummary(f"{name}_{state}", "Concatenate", (features,), 0, note))
        return rows

    def build_encoder(
        self,
        tokens: Any,
        read: Spec,
        seeds: Iterator[int],
        *,
        masking: bool = False,
        sequences: bool = False,
        states: bool = False,
    ) -> tuple[Any, list[list[Any]]]:
        """From tokens (batch, time) the last layer's output, and every layer's last states if asked for.

        `masking` skips the steps that are padding; the rest is as in `build_layers`.
        """
        values = self.characters(tokens, read, seeds, masking=masking)
        return self.build_layers(values, seeds, sequences=sequences, states=states)

    def characters(self, tokens: Any, read: Spec, seeds: Iterator[int], *, masking: bool = False) -> Any:
        """What the first recurrent layer gets for tokens (batch, time): (batch, time, features)."""
        from keras import layers, ops

        padding = -1 if read.padding is None else int(read.padding)
        if masking:
            # −1 is no symbol: zeros alone, or what an Embedding masks.
            tokens = ops.where(ops.equal(tokens, padding), -1, tokens)
        if self.embedding:
            return embed("embedding", tokens + 1, read, self.embedding, seeds, masking)
        values = one_hot(tokens, read.features)
        return layers.Masking(name="masking")(values) if masking else values

    def build_layers(
        self, values: Any, seeds: Iterator[int], *, sequences: bool = False, states: bool = False
    ) -> tuple[Any, list[list[Any]]]:
        """From values (batch, time, features) the last layer's output, and every layer's last states if asked for.

        `sequences` asks for the output at every step. States are (batch, `encoder_features`), those of both
        directions side by side as outputs are.
        """
        from keras import layers

        found: list[list[Any]] = []
        for index in range(self.layers):
            name, keeps = f"encoder_{index + 1}", sequences or index < self.layers - 1
            layer = recurrent(self.cell, name, self.units, seeds, keeps, states)
            if self.bidirectional:
                back = recurrent(self.cell, f"backward_{name}", self.units, seeds, keeps, states, go_backwards=True)
                both = layers.Bidirectional(layer, "concat", backward_layer=back, name=name)
                # Its forward layer is a copy of `layer`, and a SimpleRNN forgets its seed when it is copied.
                both.forward_layer.cell.seed_generator.state.assign(layer.cell.seed_generator.state)
                layer = both
            values, *last = layer(values) if states else (layer(values),)
            if states and self.bidirectional:
                pairs = zip(STATES[self.cell], last[: len(last) // 2], last[len(last) // 2 :], strict=True)
                last = [layers.Concatenate(name=f"{name}_{state}")([there, back]) for state, there, back in pairs]
            found.append(last)
        return values, found


class MaskedEncoder(Encoder):
    """Base of those that read to the end before they answer, so that they may skip the padding."""

    masking: bool = setting(
        False, "Skip the padding", "Steps that only fill up the line are skipped, as if they were not there."
    )


def token_input(name: str, spec: Spec) -> Any:
    """The input of tokens (batch, time)."""
    import keras

    return keras.Input(spec.shape, dtype=spec.dtype, name=name)


def one_hot(tokens: Any, symbols: int) -> Any:
    """Tokens (…) as rows (…, symbols) of zeros with a 1; zeros alone for −1, which is no symbol."""
    from keras import ops

    return ops.one_hot(tokens, symbols)


def describe_one_hot(name: str, read: Spec) -> LayerSummary:
    """The row of what `one_hot` builds."""
    note = f"One number for each of the {read.features} symbols: 1 at the place of the character, 0 elsewhere."
    return LayerSummary(name, "OneHot", (read.steps, read.features), 0, note)


def recurrent_in_words(cell: str, units: int, layers: int, bidirectional: bool = False) -> str:
    """Layers of one kind in a few words, e.g. "2 × BiLSTM 100"."""
    words = f"{'Bi' if bidirectional else ''}{CELLS[cell].title} {units}"
    return words if layers == 1 else f"{layers} × {words}"


def recurrent(
    cell: str,
    name: str,
    units: int,
    seeds: Iterator[int],
    sequences: bool = True,
    states: bool = False,
    *,
    go_backwards: bool = False,
) -> Any:
    """A recurrent layer that returns its outputs at every step, or the last one; with its last states if asked for."""
    from keras import initializers, layers

    return getattr(layers, CELLS[cell].keras)(
        units,
        kernel_initializer=initializers.GlorotUniform(next(seeds)),
        recurrent_initializer=initializers.Orthogonal(seed=next(seeds)),
        return_sequences=sequences,
        return_state=states,
        go_backwards=go_backwards,
        seed=next(seeds),
        name=name,
    )


def describe_decoder(cell: str, layers: int, units: int, shape: tuple[int, ...], note: str) -> list[LayerSummary]:
    """The rows of recurrent layers that write at every step, the first of which gets `shape` (time, features)."""
    steps, features = shape
    rows = []
    for index in range(layers):
        parameters, features = CELLS[cell].parameters(features, units), units
        rows.append(LayerSummary(f"decoder_{index + 1}", CELLS[cell].title, (steps, units), parameters, note))
    return rows


def describe_output(features: int, signature: Signature) -> LayerSummary:
    """The row of the dense layer that every one of these networks ends with, which gets so many `features`."""
    output = signature.output
    note = f"One number for each symbol, at every step ({signature.activation})."
    shape = (output.steps, output.features)
    return LayerSummary("output", "Dense", shape, (features + 1) * output.features, note)


def embed(name: str, codes: Any, read: Spec, size: int, seeds: Iterator[int], masking: bool = False) -> Any:
    """Tokens + 1 (batch, time), 0 for no symbol, as learned numbers (batch, time, size); `masking` skips the 0s."""
    from keras import initializers, layers

    first = initializers.RandomUniform(seed=next(seeds))
    layer = layers.Embedding(read.features + 1, size, embeddings_initializer=first, mask_zero=masking, name=name)
    return layer(codes)


def describe_embedding(name: str, read: Spec, size: int, masking: bool = False) -> LayerSummary:
    """The row of what `embed` builds."""
    note = "A list of learned numbers for each symbol, and one for none."
    note = f"{note} {_MASKED}" if masking else note
    return LayerSummary(name, "Embedding", (read.steps, size), (read.features + 1) * size, note)


_MASKED = "Steps of padding are masked: the layers after it skip them."
