"""Reading a problem that a person typed: numbers and signs that take turns, with at most one pair in parentheses."""

import re

import numpy as np

from seqcore.data.arithmetic.answers import OPERATIONS, TIMES
from seqcore.data.arithmetic.problems import MOST_DIGITS, Form, Problems, Rules
from seqcore.invalid import InvalidInput

_SAME_SIGN = str.maketrans({"*": "×", "x": "×", "X": "×", "·": "×", "−": "-", "–": "-"})
_PART = re.compile(r"[0-9]+|[^0-9\s]")
_LONGEST_SHOWN = 20
_MOST_DIGITS_MULTIPLIED = 18
"""Digits of all numbers of a problem with ×, whose answer is to be exact in 64 bits."""


def cleaned(text: str) -> str:
    """What was typed with signs as problems have them, without "=" and "?" at the end."""
    return text.translate(_SAME_SIGN).strip().rstrip("?").rstrip().rstrip("=").strip()


def parse(text: str, terms: int = 2) -> Problems:
    """The problem in `text`, such as "12+34", "12 * 3 =" or "7 − (2 + 3)", as problems with one row.

    Its arrays are wide enough for `terms` terms. Any such problem is read, whatever a network was trained on: see
    `why_outside`. Raises InvalidInput, with one sentence, for all else.
    """
    numbers, form = _structure(_PART.findall(cleaned(text)))
    if TIMES in form.operators and sum(len(str(number)) for number in numbers) > _MOST_DIGITS_MULTIPLIED:
        raise _refusal(f"Numbers of more than {_MOST_DIGITS_MULTIPLIED} digits together cannot be multiplied here")
    return Problems.of_form(np.array([numbers], np.int64), form, max(terms, form.terms))


def why_outside(problem: Problems, rules: Rules) -> str | None:
    """Why the one problem is none of these rules, as a clause; None if it is one."""
    numbers, terms = problem.numbers[0].tolist(), int(problem.count[0])
    for index in problem.operators[0].tolist():
        if index not in rules.operation_indices:
            return f"it has never seen {OPERATIONS[index]}"
    # Around the only two terms parentheses change nothing, and none of the rules writes them there.
    if problem.parentheses[0] and (rules.layouts(rules.terms) == 1 or terms == 2):
        return "it has never seen such parentheses"
    if terms not in rules.counts:
        return f"this has {terms} numbers"
    for number in numbers:
        if not 1 <= number <= rules.largest:
            return f"{number:,} is not from 1 to {rules.largest:,}"
    return None


def _structure(parts: list[str]) -> tuple[list[int], Form]:
    """The numbers, and how they are joined."""
    numbers: list[int] = []
    operators: list[int] = []
    opened: int | None = None
    pair = 0
    expects_number = True
    for part in parts:
        if expects_number and _is_number(part):
            numbers.append(_number(part))
            expects_number = False
        elif expects_number and part == "(" and opened is None:
            opened = len(numbers)
        elif not expects_number and part in OPERATIONS:
            operators.append(OPERATIONS.index(part))
            expects_number = True
        elif not expects_number and part == ")" and opened is not None and not pair:
            if len(numbers) - opened != 2:
                raise _refusal("Parentheses must hold exactly two numbers")
            pair = len(numbers) - 1
        else:
            raise _refusal(f"{shortened(part)!r} cannot stand {_place(numbers, operators)}")
    if numbers and expects_number:
        raise _refusal(f"There is no number {_place(numbers, operators)}")
    if len(numbers) < 2:
        raise _refusal("A problem joins at least two numbers, as in 7+8")
    if opened is not None and not pair:
        raise _refusal("The parentheses are not closed")
    return numbers, Form(tuple(operators), pair)


def _refusal(reason: str) -> InvalidInput:
    return InvalidInput([f"{reason}."])


def _number(part: str) -> int:
    digits = part.lstrip("0") or "0"
    if len(digits) > MOST_DIGITS:
        raise _refusal(f"{shortened(digits)} has {len(digits):,} digits")
    return int(digits)


def _place(numbers: list[int], operators: list[int]) -> str:
    if not numbers:
        return "at the start"
    return f"after {numbers[-1] if len(numbers) > len(operators) else OPERATIONS[operators[-1]]}"


def _is_number(part: str) -> bool:
    return part[0] in "0123456789"


def shortened(text: str) -> str:
    """A text that may be long, for a message."""
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
