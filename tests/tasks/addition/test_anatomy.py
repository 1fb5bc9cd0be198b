"""Where answers go wrong, worked out by hand."""

import numpy as np
import pytest
from any_rules import SEEDS
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.arithmetic.drawing import draw
from seqcore.data.arithmetic.problems import OPERATIONS, Problems, Rules
from seqcore.tasks.addition.alphabet import symbols_of
from seqcore.tasks.addition.anatomy import (
    Confusion,
    Group,
    anatomy,
    by_length,
    by_operation,
    by_place,
    carries,
    confusions,
    distances,
    exact,
    how_far_off,
    per_character,
)
from seqcore.tasks.addition.encoding import encode_answers
from seqcore.tasks.addition.parsing import parse

RULES = Rules(3, True, 99, ("+", "-"))


def codes(*lines: str, rules: Rules = RULES) -> np.ndarray:
    symbols = symbols_of(rules)
    return np.array([[symbols.index(symbol) for symbol in line] for line in lines], np.int8)


EXPECTED = codes("  46", " 100", "   7", " -12", "  90")
PREDICTED = codes("  46", " 110", "  -7", " -1-", " 90 ")


@pytest.mark.parametrize(
    ("problem", "count"),
    [("99+1", 2), ("50+50", 1), ("12+34", 0), ("5+5", 1), ("95+5", 2), ("99+99+99", 2), ("9+9+2", 1), ("7-9", -1)]
    + [("7+8-1", -1), ("60+60+80", 1), ("1+9", 1)],
)
def test_carries_by_hand(problem: str, count: int) -> None:
    assert carries(parse(problem)).tolist() == [count]


@given(seed=SEEDS, terms=st.integers(2, 5), largest=st.sampled_from([9, 99, 1000, 99_999]))
def test_carries_are_those_of_adding_on_paper(seed: int, terms: int, largest: int) -> None:
    problems = draw(Rules(terms, True, largest), seed, 0, 20)
    for numbers, found in zip(problems.numbers.tolist(), carries(problems).tolist(), strict=True):
        # A column carries when the numbers cut off behind it add up to more than fits in it.
        assert found == sum(sum(number % 10**place for number in numbers) >= 10**place for place in range(1, 6))


def test_shares_by_hand() -> None:
    assert exact(EXPECTED, PREDICTED).tolist() == [True, False, False, False, False]
    assert per_character(EXPECTED, PREDICTED) == pytest.approx(14 / 20)
    assert by_place(EXPECTED, PREDICTED) == [Group("1", 5, 5), Group("2", 4, 5), Group("3", 2, 5), Group("4", 3, 5)]
    assert by_length(EXPECTED, exact(EXPECTED, PREDICTED), RULES) == [
        Group("1", 0, 1),
        Group("2", 1, 2),
        Group("3", 0, 2),
    ]


def test_confusions_by_hand() -> None:
    expected, predicted = codes("12", "12", "34", " 5"), codes("17", "17", "94", " 5")
    assert confusions(expected, predicted) == [Confusion("2", "7", 2), Confusion("3", "9", 1)]
    assert confusions(expected, predicted, most=1) == [Confusion("2", "7", 2)]
    assert confusions(expected, expected) == []


def test_distances_by_hand() -> None:
    assert distances(EXPECTED, PREDICTED, RULES) == [0, 10, 14, None, 0]
    assert how_far_off(EXPECTED, PREDICTED, RULES) == {"0": 1, "10–99": 2, "no number": 1}
    assert how_far_off(EXPECTED, EXPECTED, RULES) == {}
    assert how_far_off(codes("  -9"), codes(" 999"), RULES) == {"1,000–9,999": 1}


def test_the_whole_anatomy_by_hand() -> None:
    problems = Problems.joined([parse(text, RULES.terms) for text in ("12+34", "50+50", "9-2", "1-13", "45+45")])
    found = anatomy(problems, encode_answers(problems.answers(), RULES), PREDICTED, RULES)
    assert (found.whole.right, found.whole.of) == (1, 5)
    assert found.by_carries == [Group("0", 1, 1), Group("1", 0, 2)]
    assert found.by_operation == [Group("+", 1, 3), Group("−", 0, 2)]
    assert found.confusions[0] == Confusion("0", "1", 1)


def test_a_problem_counts_with_every_operation_in_it() -> None:
    problems = Problems.joined([parse(text, 3) for text in ("1+2", "1+2-3", "9-8", "9-8-1")])
    assert by_operation(problems, np.array([True, False, True, True]), RULES) == [Group("+", 1, 2), Group("−", 2, 3)]
    assert by_operation(problems, np.ones(4, bool), Rules(largest=9)) == []


def test_problems_without_sums_have_no_carries() -> None:
    rules = Rules(2, False, 99, ("-", "×"))
    problems = draw(rules, 1, 0, 50)
    answers = encode_answers(problems.answers(), rules)
    assert anatomy(problems, answers, answers, rules).by_carries == []


def test_a_perfect_network_is_perfect() -> None:
    rules = Rules(5, True, 999, OPERATIONS, True)
    problems = draw(rules, 1, 0, 200)
    answers = encode_answers(problems.answers(), rules)
    found = anatomy(problems, answers, answers, rules)
    groups = [found.whole, *found.by_operation, *found.by_carries, *found.by_length, *found.by_place]
    assert all(group.right == group.of > 0 for group in groups)
    assert found.confusions == []
    assert found.how_far_off == {}
