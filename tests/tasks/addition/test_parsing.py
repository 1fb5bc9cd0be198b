"""Problems typed by a person: read, or refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.arithmetic.problems import OPERATIONS, Rules
from seqcore.invalid import InvalidInput
from seqcore.tasks.addition.encoding import as_text
from seqcore.tasks.addition.parsing import parse, why_outside

PLAIN = Rules(largest=100)
MIXED = Rules(3, True, 99, OPERATIONS, True)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12+34", "12+34"),
        ("  12 + 34 =", "12+34"),
        ("12+34=?", "12+34"),
        ("007+1", "7+1"),
        ("3*4", "3×4"),
        ("3 x 4", "3×4"),
        ("7 − 2", "7-2"),
        ("7–(2 + 3)", "7-(2+3)"),
        ("(1+2)×3", "(1+2)×3"),
    ],
)
def test_what_is_typed_is_read(typed: str, read: str) -> None:
    assert as_text(parse(typed, MIXED.terms), MIXED) == [read]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("7/8", "'/' cannot stand after 7"),
        ("seven", "'s' cannot stand at the start"),
        ("²+1", "'²' cannot stand at the start"),
        ("9" * 5000 + "+1", "9999999999999999999… has 5,000 digits"),
        ("", "A problem joins at least two numbers, as in 7+8"),
        ("12", "A problem joins at least two numbers, as in 7+8"),
        ("7+", "There is no number after +"),
        ("1 2+3", "'2' cannot stand after 1"),
        ("-1+2", "'-' cannot stand at the start"),
        ("1++2", "'+' cannot stand after +"),
        ("(1+2", "The parentheses are not closed"),
        ("(1+2+3)", "Parentheses must hold exactly two numbers"),
        ("(1)+2", "Parentheses must hold exactly two numbers"),
        ("1+2)", "')' cannot stand after 2"),
        ("((1+2)+3)", "'(' cannot stand at the start"),
        ("9999999999×9999999999", "Numbers of more than 18 digits together cannot be multiplied here"),
    ],
)
def test_a_refusal_says_why(typed: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(typed)
    assert refused.value.problems == (f"{reason}.",)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("7+8", None),
        ("7-8", "it has never seen -"),
        ("7*8", "it has never seen ×"),
        ("1+2+3", "this has 3 numbers"),
        ("(1+2)", "it has never seen such parentheses"),
        ("101+1", "101 is not from 1 to 100"),
        ("0+5", "0 is not from 1 to 100"),
    ],
)
def test_what_lies_outside_of_the_rules_says_why(typed: str, reason: str | None) -> None:
    assert why_outside(parse(typed), PLAIN) == reason


@given(typed=st.one_of(st.text(max_size=30), st.text("0123456789+-*x() =", max_size=20)))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        problem = parse(typed, MIXED.terms)
    except InvalidInput as refused:
        assert len(refused.problems) == 1
        assert len(refused.problems[0]) < 250
        return
    signs = [OPERATIONS[index] for index in problem.operators[0] if index >= 0]
    assert len(signs) == problem.count[0] - 1
    if problem.parentheses[0] == 0:
        text = "".join(f"{number}{sign}" for number, sign in zip(problem.numbers[0], [*signs, ""], strict=False))
        assert problem.answers().tolist() == [eval(text.replace("×", "*"))]
