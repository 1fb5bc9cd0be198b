"""Remembering, the rival of adding: a table of the problems that training has drawn, and a guess for all others."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from seqcore.data.arithmetic.answers import Integers
from seqcore.data.arithmetic.drawing import draw, listed
from seqcore.data.arithmetic.hold_out import MOST_ENUMERATED, is_held_out, words_of
from seqcore.data.arithmetic.mixing import Words
from seqcore.data.arithmetic.problems import Problems, Rules
from seqcore.data.arithmetic.space import unordered_problems
from seqcore.tasks.addition.alphabet import symbols_of
from seqcore.tasks.addition.encoding import encode_answers

MOST_COUNTED = 2_000_000
"""Drawn problems up to which those that are different are counted: it takes half a second a million."""
_AT_ONCE = 100_000

_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Memory:
    """What remains of a training that remembers everything and understands nothing.

    `seen` has the sorted words of the different problems that training has drawn, in any order of their terms;
    None stands for all of its part. `guess` is its answer to every other problem.
    """

    share: float
    guess: int
    seen: Words | None = None

    @classmethod
    def of(cls, rules: Rules, share: float, seed: int, drawn: int) -> "Memory":
        """After the first `drawn` problems of a training; where they are too many to be counted it knows its part."""
        guess = most_frequent_answer(rules, share)
        if drawn > MOST_COUNTED:
            return cls(share, guess)
        words = [np.zeros(0, np.uint64)]
        for first in range(0, drawn, _AT_ONCE):
            problems = draw(rules, seed, first, min(_AT_ONCE, drawn - first), held_out=False, share=share)
            words.append(np.unique(words_of(problems)))
        return cls(share, guess, np.unique(np.concatenate(words)))

    def knows(self, problems: Problems) -> _Flags:
        """Whether training has drawn each problem (n,)."""
        if self.seen is None:
            return ~is_held_out(problems, self.share)
        return np.isin(words_of(problems), self.seen)

    def answers(self, problems: Problems) -> Integers:
        """What it answers, (n,): the right thing where it knows the problem."""
        return np.where(self.knows(problems), problems.answers(), self.guess)


@lru_cache(maxsize=64)
def most_frequent_answer(rules: Rules, share: float) -> int:
    """The answer that training is told most often, the smallest of several; by 100,000 draws where it has no list."""
    if unordered_problems(rules) <= MOST_ENUMERATED:
        problems, likelihood = listed(rules, False, share)
    else:
        problems = draw(rules, 0, 0, _AT_ONCE, held_out=False, share=share)
        likelihood = np.ones(len(problems))
    answers, places = np.unique(problems.answers(), return_inverse=True)
    # Rounded, or the order of summing would decide between answers that are as frequent.
    return int(answers[np.bincount(places, likelihood).round(12).argmax()])


@lru_cache(maxsize=64)
def character_frequencies(rules: Rules, share: float) -> npt.NDArray[np.float64]:
    """How often each symbol stands at each place of the answers that training is told (output_length, symbols).

    By 100,000 draws, and never quite 0: no count rules a symbol out.
    """
    codes = encode_answers(draw(rules, 0, 0, _AT_ONCE, held_out=False, share=share).answers(), rules)
    symbols = len(symbols_of(rules))
    counts = np.stack([np.bincount(place, minlength=symbols) for place in codes.T]) + 1.0
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))
