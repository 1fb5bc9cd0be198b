"""Whether variants differ by more than the noise of seeds: paired tests of all pairs, corrected for how many these are.

Runs with the same seed are a pair: they share data, order, and first weights where shapes allow.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from seqcore.evaluation.in_figures import p_value, with_reach
from seqcore.evaluation.significance import both_tails_of_student_t, reach_of_student_t
from seqcore.evaluation.verdict import NOISE

TEST = "paired t test, corrected for the number of pairs (Holm)"
GOOD_NUMBER, MOST = 10, 20
"""Seeds to try when too few were tried, and at most."""

Values = Mapping[str, Sequence[float]]
"""What each variant, by its title, measured with each seed; NaN where a run came to nothing."""


@dataclass(frozen=True)
class Pair:
    """Two variants: by how much `ahead` is better on average, how far its 95 % interval reaches, the corrected p."""

    ahead: str
    behind: str
    by: float
    reach: float
    p: float

    @property
    def is_more_than_noise(self) -> bool:
        return self.p < NOISE


@dataclass(frozen=True)
class Noise:
    """The verdict: a sentence or two, and the pairs that it rests on, best against second first."""

    sentence: str
    pairs: tuple[Pair, ...] = ()


def compared(values: Values, measure: str, *, higher_is_better: bool) -> Noise:
    """The verdict on a measure, named as it stands in a sentence. Raises ValueError unless all have as many seeds."""
    titles, table = list(values), np.array(list(values.values()), np.float64)
    seeds = np.isfinite(table).all(axis=0)
    count = int(seeds.sum())
    if not count:
        return Noise("Nothing can be said: no seed has a number for every variant.")
    if count == 1:
        return Noise(f"One seed cannot tell: what looks better may be luck. Try {GOOD_NUMBER}.")
    sign = 1 if higher_is_better else -1
    scores = {title: sign * row[seeds] for title, row in zip(titles, table, strict=True)}
    order = sorted(titles, key=lambda title: -float(scores[title].mean()))
    pairs = _corrected([_pair(scores, *two) for two in combinations(order, 2)])
    return Noise(_sentence(order, pairs, measure, count), pairs)


def _pair(scores: Mapping[str, np.ndarray], ahead: str, behind: str) -> Pair:
    differences = scores[ahead] - scores[behind]
    mean, n = float(differences.mean()), len(differences)
    error = float(differences.std(ddof=1)) / math.sqrt(n)
    # Numbers have seven digits: what is below them is no difference.
    if error <= 1e-7 * float(np.abs(scores[ahead]).max()):
        return Pair(ahead, behind, mean, 0.0, float(abs(mean) <= error))
    p = both_tails_of_student_t(mean / error, n - 1)
    return Pair(ahead, behind, mean, reach_of_student_t(n - 1) * error, p)


def _corrected(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Holm's correction: the smallest of m p values counts m times, the next m − 1 times, …"""
    found, largest = {}, 0.0
    for rank, place in enumerate(sorted(range(len(pairs)), key=lambda place: pairs[place].p)):
        largest = max(largest, min(1.0, pairs[place].p * (len(pairs) - rank)))
        found[place] = replace(pairs[place], p=largest)
    return tuple(found[place] for place in range(len(pairs)))


def _sentence(order: Sequence[str], pairs: Sequence[Pair], measure: str, count: int) -> str:
    """Of the best: whom it is ahead of, and from whom it cannot be told apart."""
    best, second = order[0], pairs[0]
    if second.is_more_than_noise:
        return (
            f"{best} is ahead of {second.behind} by {with_reach(second.by, second.reach)} of {measure} "
            f"({count} seeds, {p_value(second.p)}): more than seed noise."
        )
    alike = [best, *(pair.behind for pair in pairs if pair.ahead == best and not pair.is_more_than_noise)]
    more = f"; try {GOOD_NUMBER if count < GOOD_NUMBER else MOST}" if count < MOST else ""
    sentence = f"{_listed(alike)} cannot be told apart with {count} seeds{more}."
    beaten = [pair for pair in pairs if pair.ahead == best and pair.is_more_than_noise]
    if beaten:
        least = min(beaten, key=lambda pair: pair.by)
        worst = max(pair.p for pair in beaten)
        sentence += (
            f" {best} is ahead of {_listed([pair.behind for pair in beaten])} by {_number(least.by)} or more of "
            f"{measure} ({p_value(worst)}): more than seed noise."
        )
    return sentence


def _listed(names: Sequence[str]) -> str:
    """As in "sum, mul and ave"; names that have commas in them stand between semicolons."""
    *first, last = names
    between = "; " if any(", " in name for name in names) else ", "
    return f"{between.join(first)} and {last}" if first else last


def _number(value: float) -> str:
    return f"{value:.2g}"
