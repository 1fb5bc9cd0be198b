"""Best paths, the few best ones and single tags' probabilities, against all paths there are."""

from itertools import product

import numpy as np
import pytest

from seqcore.evaluation.tag_paths import (
    best_paths,
    chain_of,
    few_best_paths,
    illegal_steps,
    probabilities_of,
    ruled,
)

TAGS, STEPS = 5, 4


def a_chain(seed: int, sentences: int = 3) -> np.ndarray:
    scores = np.random.default_rng(seed).normal(size=(sentences, STEPS, TAGS, TAGS)) * 2
    return scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))


def every_path(chain: np.ndarray, steps: int = STEPS) -> list[tuple[float, list[int]]]:
    """All paths with their log probabilities, the best first."""
    found = []
    for path in product(range(TAGS), repeat=steps):
        before = (0, *path[:-1])
        found.append((sum(chain[step, before[step], path[step]] for step in range(steps)), list(path)))
    return sorted(found, key=lambda way: -way[0])


@pytest.mark.parametrize("seed", range(4))
def test_the_best_path_is_the_best_of_all(seed: int) -> None:
    chain, lengths = a_chain(seed), np.array([4, 2, 3])
    found = best_paths(chain, lengths)
    for row, length in enumerate(lengths):
        assert found[row, :length].tolist() == every_path(chain[row], length)[0][1]
        assert not found[row, length:].any()


@pytest.mark.parametrize("seed", range(4))
def test_the_few_best_are_the_first_of_all(seed: int) -> None:
    chain = a_chain(seed)[0]
    few, every = few_best_paths(chain, 3), every_path(chain)[:3]
    assert [path for _, path in few] == [path for _, path in every]
    assert np.allclose([score for score, _ in few], [score for score, _ in every])


def test_probabilities_are_sums_over_paths() -> None:
    chain = a_chain(7)
    expected = np.zeros((STEPS, TAGS))
    for score, path in every_path(chain[0]):
        expected[np.arange(STEPS), path] += np.exp(score)
    assert np.allclose(probabilities_of(chain)[0], expected)
    assert expected.sum() == pytest.approx(STEPS)


def test_without_a_chain_each_word_has_its_likeliest_tag() -> None:
    said = np.random.default_rng(3).dirichlet(np.ones(TAGS), size=(2, STEPS))
    chain = chain_of(said)
    assert np.array_equal(best_paths(chain, np.array([STEPS] * 2)), said.argmax(axis=-1))
    assert np.allclose(probabilities_of(chain), said)


def test_the_rule_forbids_what_is_illegal_and_nothing_else() -> None:
    assert (illegal_steps(3) < 0).tolist() == [[False, False, True], [False, False, False], [False, False, False]]
    assert (illegal_steps(5) < 0).sum() == 3 + 3
    chain = a_chain(1, 20)
    found = best_paths(ruled(chain), np.full(20, STEPS))
    before = np.concatenate([np.zeros((20, 1), int), found[:, :-1]], axis=1)
    assert not illegal_steps(5)[before, found].any()
    for row in range(3):
        legal = [path for score, path in every_path(ruled(chain)[row]) if score > -5000]
        assert found[row].tolist() == legal[0]
