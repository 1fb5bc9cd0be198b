"""Differencing by hand, exactly back, and where it is not defined."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.series.differences import DIFFERENCES, changes_after, changes_of, prices_after, rows_used
from seqcore.invalid import InvalidInput

PRICES = np.array([100.0, 110.0, 99.0, 99.0])
positive_prices = st.lists(st.floats(1, 1000), min_size=3, max_size=60).map(np.array)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("none", [100, 110, 99, 99]),
        ("absolute", [10, -11, 0]),
        ("percent", [0.1, -0.1, 0]),
        ("log", [np.log(1.1), np.log(0.9), 0]),
    ],
)
def test_first_changes_by_hand(kind: str, changes: list[float]) -> None:
    np.testing.assert_allclose(changes_of(PRICES, kind), changes, atol=1e-12)
    assert rows_used(kind, 1) == len(PRICES) - len(changes)


def test_second_changes_are_plain_changes_of_the_first_ones() -> None:
    np.testing.assert_allclose(changes_of(PRICES, "absolute", 2), [-21, 11])
    np.testing.assert_allclose(changes_of(PRICES, "percent", 2), [-0.2, 0.1])
    assert rows_used("percent", 2) == 2
    assert rows_used("none", 2) == 0


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("kind", DIFFERENCES)
@given(prices=positive_prices)
def test_changes_lead_exactly_back_to_the_prices(kind: str, order: int, prices: np.ndarray) -> None:
    lost = rows_used(kind, order)
    back = prices_after(changes_of(prices, kind, order), prices[:lost], kind, order)
    np.testing.assert_allclose(back, prices[lost:], rtol=1e-7, atol=1e-7 * prices.max())
    again = changes_after(back, prices[:lost], kind, order)
    np.testing.assert_allclose(again, changes_of(prices, kind, order), rtol=1e-6, atol=1e-6 * np.abs(again).max())


def test_many_windows_are_turned_back_at_once() -> None:
    before = np.array([[90.0, 100.0], [100.0, 110.0]])
    changes = np.array([[1.0, 2.0], [-1.0, 0.0]])
    assert prices_after(changes, before, "absolute").tolist() == [[101, 103], [109, 109]]
    # Order 2: the last change was 10; it becomes 11, then 13 … and 9, then 9.
    assert prices_after(changes, before, "absolute", 2).tolist() == [[111, 124], [119, 128]]


@pytest.mark.parametrize(("kind", "value"), [("percent", 0.0), ("log", 0.0), ("log", -3.0)])
def test_where_a_change_is_not_defined_it_says_which_row(kind: str, value: float) -> None:
    with pytest.raises(InvalidInput, match=r"row 3.*choose absolute"):
        changes_of(np.array([1.0, 2.0, value, 4.0]), kind)
    assert changes_of(np.array([1.0, 2.0, value, 4.0]), "absolute")[1] == value - 2
