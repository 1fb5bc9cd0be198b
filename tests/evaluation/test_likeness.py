"""Which rows are alike, and where they are on a map: by hand."""

import numpy as np
import pytest

from seqcore.evaluation.likeness import nearest_rows, on_a_map


def test_the_most_alike_come_first_whatever_their_length() -> None:
    table = np.array([[1, 0], [0, 3], [5, 1], [-2, 0], [0, 0]], np.float32)
    rows, alike = nearest_rows(table, 0, 3)
    assert rows.tolist() == [2, 1, 4]
    assert alike[0] == pytest.approx(5 / np.sqrt(26))
    assert alike[1:].tolist() == [0, 0]


def test_a_map_keeps_distances_where_two_directions_are_enough() -> None:
    generator = np.random.default_rng(0)
    flat = generator.normal(size=(20, 2)) * [5, 1]
    turned = flat @ np.linalg.qr(generator.normal(size=(6, 2)))[0].T
    places, share = on_a_map(turned)
    assert share == pytest.approx(1)
    assert np.linalg.norm(places[3] - places[7]) == pytest.approx(np.linalg.norm(flat[3] - flat[7]))
    assert places[:, 0].std() > places[:, 1].std()


def test_one_row_and_equal_rows_are_a_point() -> None:
    for table in (np.ones((1, 3)), np.ones((4, 3)), np.ones((4, 1))):
        places, share = on_a_map(table)
        assert np.allclose(places, 0)
        assert share == 0
