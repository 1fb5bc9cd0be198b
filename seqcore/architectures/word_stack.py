"""A recurrent stack that reads words: a vector for each word, and small ones for how it is spelled.

Where words have vectors from elsewhere, these are what the table of words begins with; a frozen table is not trained,
and the vector of unknown words is, in a small table of its own.
"""

from typing import ClassVar, Literal

from seqcore.architectures.base import READS_WORDS
from seqcore.architectures.layers.dense import dropout
from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.sequences import add, concatenate, input_layer
from seqcore.architectures.layers.tokens import embedding_of_column
from seqcore.architectures.recurrent_stack import RecurrentStack
from seqcore.limits import LIMITS
from seqcore.settings import Settings, setting
from seqcore.tasks.base.signature import Spec

WORDS = "words"
"""The layer that has a vector for each word."""
WORD, SHAPE, ENDING = range(3)
"""The columns of a step."""
KNOWN = 2
"""Of words: 0 is padding, 1 is unknown, from here on known ones."""


class WordFeatures(Settings):
    """The settings of what comes first: a base of its own, so that forms show it first."""

    embedding: int = setting(
        50,
        "Word vector",
        "How many learned numbers stand for a word. Where vectors from elsewhere are used, these say how many.",
        ge=1,
        le=LIMITS.units,
    )
    shape_embedding: int | None = setting(
        8,
        "Shape of a word",
        "How many learned numbers stand for its shape: small letters, a capital, digits. Empty: it is not seen.",
        ge=1,
        le=64,
    )
    ending_embedding: int | None = setting(
        None,
        "Ending of a word",
        "How many learned numbers stand for its last three letters. Empty: they are not seen.",
        ge=1,
        le=64,
    )
    input_dropout: float = setting(
        0.5, "Dropout on words", "Share of these numbers that is hidden at random while training.", ge=0, le=0.9
    )


class WordStack(RecurrentStack, WordFeatures):
    """Word, shape and ending embedded -> dropout -> recurrent layers -> dense layers -> dropout -> output."""

    kind: Literal["word_stack"] = "word_stack"  # type: ignore[assignment]

    title: ClassVar = "Recurrent stack on words"

    def in_words(self) -> str:
        more = [f"{size} {what}" for what, size in (("shape", self.shape_embedding), ("ending", self.ending_embedding))]
        spelled = "".join(f" + {words}" for words in more if not words.startswith("None"))
        return f"Embedding {self.embedding}{spelled} → {super().in_words()}"

    def reads(self, read: Spec) -> str:
        return "" if len(read.columns) == ENDING + 1 else READS_WORDS

    def first_layers(self, read: Spec) -> list[Layer]:
        tokens = input_layer("input", read, "For each word its number, that of its shape, and that of its ending.")
        found = self._words(tokens, read)
        side_by_side = [found[-1]]
        for name, column, size in (
            ("shapes", SHAPE, self.shape_embedding),
            ("endings", ENDING, self.ending_embedding),
        ):
            if size:
                side_by_side.append(embedding_of_column(name, tokens, column, read.columns[column], size))
        found = [tokens, *found, *side_by_side[1:]]
        if len(side_by_side) > 1:
            found.append(concatenate("word_and_spelling", tuple(side_by_side), "Side by side."))
        return [*found, dropout("hidden_words", found[-1], self.input_dropout)] if self.input_dropout else found

    def _words(self, tokens: Layer, read: Spec) -> list[Layer]:
        """The table of words; a frozen one with another table, in which one row is for all unknown words."""
        given, rows = read.given, read.columns[WORD]
        size, is_frozen = (given.size, given.frozen) if given else (self.embedding, False)
        words = embedding_of_column(WORDS, tokens, WORD, rows, size, trained=not is_frozen)
        if not is_frozen:
            return [words]
        unknown = embedding_of_column("unknown", tokens, WORD, KNOWN + 1, size, most=KNOWN)
        note = "The frozen vector, and a learned one for all unknown words (and one for all known ones)."
        return [words, unknown, add("word", (words, unknown), note)]
