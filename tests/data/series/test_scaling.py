"""Scaling by hand and exactly back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.series.scaling import SCALINGS, Scaler

ROWS = np.array([[1.0, 10.0], [3.0, 30.0], [5.0, 20.0]])


@pytest.mark.parametrize(
    ("kind", "first_column"),
    [("none", [1, 3, 5]), ("standard", [-np.sqrt(1.5), 0, np.sqrt(1.5)]), ("minmax", [0, 0.5, 1])],
)
def test_a_column_by_hand(kind: str, first_column: list[float]) -> None:
    np.testing.assert_allclose(Scaler.fit(kind, ROWS).scaled(ROWS)[:, 0], first_column, atol=1e-12)


def test_columns_are_scaled_one_by_one_and_rows_outside_go_beyond() -> None:
    scaler = Scaler.fit("minmax", ROWS)
    assert scaler.scaled(np.array([[9.0, 5.0]])).tolist() == [[2.0, -0.25]]


@pytest.mark.parametrize("kind", SCALINGS)
@given(values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_scaling_is_undone_exactly(kind: str, values: list[float]) -> None:
    rows = np.column_stack([values, np.arange(len(values), dtype=float)])
    scaler = Scaler.fit(kind, rows)
    back = scaler.restored(scaler.scaled(rows)[:, 0])
    np.testing.assert_allclose(back, rows[:, 0], rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("kind", SCALINGS)
def test_a_constant_column_stays_finite(kind: str) -> None:
    rows = np.full((4, 1), 7.0)
    assert np.isfinite(Scaler.fit(kind, rows).scaled(rows)).all()
