"""Problems typed by a person: read, or refused with what the network was trained on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.addition.encoding import as_text
from seqcore.addition.parsing import parse
from seqcore.addition.problems import OPERATIONS, Rules
from seqcore.invalid import InvalidInput

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
    assert as_text(parse(typed, MIXED), MIXED) == [read]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("7/8", "'/' is not a character it knows"),
        ("seven", "'s' is not a character it knows"),
        ("²+1", "'²' is not a character it knows"),
        ("7-8", "It has never seen -"),
        ("7*8", "It has never seen ×"),
        ("1+2+3", "The problem has 3 numbers"),
        ("(1+2)", "It has never seen such parentheses"),
        ("101+1", "101 is not from 1 to 100"),
        ("1,000+1", "',' is not a character it knows"),
        ("0+5", "0 is not from 1 to 100"),
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
    ],
)
def test_a_refusal_says_why_and_what_it_was_trained_on(typed: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(typed, PLAIN)
    assert refused.value.problems == (f"{reason}; it was trained on 2 numbers from 1 to 100, joined by +.",)


@given(typed=st.one_of(st.text(max_size=30), st.text("0123456789+-*x() =", max_size=20)))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        problem = parse(typed, MIXED)
    except InvalidInput as refused:
        assert len(refused.problems) == 1
        assert len(refused.problems[0]) < 250
        return
    [text] = as_text(problem, MIXED)
    assert problem.answers().tolist() == [eval(text.replace("×", "*"))]
