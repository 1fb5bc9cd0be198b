"""Shares in words, and Fisher's test beside SciPy's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact as by_scipy

from seqcore.evaluation.proportions import fisher_exact, percent, share_in_words


@settings(max_examples=30)
@given(data=st.data(), of=st.integers(0, 40), other_of=st.integers(0, 2500))
def test_it_is_fishers_test(data: st.DataObject, of: int, other_of: int) -> None:
    right, other_right = data.draw(st.integers(0, of)), data.draw(st.integers(0, other_of))
    table = [[right, of - right], [other_right, other_of - other_right]]
    assert fisher_exact(right, of, other_right, other_of) == pytest.approx(by_scipy(table).pvalue, abs=1e-9)


def test_more_right_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="got 3 right of 2 and 0 of 1"):
        fisher_exact(3, 2, 0, 1)


@pytest.mark.parametrize(
    ("right", "of", "words"),
    [
        (2, 6, "33 % of 6 (95 % interval 10–70 %)"),
        (0, 0, "0 % of 0 (95 % interval 0–100 %)"),
        (2430, 2500, "97.2 % of 2,500"),
        (2500, 2500, "100 % of 2,500"),
        (2499, 2500, "99.96 % of 2,500"),
        (800, 800, "100 % of 800 (95 % interval 99.5–100.0 %)"),
        (299, 300, "99.7 % of 300 (95 % interval 98–100 %)"),
    ],
)
def test_a_share_says_of_how_many(right: int, of: int, words: str) -> None:
    assert share_in_words(right, of) == words


def test_almost_none_is_not_none() -> None:
    assert (percent(1, 5000), percent(0, 5000)) == ("0.02 %", "0 %")
