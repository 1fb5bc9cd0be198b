"""Problems and answers as the codes of their characters, without a loop over problems or over texts."""

from typing import Any

import numpy as np
import numpy.typing as npt

from seqcore.data.arithmetic.answers import OPERATIONS, Codes, Integers
from seqcore.data.arithmetic.problems import Problems, Rules
from seqcore.invalid import InvalidInput
from seqcore.tasks.addition.alphabet import DIGITS, SPACE, digits_of, input_length, output_length, symbols_of

PADDINGS = {"whole": "Left of the whole problem", "per_term": "Left of each number"}

Texts = npt.NDArray[np.str_]
_Flags = npt.NDArray[np.bool_]
_Cell = tuple[npt.NDArray[Any] | int, npt.NDArray[Any]]
"""A character that may be there: its code, alike or for each row, and for which rows it is there."""


def encode_problems(problems: Problems, rules: Rules, padding: str = "whole", reversed: bool = False) -> Codes:
    """The codes (n, input_length) of the problems' characters: as many as the longest problem of the rules has.

    Spaces fill up the left; with `padding` "per_term" also the left of each number, up to the digits of the largest.
    Reversed turns round the whole line, spaces included. Raises InvalidInput when a problem is longer than that.
    """
    symbols = symbols_of(rules)
    space = symbols.index(SPACE)
    signs = np.array([symbols.find(sign) for sign in OPERATIONS] + [space], np.int8)
    width = digits_of(int(problems.numbers.max(initial=rules.largest)))
    cells: list[_Cell] = []
    for term in range(problems.numbers.shape[1] - 1, -1, -1):
        used = problems.count > term
        if "(" in symbols:
            cells.append((symbols.index(")"), (problems.parentheses == term) & (term > 0)))
        rest = problems.numbers[:, term]
        for place in range(width):
            shorter, digit = _last_digit(rest)
            there = used if place == 0 else rest > 0
            if padding == "per_term":
                cells.append((np.where(there, digit, np.int8(space)), used))
            else:
                cells.append((digit, there))
            rest = shorter
        if "(" in symbols:
            cells.append((symbols.index("("), problems.parentheses == term + 1))
        if term > 0:
            cells.append((signs[problems.operators[:, term - 1]], used))
    codes = _right_aligned(cells, len(problems), input_length(rules), space)
    return np.ascontiguousarray(codes[:, ::-1]) if reversed else codes


def encode_answers(answers: Integers, rules: Rules) -> Codes:
    """The codes (n, output_length) of the answers' characters, filled up with spaces on the left.

    As many as the longest answer of the rules has; raises InvalidInput when an answer is longer than that.
    """
    symbols = symbols_of(rules)
    cells: list[_Cell] = []
    rest = np.abs(answers)
    for place in range(digits_of(int(rest.max(initial=0)))):
        shorter, digit = _last_digit(rest)
        cells.append((digit, np.ones(len(answers), bool) if place == 0 else rest > 0))
        rest = shorter
    if "-" in symbols:
        cells.append((symbols.index("-"), answers < 0))
    return _right_aligned(cells, len(answers), output_length(rules), symbols.index(SPACE))


def to_text(codes: Codes, rules: Rules) -> Texts:
    """The texts (n,) of codes (n, length), with their spaces."""
    characters = np.array(list(symbols_of(rules)))[codes]
    return np.ascontiguousarray(characters).view(f"<U{codes.shape[1]}").reshape(len(codes))


def as_text(problems: Problems, rules: Rules) -> list[str]:
    """The problems as a person writes them, without spaces."""
    return [text.strip() for text in to_text(encode_problems(problems, rules), rules).tolist()]


def numbers_in(codes: Codes, rules: Rules) -> tuple[Integers, _Flags]:
    """The numbers (n,) that codes (n, length ≤ 18) spell, and whether they do: 0 and False where not.

    A number is what `int` reads, but without "+": digits, perhaps a minus sign before them, spaces on either side.
    """
    symbols = symbols_of(rules)
    is_space, is_digit = codes == symbols.index(SPACE), codes < len(DIGITS)
    is_minus = codes == symbols.find("-")
    values = np.zeros(len(codes), np.int64)
    for place in range(codes.shape[1]):
        values = np.where(is_digit[:, place], values * 10 + codes[:, place], values)
    starts = ~is_space
    starts[:, 1:] &= is_space[:, :-1]
    stray_minus = is_minus & ~starts
    spelled = (is_space | is_digit | is_minus).all(axis=1) & is_digit.any(axis=1)
    spelled &= (starts.sum(axis=1) == 1) & ~stray_minus.any(axis=1)
    return np.where(spelled, np.where(is_minus.any(axis=1), -values, values), 0), spelled


def decode_answers(codes: Codes, rules: Rules) -> list[int | None]:
    """The numbers that codes (n, length) spell; None for what is no number."""
    values, spelled = numbers_in(codes, rules)
    return [value if is_number else None for value, is_number in zip(values.tolist(), spelled.tolist(), strict=True)]


def _last_digit(numbers: Integers) -> tuple[Integers, Codes]:
    shorter = numbers // 10
    return shorter, (numbers - shorter * 10).astype(np.int8)


def _right_aligned(cells: list[_Cell], rows: int, length: int, space: int) -> Codes:
    """The characters that are there, from the last to the first of a line, side by side at the right (rows, length)."""
    width = max(len(cells), length) + 1
    lines = np.full((rows, width), space, np.int8)
    flat = lines.reshape(-1)
    ends = np.arange(rows) * width + width - 1
    free = ends.copy()
    # Absent characters are written, too: the next one overwrites them, as only those that are there use up a place.
    for code, there in cells:
        flat[free] = code
        free -= there
    flat[free] = space
    longest = int((ends - free).max(initial=0))
    if longest > length:
        raise InvalidInput([f"The text has {longest} characters; {length} is the longest that fits."])
    return np.ascontiguousarray(lines[:, width - length :])
