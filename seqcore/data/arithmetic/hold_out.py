"""Which problems are kept out of training: decided by a hash of the problem, so that no list has to be kept.

The hash is of the canonical form: where a+b is held out, b+a is, too. It does not depend on the seed of a run, the
rules or the width of the arrays; a larger share holds out what a smaller one does, and more.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from seqcore.data.arithmetic.mixing import Words, mix, shares
from seqcore.data.arithmetic.problems import FEWEST_TERMS, Problems, Rules
from seqcore.data.arithmetic.space import canonical, distinct_problems, every_problem, unordered_problems, ways_to_write
from seqcore.invalid import InvalidInput

SALT = 0x5E9_1AB
SMALLEST_SHARE, LARGEST_SHARE = 0.01, 0.9
FEWEST_IN_A_PART = 5
MOST_ENUMERATED = 200_000
"""Different problems up to which the parts are counted one by one; above, they are as large as expected to 3 %."""


class Parts(NamedTuple):
    """How many problems are trained on and held out; counted one by one, or as expected."""

    training: int
    held_out: int
    exact: bool


def check_share(share: float) -> None:
    """Raises InvalidInput unless `share` is 0 or from 0.01 to 0.9."""
    if share != 0 and not SMALLEST_SHARE <= share <= LARGEST_SHARE:
        allowed = f"0, or a number from {SMALLEST_SHARE:g} to {LARGEST_SHARE:g}"
        raise InvalidInput([f"held_out: got {share:g}; allowed is {allowed}."])


def is_held_out(problems: Problems, share: float, salt: int = SALT) -> npt.NDArray[np.bool_]:
    """Whether each problem (n,) is among the `share` of different problems that is kept out of training."""
    if share == 0:
        return np.zeros(len(problems), bool)
    return shares(_hash(canonical(problems), salt)) < share


def words_of(problems: Problems) -> Words:
    """A word for each problem (n,), the same for those that differ in the order of their terms only."""
    return _hash(canonical(problems), SALT)


def parts(rules: Rules, share: float) -> Parts:
    """How many different problems each part has: 3+4 and 4+3 are one."""
    return _parts(rules, share, unordered_problems(rules), 0)


def readings(rules: Rules, share: float) -> Parts:
    """How many problems each part has that read differently: 3+4 and 4+3 are two."""
    return _parts(rules, share, distinct_problems(rules), 1)


def why_not_held_out(rules: Rules, share: float) -> str | None:
    """A sentence when there are too few problems to hold out `share` of them; nothing when it works, or for 0."""
    sizes = parts(rules, share)
    if share == 0 or min(sizes.training, sizes.held_out) >= FEWEST_IN_A_PART:
        return None
    few, purpose = min((sizes.held_out, "hold out"), (sizes.training, "train on"))
    return (
        f"There are only {sizes.training + sizes.held_out:,} different problems: a share of {share:g} leaves {few} "
        f"of them to {purpose}, and {FEWEST_IN_A_PART} are the fewest that say something."
    )


def _parts(rules: Rules, share: float, total: int, counted: int) -> Parts:
    check_share(share)
    is_exact = share == 0 or unordered_problems(rules) <= MOST_ENUMERATED
    held_out = _count_held_out(rules, share)[counted] if is_exact and share else round(total * share)
    return Parts(total - held_out, held_out, is_exact)


@lru_cache(maxsize=32)
def _count_held_out(rules: Rules, share: float) -> tuple[int, int]:
    """How many problems are held out: different ones, and ways to write them."""
    problems = every_problem(rules)
    held_out = problems[np.flatnonzero(is_held_out(problems, share))]
    return len(held_out), int(ways_to_write(held_out, rules).sum())


def _hash(problems: Problems, salt: int) -> Words:
    """A word for each problem; columns that a problem does not use have no influence."""
    operators = np.pad(problems.operators + 1, [(0, 0), (1, 0)])
    hashed = mix(problems.parentheses.astype(np.uint64) + np.uint64(salt))
    for place in range(problems.numbers.shape[1]):
        # The sign before a term goes with it; numbers are below 2⁶².
        column = (problems.numbers[:, place] * 4 + operators[:, place]).astype(np.uint64)
        mixed = mix(hashed ^ column)
        hashed = mixed if place < FEWEST_TERMS else np.where(problems.count > place, mixed, hashed)
    return hashed
