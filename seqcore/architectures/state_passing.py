"""State passing: the decoder goes on from the encoder's last states, and is told the answer so far.

In training that is the right answer so far, whatever the network would have said (teacher forcing, Williams and Zipser
1989), so that all steps are computed at once. When it answers alone it gets its own last symbol: the likeliest one
(greedy). The network of Sutskever, Vinyals and Le, "Sequence to Sequence Learning with Neural Networks", 2014.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from seqcore.architectures.encoder import MaskedEncoder, output_layer, recurrent_in_words
from seqcore.architectures.layers.layer import Layer, Source
from seqcore.architectures.layers.sequences import input_layer
from seqcore.architectures.layers.tokens import embedding, one_hot
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
                values = ops.one_hot(told - 1, model.output_shape[-1])
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

    def told_decoder(self, answer: Spec, states: Sequence[tuple[Source, ...]]) -> list[Layer]:
        """The layers that read the answer so far, and start from these states."""
        note = "The answer so far: at each step the symbol before it. In training the right one."
        told, symbols = input_layer("told", answer, note), answer.features
        if self.embedding:
            represented = embedding("told_embedding", told, symbols, self.embedding, first=1, has_none=True)
        else:
            represented = one_hot("told_one_hot", told, symbols, first=1)
        note = "Starts from the states that the encoder ended with."
        decoder = self.decoder(represented, self.layers, self.encoder_features(), states, note=note)
        return [told, represented, *decoder]


class StatePassing(ToldDecoder):
    """Encoder -> its last states -> decoder, which is told the answer so far -> output."""

    kind: Literal["state_passing"] = "state_passing"

    title: ClassVar = "State passing"

    def network(self, signature: Signature) -> tuple[Layer, ...]:
        encoder = self.encoder(self.characters(signature.input), states=True)
        decoder = self.told_decoder(signature.output, encoder.states)
        return (*encoder.layers, *decoder, output_layer(decoder[-1], signature))
