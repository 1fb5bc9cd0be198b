"""Which words and endings a network knows, and sentences as numbers: three for each word (word, shape, ending).

0 is padding and 1 is unknown, of words and of endings. Words are known by their small letters; their shape says the
rest.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from seqcore.data.sentences.spelling import SHAPES, ending_of, shape_of

Codes = npt.NDArray[np.int32]
UNKNOWN, FIRST = 1, 2
"""Rows of the table of words: for unknown ones, and that of the first known word. Row 0 is padding."""
MOST_ENDINGS = 500
FEWEST = 2
"""How often a word has to occur in training to be known: the others teach what to do with unknown ones."""
NUM_SHAPES = len(SHAPES) + 1
"""With padding."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """`words` in small letters and `endings`, in the order of their rows from `FIRST` on."""

    words: Sequence[str]
    endings: Sequence[str]

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The row of each known word in the table of words."""
        return {word: place for place, word in enumerate(self.words, FIRST)}

    @cached_property
    def _ending_rows(self) -> Mapping[str, int]:
        return {ending: place for place, ending in enumerate(self.endings, FIRST)}

    def encode(self, sentences: Sequence[Sequence[str]], steps: int) -> Codes:
        """(sentences, steps, 3): word, shape and ending of the first `steps` words; zeros after the end."""
        codes = np.zeros((len(sentences), steps, 3), np.int32)
        for row, words in enumerate(sentences):
            for step, word in enumerate(words[:steps]):
                ending = self._ending_rows.get(ending_of(word), UNKNOWN)
                codes[row, step] = self.rows.get(word.lower(), UNKNOWN), shape_of(word), ending
        return codes

    def spelled(self, codes: Codes) -> list[str]:
        """What a network reads at each step of `codes` (steps, 3): known words in small letters; others by ending."""
        return [self._word(int(word), int(ending)) for word, _, ending in codes]

    def _word(self, word: int, ending: int) -> str:
        if word >= FIRST:
            return self.words[word - FIRST]
        if word == UNKNOWN:
            return f"…{self.endings[ending - FIRST]}" if ending >= FIRST else "unknown"
        return ""


def counted(sentences: Iterable[Sequence[str]]) -> "Counter[str]":
    """How often each word occurs, in small letters."""
    return Counter(word.lower() for words in sentences for word in words)


def vocabulary_of(training: Sequence[Sequence[str]], most_words: int) -> Vocabulary:
    """The words that training sentences have at least twice, and their endings, the most frequent ones first."""
    words = [word for word, number in _in_order(counted(training)) if number >= FEWEST]
    return Vocabulary(words[:most_words], _endings(training))


def vocabulary_with_vectors(
    training: Sequence[Sequence[str]], others: Sequence[Sequence[str]], known: Iterable[str], most_words: int
) -> Vocabulary:
    """The words that vectors are `known` of: first those of the training sentences, then those of the `others`.

    Others may stand in it, too: a word that was never trained has its vector all the same.
    """
    known = dict.fromkeys(known)
    order = [word for part in (training, others) for word, _ in _in_order(counted(part)) if word in known]
    return Vocabulary(list(dict.fromkeys([*order, *known]))[:most_words], _endings(training))


def _endings(training: Sequence[Sequence[str]]) -> list[str]:
    found = Counter(ending_of(word) for words in training for word in words)
    return [ending for ending, number in _in_order(found)[: MOST_ENDINGS - FIRST] if number >= FEWEST]


def _in_order(counts: "Counter[str]") -> list[tuple[str, int]]:
    """The most frequent first; as many of each in the order of the alphabet."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
