"""Witten-Bell n-grams: against dictionaries of counts, by hand, and on Alice."""

import math
from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.text.bundled import bundled_text
from seqcore.data.text.cleaning import clean
from seqcore.data.text.ngrams import Ngrams, witten_bell_bits

VOCABULARY = 4
LONGEST = 5
TEXTS = st.lists(st.integers(0, VOCABULARY - 1), min_size=2, max_size=60)


class Dictionaries:
    """The same model, as one would write it down: `seen[h][c]` is count(h, c)."""

    def __init__(self, codes: list[int], order: int) -> None:
        self.order = order
        self.seen: dict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
        for place, code in enumerate(codes):
            for length in range(min(order - 1, place) + 1):
                self.seen[tuple(codes[place - length : place])][code] += 1

    def probability(self, code: int, context: tuple[int, ...]) -> float:
        context = context[-(self.order - 1) :] if self.order > 1 else ()
        probability = 1 / VOCABULARY
        for length in range(len(context) + 1):
            after = self.seen.get(context[len(context) - length :])
            if after is None:
                break
            probability = (after[code] + len(after) * probability) / (after.total() + len(after))
        return probability


@given(TEXTS, st.data())
def test_scores_are_those_of_dictionaries_of_counts(codes: list[int], data: st.DataObject) -> None:
    split = data.draw(st.integers(1, len(codes) - 1))
    scores = witten_bell_bits(np.array(codes, np.int32), split, VOCABULARY)
    assert list(scores) == [1, 2, 3, 4, 5]
    for order, score in scores.items():
        model = Dictionaries(codes[:split], order)
        bits, right = 0.0, 0
        for place in range(split, len(codes)):
            every = [model.probability(code, tuple(codes[:place])) for code in range(VOCABULARY)]
            bits -= math.log2(every[codes[place]])
            right += every.index(max(every)) == codes[place]
        assert score.bits == pytest.approx(bits / (len(codes) - split), rel=1e-12)
        assert score.accuracy == right / (len(codes) - split)


@given(TEXTS, st.integers(1, LONGEST), st.lists(st.integers(0, VOCABULARY - 1), max_size=8))
def test_probabilities_are_those_of_dictionaries_of_counts(codes: list[int], order: int, context: list[int]) -> None:
    found = Ngrams(np.array(codes, np.int32), VOCABULARY, order).probabilities(context)
    model = Dictionaries(codes, order)
    assert found.sum() == pytest.approx(1, abs=1e-12)
    assert found == pytest.approx([model.probability(code, tuple(context)) for code in range(VOCABULARY)], abs=1e-12)


def test_abab_by_hand() -> None:
    """Two of each: p_1 = (2 + 2 · 1/2) / (4 + 2) = 1/2. After a, b twice: p_2(b | a) = (2 + 1/2) / (2 + 1) = 5/6."""
    codes = np.array([0, 1, 0, 1], np.int32)
    assert Ngrams(codes, 2, 1).probabilities([0]) == pytest.approx([1 / 2, 1 / 2])
    bigrams = Ngrams(codes, 2, 2)
    assert bigrams.probabilities([0]) == pytest.approx([1 / 6, 5 / 6])
    assert bigrams.probabilities([1]) == pytest.approx([(1 + 1 / 2) / 2, (0 + 1 / 2) / 2])
    assert bigrams.probabilities([]) == pytest.approx([1 / 2, 1 / 2])
    scores = witten_bell_bits(np.array([0, 1, 0, 1, 0, 1], np.int32), 4, 2, orders=(1, 2))
    assert scores[1].bits == pytest.approx(1)
    assert scores[1].accuracy == 0.5  # Equals: the smallest code, which is a.
    assert scores[2].bits == pytest.approx(-(math.log2(3 / 4) + math.log2(5 / 6)) / 2)
    assert scores[2].accuracy == 1


def test_an_unseen_context_backs_off_entirely() -> None:
    codes = np.array([0, 1, 0, 1], np.int32)
    assert Ngrams(codes, 3, 5).probabilities([2]) == pytest.approx(Ngrams(codes, 3, 1).probabilities([]))
    nothing = np.array([], np.int32)
    assert Ngrams(nothing, 4, 3).probabilities([1, 2]) == pytest.approx([1 / 4] * 4)


def test_many_symbols_and_long_contexts_do_not_overflow() -> None:
    """2,000 to the sixth power is more than 64 bits hold; what always follows is nearly certain all the same."""
    codes = np.tile(np.random.default_rng(1).permutation(2000), 3).astype(np.int32)
    scores = witten_bell_bits(codes, 4000, 2000)
    assert scores[1].bits == pytest.approx(math.log2(2000))
    assert [scores[order].accuracy for order in (2, 3, 4, 5)] == [1, 1, 1, 1]
    assert scores[5].bits < scores[2].bits < 1


def test_chosen_positions_are_scored() -> None:
    codes = np.random.default_rng(2).integers(0, 3, 200)
    single = [witten_bell_bits(codes, 150, 3, scored=np.array([place]))[3].bits for place in range(150, 200)]
    assert witten_bell_bits(codes, 150, 3, orders=(3,))[3].bits == pytest.approx(float(np.mean(single)))


def test_alice_as_it_stands() -> None:
    """The bits per character are those that `Dictionaries` gets, too, in some seconds."""
    cleaned = clean(bundled_text("alice"), fold_case=False, most_symbols=None)
    codes, vocabulary = cleaned.codes, len(cleaned.alphabet)
    split = len(codes) - 14_430
    assert (split, vocabulary) == (129_871, 69)
    scores = witten_bell_bits(codes, split, vocabulary, orders=range(1, 7))
    assert [scores[order].bits for order in range(1, 7)] == pytest.approx(
        [4.60, 3.55, 2.74, 2.33, 2.26, 2.32], abs=0.01
    )
    assert [scores[order].accuracy for order in (1, 5)] == pytest.approx([0.169, 0.577], abs=0.001)


@pytest.mark.parametrize(
    ("split", "vocabulary", "scored", "named"),
    [
        (0, 3, None, "split: got 0"),
        (5, 3, None, "split: got 5"),
        (3, 2, None, "codes: got 0 to 2; allowed is 0 to 1"),
        (3, 3, [2], "scored"),
        (3, 3, [5], "scored"),
        (3, 3, [], "scored"),
    ],
)
def test_what_cannot_be_scored_is_refused(split: int, vocabulary: int, scored: list[int] | None, named: str) -> None:
    codes = np.array([0, 1, 2, 0, 1])
    positions = None if scored is None else np.array(scored, np.int64)
    with pytest.raises(ValueError, match=named):
        witten_bell_bits(codes, split, vocabulary, scored=positions)


def test_an_order_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="order: got 0"):
        Ngrams(np.array([0]), 1, 0)
