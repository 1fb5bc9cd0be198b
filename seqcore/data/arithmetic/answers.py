"""The right answers: parentheses first, then ×, then + and − from the left. Exact in 64-bit integers."""

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]

OPERATIONS = ("+", "-", "×")
PLUS, MINUS, TIMES = range(3)
UNUSED = -1


def sign_of(operation: int) -> str:
    """An index into `OPERATIONS` as a sign for people: "−" for a minus."""
    return OPERATIONS[operation].replace("-", "−")


def answers_of(numbers: Integers, operators: Codes, parentheses: Codes) -> Integers:
    """The values (n,) of n problems: numbers (n, terms), operators (n, terms − 1), and their parentheses (n,).

    By hand: 1 + 2 × 3 is 7, (1 + 2) × 3 is 9, 1 − 2 − 3 is −4 and 1 − (2 − 3) is 2.
    """
    if parentheses.any():
        numbers, operators = _without_parentheses(numbers, operators, parentheses)
    total = np.zeros(len(numbers), np.int64)
    product = numbers[:, 0]
    for place in range(operators.shape[1]):
        operator, number = operators[:, place], numbers[:, place + 1]
        multiplies = operator == TIMES
        ends = (operator == PLUS) | (operator == MINUS)
        total = np.where(ends, total + product, total)
        signed = np.where(operator == MINUS, -number, number)
        product = np.where(multiplies, product * number, np.where(ends, signed, product))
    return total + product


def _without_parentheses(numbers: Integers, operators: Codes, parentheses: Codes) -> tuple[Integers, Codes]:
    """The same problems with each pair replaced by its value × 1, which no precedence can change."""
    numbers, operators = numbers.copy(), operators.copy()
    for pair in range(1, numbers.shape[1]):
        rows = np.flatnonzero(parentheses == pair)
        left, right, operator = numbers[rows, pair - 1], numbers[rows, pair], operators[rows, pair - 1]
        added = left + np.where(operator == MINUS, -right, right)
        numbers[rows, pair - 1] = np.where(operator == TIMES, left * right, added)
        numbers[rows, pair], operators[rows, pair - 1] = 1, TIMES
    return numbers, operators
