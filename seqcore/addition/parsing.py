"""Reading a problem that a person typed, and saying what the network was trained on when it is none of that."""

import re

import numpy as np

from seqcore.addition.answers import OPERATIONS
from seqcore.addition.problems import MOST_DIGITS, Form, Problems, Rules
from seqcore.invalid import InvalidInput

_SAME_SIGN = str.maketrans({"*": "×", "x": "×", "X": "×", "·": "×", "−": "-", "–": "-"})
_PART = re.compile(r"[0-9]+|[^0-9\s]")
_LONGEST_SHOWN = 20


def parse(text: str, rules: Rules) -> Problems:
    """The problem in `text`, such as "12+34", "12 * 3 =" or "7 − (2 + 3)", as problems with one row.

    Raises InvalidInput unless it follows the rules, with what they are.
    """
    parts = _PART.findall(text.translate(_SAME_SIGN).strip().rstrip("?").rstrip().rstrip("="))
    for part in parts:
        if not _is_number(part) and part not in (*OPERATIONS, "(", ")"):
            raise _refusal(f"{_short(part)!r} is not a character it knows", rules)
    numbers, form = _structure(parts, rules)
    _check(numbers, form, rules)
    return Problems.of_form(np.array([numbers], np.int64), form, rules.terms)


def _structure(parts: list[str], rules: Rules) -> tuple[list[int], Form]:
    """The numbers, and how they are joined: numbers and signs must take turns, with at most one pair in parentheses."""
    numbers: list[int] = []
    operators: list[int] = []
    opened: int | None = None
    pair = 0
    expects_number = True
    for part in parts:
        if expects_number and _is_number(part):
            numbers.append(_number(part, rules))
            expects_number = False
        elif expects_number and part == "(" and opened is None:
            opened = len(numbers)
        elif not expects_number and part in OPERATIONS:
            operators.append(OPERATIONS.index(part))
            expects_number = True
        elif not expects_number and part == ")" and opened is not None and not pair:
            if len(numbers) - opened != 2:
                raise _refusal("Parentheses must hold exactly two numbers", rules)
            pair = len(numbers) - 1
        else:
            raise _refusal(f"{_short(part)!r} cannot stand {_place(numbers, operators)}", rules)
    if numbers and expects_number:
        raise _refusal(f"There is no number {_place(numbers, operators)}", rules)
    if len(numbers) < 2:
        raise _refusal("A problem joins at least two numbers, as in 7+8", rules)
    if opened is not None and not pair:
        raise _refusal("The parentheses are not closed", rules)
    return numbers, Form(tuple(operators), pair)


def _check(numbers: list[int], form: Form, rules: Rules) -> None:
    for index in form.operators:
        if index not in rules.operation_indices:
            raise _refusal(f"It has never seen {OPERATIONS[index]}", rules)
    # Around the only two terms parentheses change nothing, and none of the rules writes them there.
    if form.parentheses and (rules.layouts(rules.terms) == 1 or form.terms == 2):
        raise _refusal("It has never seen such parentheses", rules)
    if form.terms not in rules.counts:
        raise _refusal(f"The problem has {form.terms} numbers", rules)
    for number in numbers:
        if not 1 <= number <= rules.largest:
            raise _refusal(f"{number:,} is not from 1 to {rules.largest:,}", rules)


def _refusal(reason: str, rules: Rules) -> InvalidInput:
    return InvalidInput([f"{reason}; it was trained on {rules.in_words()}."])


def _number(part: str, rules: Rules) -> int:
    digits = part.lstrip("0") or "0"
    if len(digits) > MOST_DIGITS:
        raise _refusal(f"{_short(digits)} has {len(digits):,} digits", rules)
    return int(digits)


def _place(numbers: list[int], operators: list[int]) -> str:
    if not numbers:
        return "at the start"
    return f"after {numbers[-1] if len(numbers) > len(operators) else OPERATIONS[operators[-1]]}"


def _is_number(part: str) -> bool:
    return part[0] in "0123456789"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
