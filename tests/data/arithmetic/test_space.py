"""How many problems there are: counted by formula, against counting them one by one."""

from itertools import product

import numpy as np
import pytest

from seqcore.data.arithmetic.problems import OPERATIONS, Rules
from seqcore.data.arithmetic.space import (
    canonical,
    distinct_problems,
    every_problem,
    is_commutative,
    unordered_problems,
    weights,
)
from seqcore.tasks.addition.encoding import as_text

SMALL = [
    Rules(terms, up_to, largest, operations, parentheses)
    for (terms, largest), up_to, operations, parentheses in product(
        [(2, 9), (2, 12), (3, 9)], [False, True], [("+",), ("-",), ("×", "+"), ("-", "+"), OPERATIONS], [False, True]
    )
] + [Rules(4, True, 9, ("+",), True)]


def all_texts(rules: Rules) -> list[str]:
    """Every problem as text, the slow way."""
    texts = []
    for count in rules.counts:
        for numbers in product(range(1, rules.largest + 1), repeat=count):
            for signs in product(rules.operations, repeat=count - 1):
                for pair in range(rules.layouts(count)):
                    parts = [str(numbers[0])]
                    for sign, number in zip(signs, numbers[1:], strict=True):
                        parts += [sign, str(number)]
                    if pair:
                        parts[2 * pair - 2] = "(" + parts[2 * pair - 2]
                        parts[2 * pair] += ")"
                    texts.append("".join(parts))
    return texts


def key(text: str) -> str:
    """What texts of the same problem share."""
    bare = text.replace("(", "").replace(")", "")
    for sign, others in (("+", "-×"), ("×", "-+")):
        if not set(bare) & set(others):
            return sign.join(sorted(bare.split(sign), key=int))
    return text


@pytest.mark.parametrize("rules", SMALL, ids=str)
def test_counts_are_those_of_counting_one_by_one(rules: Rules) -> None:
    texts = all_texts(rules)
    keys = {key(text) for text in texts}
    assert distinct_problems(rules) == len(set(texts)) == len(texts)
    assert unordered_problems(rules) == len(keys)
    listed = every_problem(rules)
    assert set(as_text(listed, rules)) == keys
    assert len(listed) == len(keys)


@pytest.mark.parametrize("rules", SMALL, ids=str)
def test_weights_are_the_ways_to_write_a_problem(rules: Rules) -> None:
    likelihood = dict.fromkeys(map(key, all_texts(rules)), 0.0)
    of_count = {
        count: Rules(count, False, rules.largest, rules.operations, rules.parentheses) for count in rules.counts
    }
    sizes = {count: len(all_texts(alone)) for count, alone in of_count.items()}
    for text in all_texts(rules):
        likelihood[key(text)] += 1 / sizes[sum(text.count(sign) for sign in OPERATIONS) + 1] / len(sizes)
    listed = every_problem(rules)
    found = weights(listed, rules)
    assert np.allclose(found, [likelihood[text] for text in as_text(listed, rules)], rtol=1e-9)
    assert np.isclose(found.sum(), 1)


@pytest.mark.parametrize(
    ("rules", "distinct", "unordered"),
    [
        (Rules(largest=10), 100, 55),
        (Rules(largest=99), 9_801, 4_950),
        (Rules(largest=100), 10_000, 5_050),
        (Rules(3, True, 10), 1_100, 55 + 220),
        (Rules(2, False, 10, ("+", "-")), 200, 55 + 100),
        (Rules(3, False, 10, parentheses=True), 3_000, 220),
    ],
)
def test_counts_by_hand(rules: Rules, distinct: int, unordered: int) -> None:
    assert (distinct_problems(rules), unordered_problems(rules)) == (distinct, unordered)


def test_counts_beyond_64_bits_are_exact() -> None:
    rules = Rules(5, False, 99_999, ("+", "-"), True)
    assert distinct_problems(rules) == 99_999**5 * 16 * 5
    assert unordered_problems(rules) == 99_999**5 * 15 * 5 + 99_999 * 100_000 * 100_001 * 100_002 * 100_003 // 120


def test_the_canonical_form_is_its_own() -> None:
    listed = every_problem(Rules(3, True, 9, OPERATIONS, True))
    again = canonical(listed)
    assert np.array_equal(listed.numbers, again.numbers)
    assert np.array_equal(listed.parentheses, again.parentheses)
    assert 0 < is_commutative(listed).sum() < len(listed)
