"""Symbols and lengths, by hand, at powers of ten, and against all problems there are."""

import numpy as np
import pytest

from seqcore.data.arithmetic.problems import OPERATIONS, Problems, Rules
from seqcore.tasks.addition.alphabet import answer_range, input_length, output_length, symbols_of
from seqcore.tasks.addition.encoding import as_text


def test_plain_addition_has_the_twelve_symbols_of_the_tutorial() -> None:
    assert symbols_of(Rules()) == "0123456789+ "
    assert symbols_of(Rules(2, parentheses=True)) == "0123456789+ "


@pytest.mark.parametrize(
    ("rules", "symbols"),
    [
        (Rules(operations=("-",)), "0123456789 -"),
        (Rules(operations=("×", "+")), "0123456789+ ×"),
        (Rules(3, parentheses=True), "0123456789+ ()"),
        (Rules(3, False, 10, OPERATIONS, True), "0123456789+ -×()"),
    ],
)
def test_further_signs_only_where_needed(rules: Rules, symbols: str) -> None:
    assert symbols_of(rules) == symbols


@pytest.mark.parametrize(
    ("largest", "inputs", "outputs"),
    [(9, 3, 2), (10, 5, 2), (49, 5, 2), (50, 5, 3), (99, 5, 3), (100, 7, 3), (499, 7, 3), (500, 7, 4), (999, 7, 4)]
    + [(1000, 9, 4), (9_999, 9, 5), (10_000, 11, 5), (99_999, 11, 6)],
)
def test_lengths_of_two_terms(largest: int, inputs: int, outputs: int) -> None:
    rules = Rules(largest=largest)
    assert (input_length(rules), output_length(rules)) == (inputs, outputs)


def test_lengths_by_hand() -> None:
    assert input_length(Rules(3, True, 99, ("+", "-"), True)) == len("(99-99)+99")
    assert output_length(Rules(3, False, 99, ("-",))) == len("-197")
    assert output_length(Rules(2, False, 10, ("×",))) == 3
    assert answer_range(Rules(2, False, 10, ("-",))) == (-9, 9)


@pytest.mark.parametrize("largest", [9, 10, 11])
@pytest.mark.parametrize("operations", [("+",), ("-",), ("×",), ("+", "-"), OPERATIONS])
@pytest.mark.parametrize(("terms", "up_to", "parentheses"), [(2, False, False), (3, True, False), (3, False, True)])
def test_lengths_are_those_of_the_longest_texts(
    largest: int, operations: tuple, terms: int, up_to: bool, parentheses: bool
) -> None:
    rules = Rules(terms, up_to, largest, operations, parentheses)
    problems = Problems.joined(
        [
            Problems.of_form(np.indices((largest,) * form.terms).reshape(form.terms, -1).T + 1, form, terms)
            for form in rules.forms()
        ]
    )
    assert input_length(rules) == max(map(len, as_text(problems, rules)))
    assert output_length(rules) == max(len(str(answer)) for answer in problems.answers().tolist())
    assert set(symbols_of(rules)) - {" "} == set("".join(as_text(problems, rules))) | set("0123456789")
