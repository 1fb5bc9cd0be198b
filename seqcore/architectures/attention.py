"""Attention: at every step of the answer the decoder looks at all steps of the problem, some more than others.

How well a step of the problem fits is scored against the decoder's output, and the shares that softmax makes of the
scores mix the encoder's outputs into a context, which stands beside the decoder's output from then on. Scores as in
Luong, Pham and Manning, "Effective Approaches to Attention-based Neural Machine Translation", 2015 (dot, general) and
Bahdanau, Cho and Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", 2014 (additive).

Left out: the latter ask with the state before a step and feed the context into it, the former feed it into the next
one. Here nothing is fed back but symbols, so that all steps are computed at once in training.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from seqcore.architectures.base import LayerSummary
from seqcore.architectures.encoder import describe_output, token_input
from seqcore.architectures.layers import dense, seeds_from
from seqcore.architectures.state_passing import ToldDecoder
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import Signature


@dataclass(frozen=True)
class Score:
    """How decoder and encoder outputs are compared; which of them go through weights of their own first."""

    title: str
    weighs_query: bool = False
    weighs_keys: bool = False
    keras: str = "Attention"


SCORES = {
    "dot": Score("Luong: product"),
    "general": Score("Luong: product with weights between", weighs_keys=True),
    "additive": Score("Bahdanau: sum", weighs_query=True, weighs_keys=True, keras="AdditiveAttention"),
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

    def describe(self, signature: Signature) -> Sequence[LayerSummary]:
        steps, features, score = signature.output.steps, self.encoder_features(), SCORES[self.score]
        rows = [
            *self.describe_encoder(signature.input, masking=self.masking, sequences=True, states=True),
            *self.describe_decoder(signature.output),
        ]
        if score.weighs_query:
            note = "What a step of the answer asks for."
            rows.append(LayerSummary("query", "Dense", (steps, features), features**2, note))
        if score.weighs_keys:
            note = "What a step of the problem is found by."
            rows.append(LayerSummary("keys", "Dense", (signature.input.steps, features), features**2, note))
        note = "The context: the encoder's outputs, mixed anew for every step of the answer."
        scale = features if score.keras == "AdditiveAttention" else 0
        return [
            *rows,
            LayerSummary("attention", score.keras, (steps, features), scale, note),
            LayerSummary("context", "Concatenate", (steps, 2 * features), 0, "The decoder's output and the context."),
            describe_output(2 * features, signature),
        ]

    def build(self, signature: Signature, seed: int = 0) -> Any:
        import keras
        from keras import initializers, layers

        seeds, features, score = seeds_from(seed), self.encoder_features(), SCORES[self.score]
        problem, answer = signature.input, signature.output
        inputs, told = token_input("input", problem), token_input("told", answer)
        read, states = self.build_encoder(inputs, problem, seeds, masking=self.masking, sequences=True, states=True)
        values = self.build_decoder(told, answer, states, seeds)
        query, compared = values, [read]
        if score.weighs_query:
            query = dense("query", features, "linear", seeds, use_bias=False)(values)
        if score.weighs_keys:
            compared.append(dense("keys", features, "linear", seeds, use_bias=False)(read))
        attention = getattr(layers, score.keras)(name="attention")
        context = attention([query, *compared])
        for scale in attention.trainable_variables:
            # Keras gives this layer no initializer of one's own.
            scale.assign(initializers.GlorotUniform(next(seeds))(scale.shape))
        values = layers.Concatenate(name="context")([values, context])
        outputs = dense("output", answer.features, signature.activation, seeds)(values)
        return keras.Model([inputs, told], outputs, name=self.kind)
