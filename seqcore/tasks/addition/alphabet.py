"""The symbols and lengths that the rules can need, from the longest problem and answer there can be.

Digits are counted, not computed with a logarithm: rounded logarithms are off by one at powers of ten.
"""

from functools import lru_cache
from itertools import product

import numpy as np

from seqcore.data.arithmetic.problems import Problems, Rules

DIGITS = "0123456789"
SPACE = " "
ALL_SYMBOLS = DIGITS + "+" + SPACE + "-×()"


def symbols_of(rules: Rules) -> str:
    """The symbols of problems and answers; the place of a symbol is its code, and digits are their own codes.

    Plain addition has twelve, in the order of the tutorial "Learn to Add Numbers with an Encoder-Decoder LSTM"
    (machinelearningmastery.com). Only subtraction makes answers negative, so "-" is there when it is an operation.
    """
    needed = {*DIGITS, SPACE, *rules.operations, *("()" if rules.layouts(rules.terms) > 1 else "")}
    return "".join(symbol for symbol in ALL_SYMBOLS if symbol in needed)


def digits_of(number: int) -> int:
    """How many digits a number has; 1 for 0, and the sign does not count."""
    return len(str(abs(number)))


def input_length(rules: Rules) -> int:
    """Characters of the longest problem: all terms at their longest, the signs between them, and parentheses."""
    parentheses = 2 if rules.layouts(rules.terms) > 1 else 0
    return rules.terms * digits_of(rules.largest) + rules.terms - 1 + parentheses


def output_length(rules: Rules) -> int:
    """Characters of the longest answer, a minus sign among them."""
    return max(len(str(answer)) for answer in answer_range(rules))


@lru_cache(maxsize=64)
def answer_range(rules: Rules) -> tuple[int, int]:
    """The smallest and the largest answer, exactly.

    Each number occurs once in a problem, so an answer is a straight line in each of them, and the extremes are
    where every number is either 1 or the largest.
    """
    low, high = rules.largest, 1
    for form in rules.forms():
        corners = np.array(list(product((1, rules.largest), repeat=form.terms)), np.int64)
        answers = Problems.of_form(corners, form, form.terms).answers()
        low, high = min(low, int(answers.min())), max(high, int(answers.max()))
    return low, high
