"""What a problem is, and the rules that say which problems there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, Self

import numpy as np

from seqcore.data.arithmetic.answers import OPERATIONS, UNUSED, Codes, Integers, answers_of
from seqcore.invalid import InvalidInput

FEWEST_TERMS, MOST_TERMS = 2, 5
LEAST_LARGEST, MOST_LARGEST = 9, 99_999
MOST_DIGITS = 15
"""Digits of an answer: so many are exact in 64-bit integers and in a float alike."""


class Form(NamedTuple):
    """What is left of a problem without its numbers. `parentheses` k ≥ 1 stand around terms k and k + 1, 0 is none."""

    operators: tuple[int, ...]
    parentheses: int

    @property
    def terms(self) -> int:
        """How many terms it joins."""
        return len(self.operators) + 1


@dataclass(frozen=True)
class Rules:
    """Which problems there are: exactly `terms` terms, or 2 to `terms` when `up_to`, of numbers from 1 to `largest`.

    `parentheses` means that one pair of neighbouring terms may stand in parentheses; it takes three terms.
    Raises InvalidInput when a setting is out of its bounds or answers would get longer than 15 digits.
    """

    terms: int = 2
    up_to: bool = False
    largest: int = 10
    operations: tuple[str, ...] = ("+",)
    parentheses: bool = False

    def __post_init__(self) -> None:
        wrong = []
        if not FEWEST_TERMS <= self.terms <= MOST_TERMS:
            wrong.append(f"terms: got {self.terms}; allowed is a whole number from {FEWEST_TERMS} to {MOST_TERMS}.")
        if not LEAST_LARGEST <= self.largest <= MOST_LARGEST:
            allowed = f"a whole number from {LEAST_LARGEST} to {MOST_LARGEST:,}"
            wrong.append(f"largest: got {self.largest:,}; allowed is {allowed}.")
        known = set(self.operations) <= set(OPERATIONS) and len(set(self.operations)) == len(self.operations)
        if not self.operations or not known:
            passed = ", ".join(self.operations) or "none"
            wrong.append(f"operations: got {passed}; allowed is at least one of {', '.join(OPERATIONS)}, each once.")
        # No problem has a larger answer than all numbers multiplied, as the largest number is at least 9.
        if not wrong and "×" in self.operations and self.largest**self.terms >= 10**MOST_DIGITS:
            wrong.append(
                f"operations: {self.terms} terms up to {self.largest:,} with × have answers of up to "
                f"{len(str(self.largest**self.terms))} digits; allowed are {MOST_DIGITS}: take × out, take fewer terms "
                f"or numbers up to {_largest_factor(self.terms):,}."
            )
        if wrong:
            raise InvalidInput(wrong)

    @property
    def counts(self) -> tuple[int, ...]:
        """The numbers of terms a problem may have."""
        return tuple(range(FEWEST_TERMS if self.up_to else self.terms, self.terms + 1))

    @property
    def operation_indices(self) -> tuple[int, ...]:
        """The operations as indices into `OPERATIONS`, in its order."""
        return tuple(index for index, sign in enumerate(OPERATIONS) if sign in self.operations)

    def layouts(self, count: int) -> int:
        """In how many ways a problem of `count` terms may have parentheses: without, or around one of its pairs."""
        return count if self.parentheses and count >= 3 else 1

    def forms(self) -> Iterator[Form]:
        """Every way to join numbers that the rules allow."""
        for count in self.counts:
            for operators in product(self.operation_indices, repeat=count - 1):
                yield from (Form(operators, layout) for layout in range(self.layouts(count)))

    def in_words(self) -> str:
        """As in "2 to 3 numbers from 1 to 99, joined by + or -, with or without parentheses"."""
        count = f"2 to {self.terms}" if len(self.counts) > 1 else str(self.terms)
        signs = " or ".join(OPERATIONS[index] for index in self.operation_indices)
        parentheses = ", with or without parentheses" if self.layouts(self.terms) > 1 else ""
        return f"{count} numbers from 1 to {self.largest:,}, joined by {signs}{parentheses}"


def _largest_factor(terms: int) -> int:
    return max(number for number in range(LEAST_LARGEST, MOST_LARGEST + 1) if number**terms < 10**MOST_DIGITS)


@dataclass(frozen=True, eq=False)
class Problems:
    """n problems as arrays: numbers (n, terms), 0 where unused; how many are used (n,); operators (n, terms − 1) as
    indices into `OPERATIONS`, −1 where unused; parentheses (n,) as in `Form`."""

    numbers: Integers
    count: Codes
    operators: Codes
    parentheses: Codes

    @classmethod
    def of_form(cls, numbers: Integers, form: Form, terms: int) -> Self:
        """Problems of one form with `numbers` (n, form.terms), in arrays wide enough for `terms` terms."""
        rows, unused = len(numbers), terms - form.terms
        operators = np.array([*form.operators, *[UNUSED] * unused], np.int8)
        return cls(
            np.pad(np.asarray(numbers, np.int64), [(0, 0), (0, unused)]),
            np.full(rows, form.terms, np.int8),
            np.tile(operators, (rows, 1)),
            np.full(rows, form.parentheses, np.int8),
        )

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """The problems of all parts, which must be of the same width."""
        return cls(
            np.concatenate([part.numbers for part in parts]),
            np.concatenate([part.count for part in parts]),
            np.concatenate([part.operators for part in parts]),
            np.concatenate([part.parentheses for part in parts]),
        )

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, rows: Integers | slice) -> "Problems":
        return Problems(self.numbers[rows], self.count[rows], self.operators[rows], self.parentheses[rows])

    def replace(self, rows: Integers, others: "Problems") -> None:
        """Put `others` in the place of `rows`; this changes the arrays."""
        self.numbers[rows], self.count[rows] = others.numbers, others.count
        self.operators[rows], self.parentheses[rows] = others.operators, others.parentheses

    def answers(self) -> Integers:
        """The right answers, (n,)."""
        return answers_of(self.numbers, self.operators, self.parentheses)
