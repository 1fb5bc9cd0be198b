"""The best ways through a chain of tags, one or a few of them (Viterbi 1967).

A chain is (sentences, steps, before, tag): the logarithm of the probability of a tag, given the one before it. Before
the first step stands tag 0. Where tags do not depend on each other, every row of a step is the same.
"""

import numpy as np
import numpy.typing as npt

Chain = npt.NDArray[np.floating]
FORBIDDEN = -10_000.0
"""Added to a step that a rule forbids: no sentence's other scores make up for it."""
SMALLEST = 1e-12


def chain_of(said: npt.NDArray[np.floating]) -> Chain:
    """A chain, out of what a network says: one already, or probabilities of tags (sentences, steps, tags)."""
    if said.ndim == 4:
        return said
    logs = np.log(np.maximum(said, SMALLEST))
    return np.broadcast_to(logs[:, :, np.newaxis], (*said.shape, said.shape[-1]))


def ruled(chain: Chain) -> Chain:
    """The chain with −10,000 added to every step that is illegal: to I- from anything but B- and I- of its kind."""
    return chain + illegal_steps(chain.shape[-1])


def illegal_steps(tags: int) -> npt.NDArray[np.float32]:
    """(before, tag): −10,000 where the step is illegal, else 0. By hand, for O B I: only O -> I."""
    before, tag = np.arange(tags)[:, np.newaxis], np.arange(tags)[np.newaxis]
    is_legal = (tag % 2 == 1) | (tag == 0) | (before == tag) | (before == tag - 1)
    return np.where(is_legal, 0.0, FORBIDDEN).astype(np.float32)


def best_paths(chain: Chain, lengths: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """The likeliest tags (sentences, steps), 0 after the ends."""
    n, steps, tags, _ = chain.shape
    scores, back = np.full((n, tags), -np.inf), np.zeros((n, steps, tags), np.int64)
    scores[:, 0] = 0
    stays = np.arange(tags)
    for step in range(steps):
        there = (step < lengths)[:, np.newaxis]
        ways = scores[:, :, np.newaxis] + chain[:, step]
        best = ways.argmax(axis=1)
        back[:, step] = np.where(there, best, stays)
        scores = np.where(there, np.take_along_axis(ways, best[:, np.newaxis], axis=1)[:, 0], scores)
    found, rows = np.zeros((n, steps), np.int64), np.arange(n)
    tag = scores.argmax(axis=1)
    for step in reversed(range(steps)):
        found[:, step] = np.where(step < lengths, tag, 0)
        tag = back[rows, step, tag]
    return found


def few_best_paths(chain: Chain, number: int) -> list[tuple[float, list[int]]]:
    """The `number` likeliest ways through the chain (steps, before, tag) of one sentence: log probability and tags."""
    ways: dict[int, list[tuple[float, list[int]]]] = {0: [(0.0, [])]}
    for step in chain.astype(np.float64):
        longer: dict[int, list[tuple[float, list[int]]]] = {}
        for tag in range(step.shape[1]):
            every = [(score + step[end, tag], [*path, tag]) for end, known in ways.items() for score, path in known]
            longer[tag] = sorted(every, key=lambda way: -way[0])[:number]
        ways = longer
    together = [way for known in ways.values() for way in known]
    return sorted(together, key=lambda way: -way[0])[:number]


def probabilities_of(chain: Chain) -> npt.NDArray[np.float64]:
    """The probability of each tag at each step, whatever the others are: (sentences, steps, tags)."""
    given = np.exp(chain.astype(np.float64))
    n, steps, _, tags = given.shape
    now = np.zeros((n, 1, tags))
    now[:, 0, 0] = 1
    found = np.empty((n, steps, tags))
    for step in range(steps):
        now = now @ given[:, step]
        found[:, step] = now[:, 0]
    return found
