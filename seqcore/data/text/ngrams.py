"""N-gram models of characters with Witten-Bell smoothing: what a network has to beat. NumPy only.

The probability of a character c after a context h (the n - 1 characters before it) mixes what followed h in the
training text with the model that is one order shorter (h' is h without its first character):

    p_n(c | h) = (count(h, c) + T(h) * p_(n-1)(c | h')) / (count(h) + T(h)),    p_0(c) = 1 / vocabulary

T(h) is the number of different characters seen after h. After an unseen context p_n is p_(n-1).

Source: I. H. Witten and T. C. Bell, "The zero-frequency problem: estimating the probabilities of novel events in
adaptive text compression", IEEE Transactions on Information Theory 37 (1991), method C; as interpolation in
S. F. Chen and J. Goodman, "An empirical study of smoothing techniques for language modeling" (1998).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqcore.data.text.ngram_order import UNSEEN, Floats, Whole, count_order, mixed, places

Codes = npt.NDArray[np.integer]


@dataclass(frozen=True)
class NgramScores:
    """How well a model predicts: bits per character, and the share of characters that were its first choice."""

    bits: float
    accuracy: float


class Ngrams:
    """The models of the orders 1 to `order`, counted in `codes` (characters,), which are below `vocabulary`.

    Raises ValueError for an order below 1, and for codes that are not in the vocabulary.
    """

    def __init__(self, codes: Codes, vocabulary: int, order: int) -> None:
        if order < 1:
            raise ValueError(f"order: got {order}; allowed is 1 or more.")
        codes = _checked(codes, vocabulary)
        self.vocabulary = vocabulary
        # ranks[i] belongs to the context that ends just before character i + n - 1.
        ranks, keys = np.zeros(len(codes), np.int64), np.zeros(min(1, len(codes)), np.int64)
        self._orders = [count_order(None, keys, ranks, codes, vocabulary)]
        for n in range(2, order + 1):
            keys, ranks = np.unique(ranks[1:] * vocabulary + codes[: 1 - n], return_inverse=True)
            self._orders.append(count_order(self._orders[-1], keys, ranks, codes[n - 1 :], vocabulary))

    def probabilities(self, context_codes: Sequence[int] | Codes) -> Floats:
        """The probability of each character after a context of any length: (vocabulary,), adding up to 1.

        Of a context longer than order - 1, its end counts; after a shorter one, a lower order is used.
        Raises ValueError for codes that are not in the vocabulary.
        """
        codes = _checked(np.asarray(context_codes, np.int64), self.vocabulary)
        probabilities = np.full(self.vocabulary, 1 / self.vocabulary)
        every = np.arange(self.vocabulary)
        for order, ranks in zip(self._orders, self._ranks(codes, np.array([len(codes)])), strict=True):
            if ranks[0] == UNSEEN:
                break
            pairs = order.places(ranks, every, self.vocabulary)
            counts = np.where(pairs == UNSEEN, 0, order.counts[pairs])
            probabilities = mixed(counts, order.totals[ranks], order.types[ranks], probabilities)
        return probabilities

    def predicted(self, codes: Codes, positions: Codes) -> list[tuple[Floats, Whole]]:
        """For each order: the probability of the character at each of the `positions` (k,), and the first choice.

        Of equally probable characters, the first choice is the one with the smallest code.
        """
        characters = codes[positions].astype(np.int64)
        probabilities = np.full(len(positions), 1 / self.vocabulary)
        choices = np.zeros(len(positions), np.int64)
        found = []
        for order, ranks in zip(self._orders, self._ranks(codes, positions), strict=True):
            seen = ranks != UNSEEN
            context = ranks[seen]
            pairs = order.places(context, characters[seen], self.vocabulary)
            counts = np.where(pairs == UNSEEN, 0, order.counts[pairs])
            probabilities, choices = probabilities.copy(), choices.copy()
            probabilities[seen] = mixed(counts, order.totals[context], order.types[context], probabilities[seen])
            choices[seen] = order.best[context]
            found.append((probabilities, choices))
        return found

    def _ranks(self, codes: Codes, positions: Codes) -> list[Whole]:
        """For each order the rank of the context before each of the `positions` (k,) in `codes`, or UNSEEN."""
        ranks = np.full(len(positions), 0 if len(self._orders[0].totals) else UNSEEN)
        found = [ranks]
        for n, order in enumerate(self._orders[1:], 2):
            first = positions - (n - 1)
            keys = np.full(len(positions), UNSEEN)
            possible = (ranks != UNSEEN) & (first >= 0)
            keys[possible] = ranks[possible] * self.vocabulary + codes[first[possible]]
            ranks = places(order.context_keys, keys)
            found.append(ranks)
        return found


def witten_bell_bits(
    codes: Codes,
    split: int,
    vocabulary: int,
    orders: Sequence[int] = (1, 2, 3, 4, 5),
    scored: Codes | None = None,
) -> dict[int, NgramScores]:
    """Scores by order of the models counted in `codes[:split]`, on the characters from `split` on.

    A context may reach back over the split. `scored` (k,) are the positions to score instead of all from `split` on;
    none may be before `split`. Raises ValueError where there is nothing to count or to score.
    """
    if not 0 < split < len(codes):
        raise ValueError(f"split: got {split} for {len(codes)} characters; some have to be before it and some after.")
    positions = np.arange(split, len(codes)) if scored is None else np.asarray(scored, np.int64)
    if len(positions) == 0 or positions.min() < split or positions.max() >= len(codes):
        raise ValueError(f"scored: allowed are positions from {split} to {len(codes) - 1}, at least one.")
    codes = _checked(codes, vocabulary)
    predicted = Ngrams(codes[:split], vocabulary, max(orders)).predicted(codes, positions)
    scores = {}
    for order in orders:
        probabilities, choices = predicted[order - 1]
        right = choices == codes[positions]
        scores[order] = NgramScores(float(-np.log2(probabilities).mean()), float(right.mean()))
    return scores


def _checked(codes: Codes, vocabulary: int) -> Whole:
    """The codes with 64 bits, which keys of pairs need."""
    if len(codes) and not (codes.min() >= 0 and codes.max() < vocabulary):
        raise ValueError(f"codes: got {codes.min()} to {codes.max()}; allowed is 0 to {vocabulary - 1}.")
    return codes.astype(np.int64)
