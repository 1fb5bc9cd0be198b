"""State passing: the decoder goes on from the encoder's last states, and is told the answer so far.

In training that is the right answer so far, whatever the network would have said (teacher forcing, Williams and Zipser
1989), so that all steps are computed at once. When it answers alone it gets its own last symbol: the likeliest one
(greedy). The network of Sutskever, Vinyals and Le, "Sequence to Sequence Learning with Neural Networks", 2014.
"""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from seqcore.architectures.base import LayerSummary
from seqcore.architectures.encoder import (
    MaskedEncoder,
    describe_decoder,
    describe_embedding,
    describe_one_hot,
    describe_output,
    embed,
    one_hot,
    recurrent,
    recurrent_in_words,
    token_input,
)
from seqcore.architectures.layers import dense, seeds_from
from seqcore.tasks.base.signature import Signature, Spec


class ToldDecoder(MaskedEncoder):
    """Base of those whose decoder starts from the encoder's states and gets, at each step, the symbol before it.

    Each of its layers goes on from the encoder's layer of the same number, with as many units as that has features.
    """

    is_told_answers: ClassVar[bool] = True

    def in_words(self) -> str:
        decoder = recurrent_in_words(self.cell, self.encoder_features(), self.layers)
        return f"{self.encoder_in_words()} → {decoder}"

    def feed(self, inputs: Any, targets: Any) -> Any:
        """The problem, and the answer one step later (batch, steps), each token + 1: 0 before its first symbol."""
        from keras import ops

        return [inputs, ops.pad(targets[:, :-1] + 1, ((0, 0), (1, 0)))]

    def answer(self, model: Any, inputs: Any) -> Any:
        """Probabilities (batch, steps, symbols); each step is told the likeliest symbol of the one before."""
        return self.decode(model, inputs)[0]

    def decode(self, model: Any, inputs: Any) -> tuple[Any, Any]:
        """Probabilities (batch, steps, symbols), and what `say` returned beside them, side by side along steps."""
        import keras
        from keras import ops

        decoder = [model.get_layer(f"decoder_{index + 1}") for index in range(self.layers)]
        # A layer's inputs are the sequence, which comes from the decoder's side, and its first states.
        wanted = [self.memory(model), *(layer.input[1:] for layer in decoder)]
        memory, *states = keras.Model(model.inputs[0], wanted)(inputs, training=False)
        told = ops.zeros_like(inputs[:, 0])
        said = []
        for _ in range(model.output_shape[1]):
            if self.embedding:
                values = model.get_layer("told_embedding")(told[:, None])[:, 0]
            else:
                values = one_hot(told - 1, model.output_shape[-1])
            for index, layer in enumerate(decoder):
                values, states[index] = layer.cell(values, states[index])
            said.append(self.say(model, values, memory))
            told = ops.cast(ops.argmax(said[-1][0], axis=-1), told.dtype) + 1
        probabilities, beside = zip(*said, strict=True)
        return ops.stack(probabilities, axis=1), ops.stack(beside, axis=1)

    def memory(self, model: Any) -> list[Any]:
        """What `say` needs of the encoder, as tensors of `model`."""
        return []

    def say(self, model: Any, values: Any, memory: list[Any]) -> tuple[Any, Any]:
        """Probabilities (batch, symbols) from the decoder's output (batch, units) at a step, and anything beside."""
        probabilities = model.get_layer("output")(values)
        return probabilities, probabilities

    def describe_decoder(self, answer: Spec) -> list[LayerSummary]:
        """The rows of what `build_decoder` builds."""
        note = "The answer so far: at each step the symbol before it. In training the right one."
        rows = [LayerSummary("told", "Input", answer.shape, 0, note)]
        if self.embedding:
            rows.append(describe_embedding("told_embedding", answer, self.embedding))
        else:
            rows.append(describe_one_hot("told_one_hot", answer))
        note = "Starts from the states that the encoder ended with."
        return [*rows, *describe_decoder(self.cell, self.layers, self.encoder_features(), rows[-1].shape, note)]

    def build_decoder(self, told: Any, answer: Spec, states: Sequence[Any], seeds: Iterator[int]) -> Any:
        """The decoder's outputs (batch, steps, units) from the answer so far and the first states of each layer."""
        if self.embedding:
            values = embed("told_embedding", told, answer, self.embedding, seeds)
        else:
            values = one_hot(told - 1, answer.features)
        for index in range(self.layers):
            layer = recurrent(self.cell, f"decoder_{index + 1}", self.encoder_features(), seeds)
            values = layer(values, initial_state=states[index])
        return values


class StatePassing(ToldDecoder):
    """Encoder -> its last states -> decoder, which is told the answer so far -> output."""

    kind: Literal["state_passing"] = "state_passing"

    title: ClassVar = "State passing"

    def describe(self, signature: Signature) -> Sequence[LayerSummary]:
        return [
            *self.describe_encoder(signature.input, masking=self.masking, states=True),
            *self.describe_decoder(signature.output),
            describe_output(self.encoder_features(), signature),
        ]

    def build(self, signature: Signature, seed: int = 0) -> Any:
        import keras

        seeds, answer = seeds_from(seed), signature.output
        inputs, told = token_input("input", signature.input), token_input("told", answer)
        _, states = self.build_encoder(inputs, signature.input, seeds, masking=self.masking, states=True)
        values = self.build_decoder(told, answer, states, seeds)
        outputs = dense("output", answer.features, signature.activation, seeds)(values)
        return keras.Model([inputs, told], outputs, name=self.kind)
