"""Rules that are no network: the most frequent digit, and what the nearest neighbours show.

Each gives probabilities (n, 10), so that it has a cross-entropy as networks have.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from seqcore.data.images.digits import CLASSES

NEIGHBOURS = 5
PRIOR = 0.1
"""Votes that each digit has before the neighbours give theirs: no probability is 0."""
MOST_PAIRS = 16_000_000
"""Distances that are computed at most: half a second's work."""
AT_ONCE = 500

Numbers = npt.NDArray[np.float32]
Labels = npt.NDArray[np.integer]
Probabilities = npt.NDArray[np.float64]


def most_frequent(labels: Labels, number: int) -> Probabilities:
    """How often each digit occurs in `labels`, for each of `number` images."""
    shares = (np.bincount(labels, minlength=CLASSES) + PRIOR) / (len(labels) + CLASSES * PRIOR)
    return np.tile(shares, (number, 1))


def nearest_neighbours(known: Numbers, labels: Labels, asked: Numbers) -> Probabilities:
    """The votes of the five known images (rows) that are nearest to each of the `asked` ones."""
    voters = min(NEIGHBOURS, len(known))
    found = np.empty((len(asked), CLASSES))
    for start, distances in _in_parts(asked, known):
        nearest = np.argpartition(distances, voters - 1, axis=1)[:, :voters]
        votes = labels[nearest]
        found[start : start + len(distances)] = (votes[:, :, np.newaxis] == np.arange(CLASSES)).sum(axis=1)
    return (found + PRIOR) / (voters + CLASSES * PRIOR)


def _in_parts(asked: Numbers, known: Numbers) -> Iterator[tuple[int, Numbers]]:
    """Distances, but for what is the same in a row, to all `known` images, some rows at a time."""
    squares = (known**2).sum(axis=1)
    for start in range(0, len(asked), AT_ONCE):
        yield start, squares - 2 * (asked[start : start + AT_ONCE] @ known.T)


def scores_of(probabilities: Probabilities, labels: Labels) -> dict[str, float]:
    """Loss (cross-entropy in nats) and accuracy."""
    given = probabilities[np.arange(len(labels)), labels]
    right = probabilities.argmax(axis=1) == labels
    return {"loss": float(-np.log(given).mean()), "accuracy": float(right.mean())}
