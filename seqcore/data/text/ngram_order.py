"""What a training text says about one order of n-grams: which characters follow which contexts, and how probably.

A context is the n - 1 characters before a character. The formulas are in `ngrams.py`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

UNSEEN = -1
"""The rank of a context that the training text does not have."""


@dataclass(frozen=True)
class NgramOrder:
    """The contexts of one order and the pairs of a context and a character after it.

    A context h is known by its rank among the contexts of its order, sorted by their keys: rank of h' * vocabulary +
    first character of h, where h' is h without that character. Ranks instead of whole contexts keep the keys small:
    2,000 symbols to the fifth power are more than 64 bits. Pairs are sorted by rank of h * vocabulary + character.

    context_keys, totals, types, best, best_probability: (contexts,), with count(h), T(h), the most probable next
    character (of equals, the smallest code) and its probability.
    pair_keys, counts, probabilities: (pairs,), with count(h, c) and p(c | h).
    """

    context_keys: Whole
    totals: Whole
    types: Whole
    best: Whole
    best_probability: Floats
    pair_keys: Whole
    counts: Whole
    probabilities: Floats

    def places(self, ranks: Whole, characters: Whole, vocabulary: int) -> Whole:
        """Where the pairs of these contexts and characters stand, or UNSEEN: (k,)."""
        return places(self.pair_keys, ranks * vocabulary + characters)


def count_order(
    shorter: NgramOrder | None, context_keys: Whole, ranks: Whole, following: Whole, vocabulary: int
) -> NgramOrder:
    """The order above `shorter`, from the rank of the context before each of the `following` characters (k,)."""
    num_contexts = len(context_keys)
    pair_keys, counts = np.unique(ranks * vocabulary + following, return_counts=True)
    context, character = np.divmod(pair_keys, vocabulary)
    totals, types = np.bincount(ranks, minlength=num_contexts), np.bincount(context, minlength=num_contexts)
    if shorter is None:
        below = np.full(len(pair_keys), 1 / vocabulary)
        best_below, probability_below = np.zeros(num_contexts, np.int64), np.full(num_contexts, 1 / vocabulary)
    else:
        parent = context_keys // vocabulary
        # What follows h follows h', too: none of these pairs is unseen.
        below = shorter.probabilities[shorter.places(parent[context], character, vocabulary)]
        best_below, probability_below = shorter.best[parent], shorter.best_probability[parent]
    probabilities = mixed(counts, totals[context], types[context], below)
    best, best_probability = _first_choice(
        context, character, probabilities, best_below, mixed(0, totals, types, probability_below)
    )
    return NgramOrder(context_keys, totals, types, best, best_probability, pair_keys, counts, probabilities)


def mixed(counts: Whole | int, totals: Whole, types: Whole, below: Floats) -> Floats:
    """Witten and Bell's mixture of counts with the probabilities of the order `below`."""
    return (counts + types * below) / (totals + types)


def places(sorted_keys: Whole, keys: Whole) -> Whole:
    """Where each key stands among the sorted ones, or UNSEEN."""
    if not len(sorted_keys):
        return np.full(len(keys), UNSEEN)
    nearest = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return np.where(sorted_keys[nearest] == keys, nearest, UNSEEN)


def _first_choice(
    context: Whole, character: Whole, probabilities: Floats, best_below: Whole, probability_if_unseen: Floats
) -> tuple[Whole, Floats]:
    """The most probable character of each context, and its probability.

    It is one of the pairs or the first choice of the shorter context, whose probability here is
    `probability_if_unseen`, or more where it is one of the pairs.
    """
    if not len(context):
        return best_below, probability_if_unseen
    every = np.arange(len(best_below))
    highest = np.maximum.reduceat(probabilities, np.searchsorted(context, every))
    # Pairs are sorted: of the most probable ones, the first has the smallest code.
    on_top = np.flatnonzero(probabilities == highest[context])
    seen_best = character[on_top[np.searchsorted(context[on_top], every)]]
    equal = probability_if_unseen == highest
    shorter_wins = (probability_if_unseen > highest) | (equal & (best_below < seen_best))
    return np.where(shorter_wins, best_below, seen_best), np.where(shorter_wins, probability_if_unseen, highest)
