"""Drawing problems at random, from all of them or from one part only, without ever looping for long.

A problem depends on (rules, seed, stream, its number) only: update i of a training is the problems i · batch … in any
slice, and none has to be drawn before. The number of terms is drawn first, then all else, numbers evenly from 1 up.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from seqcore.data.arithmetic.hold_out import MOST_ENUMERATED, check_share, is_held_out, parts
from seqcore.data.arithmetic.mixing import Words, key_of, uniform
from seqcore.data.arithmetic.problems import Problems, Rules
from seqcore.data.arithmetic.space import canonical, every_problem, is_commutative, unordered_problems, weights
from seqcore.invalid import InvalidInput

TRAINING_STREAM, VALIDATION_STREAM, PROBE_STREAM = range(3)
_CANDIDATES, _FROM_LIST, _RACE, _ORDER = range(4)
ROUNDS = 64
"""How often a problem of the wrong part is drawn anew before it is taken from the list of the right ones."""
ROUNDS_WITHOUT_LIST = 10_000
"""The same where the list would be too long; with the smallest share, all fail about once in 10⁴³ problems."""


def draw(
    rules: Rules,
    seed: int,
    first: int,
    count: int,
    *,
    stream: int = TRAINING_STREAM,
    held_out: bool | None = None,
    share: float = 0.0,
) -> Problems:
    """The problems number `first` … `first` + `count` − 1; `held_out` asks for that part, or for the other one.

    Raises InvalidInput when the part is empty.
    """
    check_share(share)
    places = np.arange(first, first + count, dtype=np.uint64)
    problems = _candidates(rules, key_of(seed, stream, _CANDIDATES), places)
    if held_out is None:
        return problems
    waiting = np.flatnonzero(is_held_out(problems, share) != held_out)
    if not len(waiting):
        return problems
    if share == 0:
        raise InvalidInput(["held_out: the share is 0, so there are no held-out problems to draw."])
    are_listed = unordered_problems(rules) <= MOST_ENUMERATED
    for attempt in range(1, ROUNDS if are_listed else ROUNDS_WITHOUT_LIST):
        if not len(waiting):
            return problems
        fresh = _candidates(rules, key_of(seed, stream, _CANDIDATES, attempt), places[waiting])
        fits = is_held_out(fresh, share) == held_out
        problems.replace(waiting[fits], fresh[fits])
        waiting = waiting[~fits]
    if len(waiting):
        problems.replace(waiting, _from_list(rules, held_out, share, key_of(seed, stream, _FROM_LIST), places[waiting]))
    return problems


def draw_distinct(
    rules: Rules,
    seed: int,
    count: int,
    *,
    stream: int = VALIDATION_STREAM,
    held_out: bool | None = None,
    share: float = 0.0,
) -> Problems:
    """`count` different problems, no two of which are the same but for the order of their terms.

    Raises InvalidInput with the number of problems there are when `count` is more.
    """
    check_share(share)
    there_are = most_distinct(rules, held_out, share)
    if count > there_are:
        raise InvalidInput(
            [f"Asked for {count:,} different problems{_part(held_out)}; at most {there_are:,} can be drawn."]
        )
    if unordered_problems(rules) > MOST_ENUMERATED:
        return _distinct_among_many(rules, seed, count, stream, held_out, share)
    known, likelihood = listed(rules, held_out, share)
    # The first `count` to arrive in a race, each as fast as it is likely: as if drawn without putting back.
    lots = uniform(key_of(seed, stream, _RACE), np.arange(len(known), dtype=np.uint64))
    chosen = np.argsort(-np.log1p(-lots) / likelihood, kind="stable")[:count]
    return _in_any_order(known[chosen], rules, key_of(seed, stream, _ORDER), np.arange(count, dtype=np.uint64))


def most_distinct(rules: Rules, held_out: bool | None, share: float) -> int:
    """How many different problems `draw_distinct` can draw of a part.

    Those that there are; where these are too many to be listed half of them, so that drawing ends soon.
    """
    training, held, _ = parts(rules, share)
    there_are = training + held if held_out is None else held if held_out else training
    return there_are if unordered_problems(rules) <= MOST_ENUMERATED else there_are // 2


def _distinct_among_many(
    rules: Rules, seed: int, count: int, stream: int, held_out: bool | None, share: float
) -> Problems:
    """Draws until there are enough different ones."""
    found = draw(rules, seed, 0, 0, stream=stream)
    for attempt in range(ROUNDS):
        if len(found) >= count:
            break
        fresh = draw(rules, seed, attempt * count, count, stream=stream, held_out=held_out, share=share)
        found = Problems.joined([found, fresh])
        same = canonical(found)
        columns = np.column_stack([same.numbers, same.operators, same.parentheses])
        _, places = np.unique(columns, axis=0, return_index=True)
        found = found[np.sort(places)]
    if len(found) < count:
        raise InvalidInput([f"Asked for {count:,} different problems; only {len(found):,} were found in time."])
    return found[:count]


def _candidates(rules: Rules, key: np.uint64, places: Words) -> Problems:
    """One problem for each place (n,), of either part."""
    signs, most = np.array(rules.operation_indices, np.int8), rules.terms
    a_problem = np.uint64(2 * most + 1)  # random numbers set aside for each

    def whole(number: int, below: int | npt.NDArray[np.int8]) -> npt.NDArray[np.int64]:
        return (uniform(key, places * a_problem + np.uint64(number)) * below).astype(np.int64)

    counts = np.full(len(places), most, np.int8)
    if rules.up_to:
        counts = (whole(2 * most - 1, len(rules.counts)) + rules.counts[0]).astype(np.int8)
    numbers = np.empty((len(places), most), np.int64)
    operators = np.empty((len(places), most - 1), np.int8)
    for term in range(most):
        used = counts > term
        numbers[:, term] = np.where(used, whole(term, rules.largest) + 1, 0)
        if term:
            sign = signs[whole(most + term - 1, len(signs))] if len(signs) > 1 else signs[0]
            operators[:, term - 1] = np.where(used, sign, -1)
    parentheses = np.zeros(len(places), np.int8)
    if rules.layouts(most) > 1:
        parentheses = whole(2 * most, np.where(counts >= 3, counts, np.int8(1))).astype(np.int8)
    return Problems(numbers, counts, operators, parentheses)


@lru_cache(maxsize=4)
def listed(rules: Rules, held_out: bool | None, share: float) -> tuple[Problems, npt.NDArray[np.float64]]:
    """All different problems of a part in canonical form, and how likely each is to be drawn.

    Takes memory by how many there are: to be asked for up to `MOST_ENUMERATED` only.
    """
    known = every_problem(rules)
    if held_out is not None:
        known = known[np.flatnonzero(is_held_out(known, share) == held_out)]
    return known, weights(known, rules)


def _from_list(rules: Rules, held_out: bool, share: float, key: np.uint64, places: Words) -> Problems:
    """One problem of the part for each place, as likely as when drawn anew until one fits."""
    if unordered_problems(rules) > MOST_ENUMERATED:
        raise InvalidInput([f"None of {ROUNDS_WITHOUT_LIST:,} problems drawn was{_part(held_out)}."])
    known, likelihood = listed(rules, held_out, share)
    if not len(known):
        raise InvalidInput([f"held_out: with a share of {share:g} there are no problems{_part(held_out)}."])
    up_to = np.cumsum(likelihood)
    chosen = np.searchsorted(up_to, uniform(key, places) * up_to[-1], side="right")
    # The product may round up to the last sum.
    chosen = np.minimum(chosen, len(known) - 1)
    return _in_any_order(known[chosen], rules, key, places + np.uint64(2**40))


def _in_any_order(problems: Problems, rules: Rules, key: np.uint64, places: Words) -> Problems:
    """Canonical problems with their terms in a random order and random parentheses, where neither matters."""
    terms = np.arange(problems.numbers.shape[1], dtype=np.uint64)
    a_problem = np.uint64(len(terms) + 1)
    lots = uniform(key, places[:, np.newaxis] * a_problem + terms)
    lots[terms >= problems.count[:, np.newaxis]] = 2.0
    free = is_commutative(problems)
    order = np.where(free[:, np.newaxis], np.argsort(lots, axis=1), terms.astype(np.int64))
    layouts = np.array([rules.layouts(count) for count in range(len(terms) + 1)])[problems.count]
    layout = (uniform(key, places * a_problem + terms[-1:] + np.uint64(1)) * layouts).astype(np.int8)
    return Problems(
        np.take_along_axis(problems.numbers, order, axis=1),
        problems.count,
        problems.operators,
        np.where(free, layout, problems.parentheses),
    )


def _part(held_out: bool | None) -> str:
    return {None: "", True: " among those held out", False: " among those to train on"}[held_out]
