"""Where answers go wrong: by operation, carries, length, place; which digits are confused, and how far off."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from seqcore.data.arithmetic.answers import PLUS, UNUSED, Codes, Integers, sign_of
from seqcore.data.arithmetic.problems import Problems, Rules
from seqcore.tasks.addition.alphabet import DIGITS, SPACE, symbols_of
from seqcore.tasks.addition.encoding import numbers_in

NO_CARRIES = -1
MOST_CONFUSED = 10

_Flags = npt.NDArray[np.bool_]


class Group(NamedTuple):
    """The problems (or characters) that have `value` carries, characters, …: how many, and how many of them right."""

    value: str
    right: int
    of: int


class Confusion(NamedTuple):
    """How often a digit was expected and another one came."""

    expected: str
    predicted: str
    times: int


class Anatomy(NamedTuple):
    """Everything below about one set of problems."""

    whole: Group
    by_operation: list[Group]
    by_carries: list[Group]
    by_length: list[Group]
    by_place: list[Group]
    confusions: list[Confusion]
    how_far_off: dict[str, int]


def anatomy(problems: Problems, expected: Codes, predicted: Codes, rules: Rules) -> Anatomy:
    """The anatomy of predicted answers (n, length) to n ≥ 1 problems whose right answers are `expected`."""
    right = exact(expected, predicted)
    return Anatomy(
        whole=Group("whole answers", int(right.sum()), len(right)),
        by_operation=by_operation(problems, right, rules),
        by_carries=by_carries(problems, right),
        by_length=by_length(expected, right, rules),
        by_place=by_place(expected, predicted),
        confusions=confusions(expected, predicted),
        how_far_off=how_far_off(expected, predicted, rules),
    )


def per_character(expected: Codes, predicted: Codes) -> float:
    """Share of characters that are right, spaces among them, as published results count."""
    return float((expected == predicted).mean())


def exact(expected: Codes, predicted: Codes) -> _Flags:
    """Whether every character of an answer is right, (n,)."""
    return np.asarray((expected == predicted).all(axis=1))


def carries(problems: Problems) -> Integers:
    """In how many columns of the sum something is carried, (n,); −1 for problems with other signs than +.

    By hand: 99 + 1 carries twice, 50 + 50 once, 12 + 34 never.
    """
    operators = problems.operators
    rest, carried = problems.numbers, np.zeros(len(problems), np.int64)
    count = np.zeros(len(problems), np.int64)
    while rest.any():
        shorter = rest // 10
        carried = ((rest - shorter * 10).sum(axis=1) + carried) // 10
        count += carried > 0
        rest = shorter
    return np.where(((operators == PLUS) | (operators == UNUSED)).all(axis=1), count, NO_CARRIES)


def has_operation(problems: Problems, operation: int) -> _Flags:
    """Whether each problem (n,) has this operation, an index into `OPERATIONS`, in it at least once."""
    return np.asarray((problems.operators == operation).any(axis=1))


def by_operation(problems: Problems, right: _Flags, rules: Rules) -> list[Group]:
    """Right answers to the problems with each operation in them; none where there is one operation only."""
    if len(rules.operations) == 1:
        return []
    found = [(sign_of(operation), has_operation(problems, operation)) for operation in rules.operation_indices]
    return [Group(sign, int(right[has].sum()), int(has.sum())) for sign, has in found if has.any()]


def by_carries(problems: Problems, right: _Flags) -> list[Group]:
    """Right answers by number of carries, for problems with + only."""
    found = carries(problems)
    only_plus = found != NO_CARRIES
    return _groups(found[only_plus], right[only_plus])


def by_length(expected: Codes, right: _Flags, rules: Rules) -> list[Group]:
    """Right answers by characters of the right answer, a minus sign among them."""
    return _groups((expected != symbols_of(rules).index(SPACE)).sum(axis=1), right)


def by_place(expected: Codes, predicted: Codes) -> list[Group]:
    """Right characters at each place, from the left; spaces count."""
    right = (expected == predicted).sum(axis=0).tolist()
    return [Group(str(place), count, len(expected)) for place, count in enumerate(right, start=1)]


def confusions(expected: Codes, predicted: Codes, most: int = MOST_CONFUSED) -> list[Confusion]:
    """The digits most often taken for another digit, the most frequent first."""
    base = len(DIGITS)
    wrong = (expected != predicted) & (expected < base) & (predicted < base)
    pairs = expected[wrong].astype(np.int64) * base + predicted[wrong]
    counts = np.bincount(pairs, minlength=base * base)
    ranked = np.argsort(-counts, kind="stable")[:most]
    return [
        Confusion(DIGITS[pair // base], DIGITS[pair % base], int(counts[pair])) for pair in ranked if counts[pair] > 0
    ]


def distances(expected: Codes, predicted: Codes, rules: Rules) -> list[int | None]:
    """How far each answer (n,) is from the right one; None where it is no number."""
    away, spelled = _away(expected, predicted, rules)
    return [value if number else None for value, number in zip(away.tolist(), spelled.tolist(), strict=True)]


def how_far_off(expected: Codes, predicted: Codes, rules: Rules) -> dict[str, int]:
    """How many wrong answers are how far off: "1–9", "10–99", … and "no number"; nothing for empty ranges.

    "0" counts wrong texts of the right number, such as "07".
    """
    away, spelled = _away(expected, predicted, rules)
    wrong = ~exact(expected, predicted)
    found: dict[str, int] = {}
    away_by = away[wrong & spelled]
    low, high = 0, 0
    while (away_by >= low).any():
        inside = int(((away_by >= low) & (away_by <= high)).sum())
        if inside:
            found["0" if high == 0 else f"{low:,}–{high:,}"] = inside
        low, high = high + 1, high * 10 + 9
    no_number = int((wrong & ~spelled).sum())
    return found | ({"no number": no_number} if no_number else {})


def _away(expected: Codes, predicted: Codes, rules: Rules) -> tuple[Integers, _Flags]:
    right, _ = numbers_in(expected, rules)
    answered, spelled = numbers_in(predicted, rules)
    return np.where(spelled, np.abs(answered - right), 0), spelled


def _groups(values: npt.NDArray[np.integer[Any]], right: _Flags) -> list[Group]:
    counts = np.bincount(values)
    hits = np.bincount(values, weights=right)
    return [Group(str(value), int(hits[value]), int(counts[value])) for value in np.flatnonzero(counts).tolist()]
