"""What the networks share that read characters: their settings, how these describe layers, and how they build them.

A character is a row of zeros with a 1 at its place (one-hot); a row of zeros alone is no character. The length of the
answer is `output.steps` (as long as the input where there is none), the padding symbol's place `output.padding`.
"""

from collections.abc import Iterator
from typing import Annotated, Any

from seqcore.architectures.base import Architecture, LayerSummary
from seqcore.architectures.recurrent_stack import CELLS
from seqcore.limits import LIMITS
from seqcore.settings import OneOf, setting
from seqcore.tasks.base import Output

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

    def encoder_in_words(self) -> str:
        return recurrent_in_words(self.cell, self.units, self.layers, self.bidirectional)

    def encoder_features(self) -> int:
        """Features of a reading layer's output and states: both directions stand side by side."""
        return self.units * (2 if self.bidirectional else 1)

    def describe_encoder(
        self, shape: tuple[int, int], *, masking: bool = False, sequences: bool = False, states: bool = False
    ) -> list[LayerSummary]:
        """The rows of what `build_encoder` builds for characters of this shape (time, symbols)."""
        steps, features = shape
        rows = []
        if self.embedding:
            rows.append(describe_embedding("embedding", shape, self.embedding, masking))
            features = self.embedding
        elif masking:
            rows.append(LayerSummary("masking", "Masking", shape, 0, _MASKED))
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
        values: Any,
        seeds: Iterator[int],
        *,
        padding: int | None = None,
        masking: bool = False,
        sequences: bool = False,
        states: bool = False,
    ) -> tuple[Any, list[list[Any]]]:
        """From characters (batch, time, symbols) the last layer's output, and every layer's last states if asked for.

        `sequences` asks for the output at every step. States are (batch, `encoder_features`), those of both
        directions side by side as outputs are. `masking` skips the steps that are `padding`, or zeros alone.
        """
        from keras import layers

        if masking and padding is not None:
            # Whatever else stands in a row of padding becomes 0, too, so that the row gets masked.
            values = values * (1.0 - values[:, :, padding : padding + 1])
        if self.embedding:
            values = embed("embedding", values, self.embedding, seeds, masking)
        elif masking:
            values = layers.Masking(name="masking")(values)
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


def describe_input(input_shape: tuple[int, int]) -> LayerSummary:
    """The row of what all of these networks start with."""
    return LayerSummary("input", "Input", input_shape, 0, "The problem's characters, one-hot.")


def answer_steps(input_shape: tuple[int, int], output: Output) -> int:
    """How many steps the answer has; as many as the input where the task does not say."""
    return getattr(output, "steps", None) or input_shape[0]


def padding_symbol(output: Output) -> int | None:
    """The place of the symbol that fills up problems, if there is one."""
    return getattr(output, "padding", None)


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


def describe_decoder(cell: str, layers: int, units: int, shape: tuple[int, int], note: str) -> list[LayerSummary]:
    """The rows of recurrent layers that write at every step, the first of which gets `shape` (time, features)."""
    steps, features = shape
    rows = []
    for index in range(layers):
        parameters, features = CELLS[cell].parameters(features, units), units
        rows.append(LayerSummary(f"decoder_{index + 1}", CELLS[cell].title, (steps, units), parameters, note))
    return rows


def describe_output(steps: int, features: int, output: Output) -> LayerSummary:
    """The row of the dense layer that every one of these networks ends with."""
    note = f"One number for each symbol, at every step ({output.activation})."
    return LayerSummary("output", "Dense", (steps, output.units), (features + 1) * output.units, note)


def codes_of(characters: Any) -> Any:
    """Codes (batch, time) of one-hot characters (batch, time, symbols): 0 for zeros alone, else 1 + the place of the 1.

    The first of equal numbers counts as the largest, so an additional 0 at the front wins over nothing but zeros.
    """
    from keras import ops

    return ops.argmax(ops.pad(characters, ((0, 0), (0, 0), (1, 0))), axis=-1)


def embed(name: str, characters: Any, size: int, seeds: Iterator[int], masking: bool = False) -> Any:
    """Characters (batch, time, symbols) as learned numbers (batch, time, size), by their codes."""
    from keras import initializers, layers

    first = initializers.RandomUniform(seed=next(seeds))
    layer = layers.Embedding(characters.shape[-1] + 1, size, embeddings_initializer=first, mask_zero=masking, name=name)
    return layer(codes_of(characters))


def describe_embedding(name: str, shape: tuple[int, int], size: int, masking: bool = False) -> LayerSummary:
    """The row of what `embed` builds for characters of this shape (time, symbols)."""
    steps, symbols = shape
    note = "A list of learned numbers for each symbol, and one for none."
    note = f"{note} {_MASKED}" if masking else note
    return LayerSummary(name, "Embedding", (steps, size), (symbols + 1) * size, note)


_MASKED = "Steps of padding are masked: the layers after it skip them."
