"""Questions of a person: whatever the network can read is asked, with a note where it lies outside of the training."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.arithmetic.problems import OPERATIONS, Rules
from seqcore.invalid import InvalidInput
from seqcore.tasks.addition.alphabet import input_length
from seqcore.tasks.addition.asked import Asked, asked
from seqcore.tasks.addition.encoding import PADDINGS, to_text

PLAIN = Rules(largest=10)
MIXED = Rules(3, True, 99, OPERATIONS, True)
TRAINED_ON = "Outside of what it was trained on (2 numbers from 1 to 10, joined by +): "


def ask(text: str, rules: Rules = PLAIN, padding: str = "whole", reversed: bool = False) -> Asked:
    return asked(text, rules, padding, reversed, 0.2)


@pytest.mark.parametrize(
    ("typed", "line", "expected", "note"),
    [
        ("7+8=", "  7+8", "15", ""),
        (" 7 + 8 = ?", "  7+8", "15", ""),
        ("0+5", "  0+5", "5", "0 is not from 1 to 10."),
        ("1+1+1", "1+1+1", "3", "this has 3 numbers."),
        ("101+1", "101+1", "102", "101 is not from 1 to 10. The right answer has 3 characters; it can write 2."),
        ("1++2", " 1++2", "", "'+' cannot stand after +. There is no right answer to compare with."),
        ("7+", "   7+", "", "there is no number after +. There is no right answer to compare with."),
    ],
)
def test_what_the_network_can_read_is_asked(typed: str, line: str, expected: str, note: str) -> None:
    question = ask(typed)
    assert to_text(question.codes, PLAIN).tolist() == [line]
    assert (question.expected, question.note) == (expected, note and TRAINED_ON + note)
    assert to_text(ask(typed, reversed=True).codes, PLAIN).tolist() == [line[::-1]]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("7-8", "'-' is not a character it knows; it knows 0 1 2 3 4 5 6 7 8 9 +."),
        ("=", "There is nothing to read; it knows 0 1 2 3 4 5 6 7 8 9 +."),
        ("1000+1", "The text has 6 characters; 5 is the longest that fits."),
        ("9" * 5000, "The text has 5,000 characters; 5 is the longest that fits."),
    ],
)
def test_what_it_cannot_read_is_refused_in_one_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(typed)
    assert refused.value.problems == (sentence,)


@given(
    typed=st.one_of(st.text(max_size=12), st.text("0123456789+-*() =", max_size=12)),
    padding=st.sampled_from([*PADDINGS]),
    reversed=st.booleans(),
)
def test_whatever_is_typed_is_asked_or_refused(typed: str, padding: str, reversed: bool) -> None:
    try:
        question = ask(typed, MIXED, padding, reversed)
    except InvalidInput as refused:
        assert len(refused.problems) == 1
        return
    assert question.codes.shape == (1, input_length(MIXED))
    assert question.expected or question.note
