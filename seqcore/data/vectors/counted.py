"""Word vectors out of one's own text: which words stand near each other, more often than by chance (PPMI), made short.

After Levy and Goldberg, "Neural word embedding as implicit matrix factorization" (2014): the positive pointwise mutual
information of words and their neighbours, and of that matrix the largest singular vectors. No network is trained.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, csr_matrix

from seqcore.data.sentences.vocabulary import FEWEST, counted
from seqcore.data.vectors.vectors import Vectors

WINDOW = 4
"""Words to each side that count as neighbours."""
SIZE = 50
SPARE, POWERS = 10, 4
"""Further directions that are searched along, and how often the matrix is applied to make them the largest ones."""
TYPICAL = 0.4
"""The standard deviation of the numbers: about that of GloVe's."""


def vectors_of(sentences: Sequence[Sequence[str]]) -> Vectors:
    """Vectors of the words that occur at least twice; always the same for the same sentences."""
    counts = counted(sentences)
    words = sorted(
        (word for word, number in counts.items() if number >= FEWEST), key=lambda word: (-counts[word], word)
    )
    size = min(SIZE, max(1, len(words) - 2))
    places = {word: place for place, word in enumerate(words)}
    ahead, after = list[int](), list[int]()
    for sentence in sentences:
        known = [places.get(word.lower(), -1) for word in sentence]
        for step, place in enumerate(known):
            near = [other for other in known[step + 1 : step + 1 + WINDOW] if other >= 0] if place >= 0 else []
            ahead += [place] * len(near)
            after += near
    pairs = (np.array([*ahead, *after]), np.array([*after, *ahead]))
    together = coo_matrix((np.ones(len(pairs[0])), pairs), shape=(len(words), len(words))).tocsr().tocoo()
    sums = np.maximum(np.asarray(together.sum(axis=1)).ravel(), 1)
    surprise = np.log(together.data * sums.sum() / (sums[together.row] * sums[together.col]))
    matrix = coo_matrix((np.maximum(surprise, 0), (together.row, together.col)), shape=together.shape).tocsr()
    left, strengths = _largest(matrix, size)
    numbers = np.zeros((len(words), SIZE), np.float64)
    numbers[:, :size] = left * np.sqrt(strengths)
    numbers *= TYPICAL / max(float(numbers[:, :size].std()), 1e-9)
    return Vectors(words, numbers.astype(np.float32), "counted in this text (PPMI and SVD)")


def _largest(matrix: csr_matrix, number: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The left singular vectors (words, number) of the largest singular values, and these: nearly, and quickly.

    By random projection and powers of the matrix (Halko, Martinsson and Tropp, 2011).
    """
    basis = matrix @ np.random.default_rng(0).normal(size=(matrix.shape[0], number + SPARE))
    for _ in range(POWERS):
        basis = matrix @ (matrix.T @ _orthonormal(basis))
    basis = _orthonormal(basis)
    small = (matrix.T @ basis).T
    squares, left = np.linalg.eigh(small @ small.T)
    strengths = np.sqrt(np.maximum(squares[::-1], 0))
    return (basis @ left[:, ::-1])[:, :number], strengths[:number]


def _orthonormal(basis: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Columns that span the same space, of length 1 and at right angles: by the few numbers of their products."""
    squares, turned = np.linalg.eigh(basis.T @ basis)
    return basis @ (turned / np.sqrt(np.maximum(squares, squares[-1] * 1e-12)))
