"""Attention: at every step of the answer the decoder looks at all steps of the problem, some more than others.

How well a step of the problem fits is scored against the decoder's output, and the shares that softmax makes of the
scores mix the encoder's outputs into a context, which stands beside the decoder's output from then on. Scores as in
Luong, Pham and Manning, "Effective Approaches to Attention-based Neural Machine Translation", 2015 (dot, general) and
Bahdanau, Cho and Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", 2014 (additive).

Left out: the latter ask with the state before a step and feed the context into it, the former feed it into the next
one. Here nothing is fed back but symbols, so that all steps are computed at once in training.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from seqcore.architectures.encoder import output_layer
from seqcore.architectures.layers.attention import additive_attention, attention
from seqcore.architectures.layers.dense import dense
from seqcore.architectures.layers.layer import Layer, Source
from seqcore.architectures.layers.sequences import concatenate
from seqcore.architectures.state_passing import ToldDecoder
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import Signature


@dataclass(frozen=True)
class Score:
    """How decoder and encoder outputs are compared; which of them go through weights of their own first."""

    title: str
    weighs_query: bool = False
    weighs_keys: bool = False
    layer: Callable[..., Layer] = attention


SCORES = {
    "dot": Score("Luong: product"),
    "general": Score("Luong: product with weights between", weighs_keys=True),
    "additive": Score("Bahdanau: sum", weighs_query=True, weighs_keys=True, layer=additive_attention),
}


class Attention(ToldDecoder):
    """Encoder -> its states start the decoder, its outputs are what attention mixes for every step -> output."""

    kind: Literal["attention"] = "attention"
    score: Annotated[str, OneOf(SCORES)] = setting(
        "dot", "Score", "How well a step of the problem fits a step of the answer: by a product, or by a sum and tanh."
    )

    title: ClassVar = "Attention"
    looks_back: ClassVar = True

    def in_words(self) -> str:
        return f"{super().in_words()}, attention ({self.score})"

    def alignment(self, model: Any, inputs: Any) -> tuple[Any, Any]:
        """Probabilities (batch, steps, symbols) as `answer` gives them, and the shares (batch, steps, input length).

        The shares of each step sum to 1: how much of each step of the input went into its context.
        """
        return self.decode(model, inputs)

    def memory(self, model: Any) -> list[Any]:
        return list(model.get_layer("attention").input[1:])

    def say(self, model: Any, values: Any, memory: list[Any]) -> tuple[Any, Any]:
        from keras import ops

        query = values[:, None]
        if SCORES[self.score].weighs_query:
            query = model.get_layer("query")(query)
        context, shares = model.get_layer("attention")([query, *memory], return_attention_scores=True)
        return model.get_layer("output")(ops.concatenate([values, context[:, 0]], axis=-1)), shares[:, 0]

    def network(self, signature: Signature) -> tuple[Layer, ...]:
        features, score = self.encoder_features(), SCORES[self.score]
        encoder = self.encoder(self.characters(signature.input), sequences=True, states=True)
        found = [*encoder.layers, *self.told_decoder(signature.output, encoder.states)]
        values = query = found[-1]
        compared: list[Source] = [encoder.output]
        if score.weighs_query:
            note = "What a step of the answer asks for."
            query = dense("query", values, features, use_bias=False, note=note)
            found.append(query)
        if score.weighs_keys:
            note = "What a step of the problem is found by."
            found.append(dense("keys", encoder.output, features, use_bias=False, note=note))
            compared.append(found[-1])
        note = "The context: the encoder's outputs, mixed anew for every step of the answer."
        mixed = score.layer("attention", query, tuple(compared), note)
        context = concatenate("context", (values, mixed), "The decoder's output and the context.")
        return (*found, mixed, context, output_layer(context, signature))
