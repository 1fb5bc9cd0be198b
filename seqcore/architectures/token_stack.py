"""A recurrent stack that reads symbols: one-hot, or as learned numbers (Embedding)."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from seqcore.architectures.base import READS_SYMBOLS, LayerSummary
from seqcore.architectures.encoder import describe_one_hot, one_hot
from seqcore.architectures.recurrent_stack import RecurrentStack
from seqcore.limits import LIMITS
from seqcore.settings import setting
from seqcore.tasks.base.signature import Spec


class TokenStack(RecurrentStack):
    """Symbols, one-hot or embedded -> recurrent layers -> dense layers -> batch normalisation -> dropout -> output."""

    kind: Literal["token_stack"] = "token_stack"  # type: ignore[assignment]
    embedding: int | None = setting(
        None,
        "Embedding",
        "How many learned numbers stand for a symbol. Empty: one number for each symbol, 1 where it is (one-hot).",
        ge=1,
        le=LIMITS.units,
    )

    title: ClassVar = "Recurrent stack on symbols"

    def in_words(self) -> str:
        first = f"Embedding {self.embedding}" if self.embedding else "one-hot"
        return f"{first} → {super().in_words()}"

    def reads(self, read: Spec) -> str:
        return READS_SYMBOLS if read.vocabulary is None else ""

    def describe_input(self, read: Spec) -> list[LayerSummary]:
        rows = [LayerSummary("input", "Input", read.shape, 0, "The numbers of the symbols, one a step.")]
        if not self.embedding:
            return [*rows, describe_one_hot("one_hot", read)]
        note = (
            f"Input dimensions {read.features}: the symbols. Output dimensions {self.embedding}: learned numbers for "
            f"each of them. Input length {read.steps}: the steps."
        )
        parameters = read.features * self.embedding
        return [*rows, LayerSummary("embedding", "Embedding", (read.steps, self.embedding), parameters, note)]

    def represent(self, inputs: Any, read: Spec, seeds: Iterator[int]) -> Any:
        from keras import initializers, layers

        if not self.embedding:
            return one_hot(inputs, read.features)
        first = initializers.RandomUniform(seed=next(seeds))
        return layers.Embedding(read.features, self.embedding, embeddings_initializer=first, name="embedding")(inputs)
