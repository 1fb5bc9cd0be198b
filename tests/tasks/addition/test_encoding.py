"""Codes of problems and answers: by hand, and back again for all rules."""

import numpy as np
import pytest
from any_rules import SEEDS, any_rules
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.arithmetic.drawing import draw
from seqcore.data.arithmetic.problems import OPERATIONS, Problems, Rules
from seqcore.invalid import InvalidInput
from seqcore.tasks.addition.alphabet import input_length, output_length, symbols_of
from seqcore.tasks.addition.encoding import (
    as_text,
    decode_answers,
    encode_answers,
    encode_problems,
    to_text,
)
from seqcore.tasks.addition.parsing import parse

MIXED = Rules(3, True, 99, OPERATIONS, True)


def text(problem: str, rules: Rules, **how: object) -> str:
    return str(to_text(encode_problems(parse(problem, rules.terms), rules, **how), rules)[0])


def test_codes_by_hand() -> None:
    rules = Rules()
    problems = Problems.joined([parse("3+10"), parse("10+10"), parse("1+2")])
    codes = encode_problems(problems, rules)
    assert codes.tolist() == [[11, 3, 10, 1, 0], [1, 0, 10, 1, 0], [11, 11, 1, 10, 2]]
    assert codes.dtype == np.int8
    assert encode_answers(problems.answers(), rules).tolist() == [[1, 3], [2, 0], [11, 3]]
    assert to_text(codes, rules).tolist() == [" 3+10", "10+10", "  1+2"]
    assert as_text(problems, rules) == ["3+10", "10+10", "1+2"]


@pytest.mark.parametrize(
    ("problem", "whole", "per_term"),
    [
        ("5+7", "       5+7", "      5+ 7"),
        ("12×3-4", "    12×3-4", "  12× 3- 4"),
        ("(1-2)×34", "  (1-2)×34", "( 1- 2)×34"),
        ("10+(20-30)", "10+(20-30)", "10+(20-30)"),
    ],
)
def test_padding_and_reversal_by_hand(problem: str, whole: str, per_term: str) -> None:
    assert text(problem, MIXED) == whole
    assert text(problem, MIXED, padding="per_term") == per_term
    assert text(problem, MIXED, reversed=True) == whole[::-1]
    assert text(problem, MIXED, padding="per_term", reversed=True) == per_term[::-1]


def test_negative_answers_by_hand() -> None:
    codes = encode_answers(np.array([-98, 0, 7, -1, 970299]), MIXED)
    assert to_text(codes, MIXED).tolist() == ["   -98", "     0", "     7", "    -1", "970299"]


@given(rules=any_rules(), seed=SEEDS, padding=st.sampled_from(["whole", "per_term"]), is_reversed=st.booleans())
def test_problems_read_back_are_the_same(rules: Rules, seed: int, padding: str, is_reversed: bool) -> None:
    problems = draw(rules, seed, 0, 5)
    codes = encode_problems(problems, rules, padding, is_reversed)
    assert codes.shape == (5, input_length(rules))
    for line, row in zip(to_text(codes, rules).tolist(), range(5), strict=True):
        read = parse(line[::-1] if is_reversed else line, rules.terms)
        assert read.numbers.tolist() == problems.numbers[row : row + 1].tolist()
        assert read.operators.tolist() == problems.operators[row : row + 1].tolist()
        assert read.parentheses.tolist() == problems.parentheses[row : row + 1].tolist()
        assert read.count.tolist() == problems.count[row : row + 1].tolist()


@given(rules=any_rules(), seed=SEEDS)
def test_answers_read_back_are_the_same(rules: Rules, seed: int) -> None:
    answers = draw(rules, seed, 0, 20).answers()
    codes = encode_answers(answers, rules)
    assert codes.shape == (20, output_length(rules))
    assert decode_answers(codes, rules) == answers.tolist()
    assert [text.strip() for text in to_text(codes, rules).tolist()] == [str(answer) for answer in answers.tolist()]


@given(codes=st.lists(st.lists(st.integers(0, 15), min_size=6, max_size=6), min_size=1, max_size=20))
def test_what_is_a_number_is_what_python_reads_but_for_plus(codes: list[list[int]]) -> None:
    array = np.array(codes, np.int8)
    for line, value in zip(to_text(array, MIXED).tolist(), decode_answers(array, MIXED), strict=True):
        try:
            expected = None if "+" in line else int(line)
        except ValueError:
            expected = None
        assert value == expected


@pytest.mark.parametrize(
    ("line", "value"),
    [("12    ", 12), ("  -3  ", -3), ("1 2   ", None), ("-     ", None), ("      ", None), ("--1   ", None)]
    + [("1-2   ", None), ("- 1   ", None), ("+5    ", None), ("007   ", 7), ("    -0", 0), ("2-    ", None)],
)
def test_numbers_by_hand(line: str, value: int | None) -> None:
    symbols = symbols_of(MIXED)
    assert decode_answers(np.array([[symbols.index(symbol) for symbol in line]], np.int8), MIXED) == [value]


def test_what_is_longer_than_the_rules_allow_is_refused() -> None:
    with pytest.raises(InvalidInput, match="The text has 5 characters; 3 is the longest that fits"):
        encode_problems(parse("12+34"), Rules(largest=9))
    with pytest.raises(InvalidInput, match="The text has 3 characters; 2"):
        encode_answers(np.array([7, 123]), Rules())


def test_no_problems_are_no_codes() -> None:
    nothing = draw(MIXED, 1, 0, 0)
    assert encode_problems(nothing, MIXED).shape == (0, 10)
    assert encode_answers(nothing.answers(), MIXED).shape == (0, 6)
    assert to_text(encode_problems(nothing, MIXED), MIXED).tolist() == []
    assert decode_answers(encode_answers(nothing.answers(), MIXED), MIXED) == []
