"""Rows of numbers beside each other: which are most alike (cosine), and a map of them (principal components)."""

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.floating]
SMALLEST = 1e-9


def nearest_rows(table: Table, row: int, number: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The rows that are most like one, without itself, and their cosines with it; the most alike first."""
    lengths = np.maximum(np.linalg.norm(table, axis=1), SMALLEST)
    alike = (table @ table[row] / (lengths * lengths[row])).astype(np.float64)
    order = np.argsort(-alike, kind="stable")
    order = order[order != row][:number]
    return order, alike[order]


def on_a_map(table: Table) -> tuple[npt.NDArray[np.float64], float]:
    """(rows, 2): the rows along the two directions in which they differ most, and the share of variance on the map."""
    centred = table.astype(np.float64) - table.mean(axis=0, dtype=np.float64)
    left, strengths, _ = np.linalg.svd(centred, full_matrices=False)
    places = np.zeros((len(table), 2))
    places[:, : min(2, len(strengths))] = left[:, :2] * strengths[:2]
    # The signs of singular vectors are arbitrary: the farthest row is on the right, and above.
    signs = np.sign(places[np.abs(places).argmax(axis=0), [0, 1]])
    total = float((strengths**2).sum())
    return places * np.where(signs == 0, 1, signs), float((strengths[:2] ** 2).sum()) / total if total else 0.0
