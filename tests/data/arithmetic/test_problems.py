"""Problems and their rules: answers by hand, and against Python's own arithmetic."""

import re

import numpy as np
import pytest
from any_rules import SEEDS, any_rules
from hypothesis import given

from seqcore.data.arithmetic.drawing import draw
from seqcore.data.arithmetic.problems import OPERATIONS, Form, Problems, Rules
from seqcore.invalid import InvalidInput
from seqcore.tasks.addition.alphabet import answer_range
from seqcore.tasks.addition.encoding import as_text
from seqcore.tasks.addition.parsing import parse

EVERYTHING = Rules(5, True, 999, OPERATIONS, True)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("7+8", 15),
        ("1+2×3", 7),
        ("(1+2)×3", 9),
        ("1-2-3", -4),
        ("1-(2-3)", 2),
        ("2×3-4×5", -14),
        ("2×(3-4)×5", -10),
        ("9-(8+7)×6", -81),
        ("1×(2×3)+4", 10),
        ("9-8×(7-6)-5", -4),
        ("999×999×999×999×999", 995_009_990_004_999),
    ],
)
def test_answers_by_hand(text: str, answer: int) -> None:
    assert parse(text, EVERYTHING.terms).answers().tolist() == [answer]


@given(rules=any_rules(), seed=SEEDS)
def test_answers_are_those_of_python_and_in_range(rules: Rules, seed: int) -> None:
    problems = draw(rules, seed, 0, 20)
    low, high = answer_range(rules)
    for text, answer in zip(as_text(problems, rules), problems.answers().tolist(), strict=True):
        assert re.fullmatch(r"[0-9()×+-]+", text)
        assert answer == eval(text.replace("×", "*"))
        assert low <= answer <= high


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"terms": 1}, "terms: got 1; allowed is a whole number from 2 to 5."),
        ({"terms": 6}, "terms: got 6; allowed is a whole number from 2 to 5."),
        ({"largest": 8}, "largest: got 8; allowed is a whole number from 9 to 99,999."),
        ({"largest": 100_000}, "largest: got 100,000; allowed is a whole number from 9 to 99,999."),
        ({"operations": ()}, "operations: got none; allowed is at least one of +, -, ×, each once."),
        ({"operations": ("+", "/")}, "operations: got +, /; allowed is at least one of +, -, ×, each once."),
        ({"operations": ("+", "+")}, "operations: got +, +; allowed is at least one of +, -, ×, each once."),
    ],
)
def test_settings_out_of_bounds_are_refused(settings: dict, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Rules(**settings)
    assert refused.value.problems == (sentence,)


def test_everything_that_is_wrong_is_said() -> None:
    with pytest.raises(InvalidInput) as refused:
        Rules(9, False, 1, ())
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize(("terms", "largest"), [(2, 99_999), (3, 99_999), (4, 5_623), (5, 999)])
def test_products_of_up_to_15_digits_are_allowed_and_no_longer_ones(terms: int, largest: int) -> None:
    assert answer_range(Rules(terms, False, largest, ("×",)))[1] == largest**terms < 10**15
    if largest < 99_999:
        with pytest.raises(InvalidInput, match=rf"have answers of up to 16 digits.*numbers up to {largest:,}\.$"):
            Rules(terms, False, largest + 1, ("+", "×"))


def test_sums_of_the_largest_numbers_are_allowed() -> None:
    assert answer_range(Rules(5, True, 99_999, ("+", "-"), True)) == (1 - 4 * 99_999, 5 * 99_999)


@pytest.mark.parametrize("terms", [2, 3])
@pytest.mark.parametrize("operations", [("+",), ("-",), ("×",), ("+", "-"), ("-", "×"), OPERATIONS])
@pytest.mark.parametrize("parentheses", [False, True])
def test_the_range_of_answers_is_that_of_all_problems(terms: int, operations: tuple, parentheses: bool) -> None:
    rules = Rules(terms, True, 9, operations, parentheses)
    found = [
        Problems.of_form(np.indices((9,) * form.terms).reshape(form.terms, -1).T + 1, form, terms).answers()
        for form in rules.forms()
    ]
    assert answer_range(rules) == (min(part.min() for part in found), max(part.max() for part in found))


def test_rules_in_words() -> None:
    assert Rules().in_words() == "2 numbers from 1 to 10, joined by +"
    words = "2 to 3 numbers from 1 to 1,000, joined by + or -, with or without parentheses"
    assert Rules(3, True, 1000, ("-", "+"), True).in_words() == words
    assert "parentheses" not in Rules(2, parentheses=True).in_words()


def test_problems_of_a_form_are_padded() -> None:
    problems = Problems.of_form(np.array([[4, 5]]), Form((0,), 0), 4)
    assert problems.numbers.tolist() == [[4, 5, 0, 0]]
    assert problems.operators.tolist() == [[0, -1, -1]]
    assert problems.count.tolist() == [2]
