"""A recurrent stack that reads symbols: one-hot, or as learned numbers (Embedding)."""

from typing import ClassVar, Literal

from seqcore.architectures.base import READS_ONE_NUMBER, READS_SYMBOLS
from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.sequences import input_layer
from seqcore.architectures.layers.tokens import embedding, one_hot
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
        if read.vocabulary is None:
            return READS_SYMBOLS
        return READS_ONE_NUMBER if read.columns else ""

    def first_layers(self, read: Spec) -> list[Layer]:
        tokens = input_layer("input", read, "The numbers of the symbols, one a step.")
        if self.embedding:
            return [tokens, embedding("embedding", tokens, read.features, self.embedding)]
        return [tokens, one_hot("one_hot", tokens, read.features)]
