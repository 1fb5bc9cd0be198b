"""How many problems there are, counted exactly, and which of them are the same but for the order of their terms.

Two problems are the same when all their signs are + (or all ×) and they have the same numbers in any order, whatever
stands in parentheses: 1+2, 2+1; (1+2)+3, 3+2+1. All others are the same only when they read the same.
"""

from itertools import combinations_with_replacement
from math import comb, factorial

import numpy as np
import numpy.typing as npt

from seqcore.data.arithmetic.answers import PLUS, TIMES, UNUSED, Integers
from seqcore.data.arithmetic.problems import Form, Problems, Rules

COMMUTATIVE = (PLUS, TIMES)


def is_commutative(problems: Problems) -> npt.NDArray[np.bool_]:
    """Whether the order of the terms does not matter (n,): all signs are +, or all are ×."""
    operators = problems.operators
    only_plus, only_times = (((operators == sign) | (operators == UNUSED)).all(axis=1) for sign in COMMUTATIVE)
    return np.asarray(only_plus | only_times)


def canonical(problems: Problems) -> Problems:
    """The problems in the form that all that are the same share: terms in ascending order, no parentheses."""
    numbers = problems.numbers
    largest = np.iinfo(np.int64).max
    used = np.arange(numbers.shape[1]) < problems.count[:, np.newaxis]
    ascending = np.sort(np.where(used, numbers, largest), axis=1)
    free = is_commutative(problems)
    return Problems(
        np.where(free[:, np.newaxis] & used, ascending, numbers),
        problems.count,
        problems.operators,
        np.where(free, np.int8(0), problems.parentheses),
    )


def distinct_problems(rules: Rules) -> int:
    """How many problems read differently: 3+4 and 4+3 are two."""
    return sum(_size(rules, count) for count in rules.counts)


def unordered_problems(rules: Rules) -> int:
    """How many problems are different: 3+4 and 4+3 are one."""
    return sum(
        comb(rules.largest + form.terms - 1, form.terms) if _any_order(form) else rules.largest**form.terms
        for form in _canonical_forms(rules)
    )


def every_problem(rules: Rules) -> Problems:
    """All different problems in their canonical form, in a fixed order. Takes memory by `unordered_problems`."""
    parts = []
    for form in _canonical_forms(rules):
        if _any_order(form):
            chosen = combinations_with_replacement(range(1, rules.largest + 1), form.terms)
            numbers = np.array(list(chosen), np.int64)
        else:
            numbers = np.indices((rules.largest,) * form.terms, np.int64).reshape(form.terms, -1).T + 1
        parts.append(Problems.of_form(numbers, form, rules.terms))
    return Problems.joined(parts)


def weights(problems: Problems, rules: Rules) -> npt.NDArray[np.float64]:
    """How likely each canonical problem (n,) is when first the number of terms is drawn and then all else.

    A problem of any order counts as often as there are ways to write it: 3+4 twice, 3+3 once.
    """
    sizes = np.ones(rules.terms + 1)
    for count in rules.counts:
        sizes[count] = float(_size(rules, count))
    return ways_to_write(problems, rules) / sizes[problems.count] / len(rules.counts)


def ways_to_write(problems: Problems, rules: Rules) -> Integers:
    """How many problems that read differently each canonical one (n,) stands for."""
    layouts = np.array([rules.layouts(count) for count in range(rules.terms + 1)])
    return np.where(is_commutative(problems), _arrangements(problems) * layouts[problems.count], 1)


def _arrangements(problems: Problems) -> Integers:
    """In how many orders the ascending terms of each problem can be written: count! / (repetitions! …)."""
    numbers = problems.numbers
    repeated = same = np.ones(len(problems), np.int64)
    for place in range(1, numbers.shape[1]):
        again = (numbers[:, place] == numbers[:, place - 1]) & (problems.count > place)
        repeated = np.where(again, repeated + 1, 1)
        same = same * repeated
    return np.array([factorial(count) for count in range(numbers.shape[1] + 1)])[problems.count] // same


def _size(rules: Rules, count: int) -> int:
    return rules.largest**count * len(rules.operations) ** (count - 1) * rules.layouts(count)


def _any_order(form: Form) -> bool:
    return len(set(form.operators)) == 1 and form.operators[0] in COMMUTATIVE


def _canonical_forms(rules: Rules) -> list[Form]:
    return [form for form in rules.forms() if not (_any_order(form) and form.parentheses)]
