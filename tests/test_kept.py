"""What is kept is made once, the values used last stay within a number of bytes, and a failure is not kept."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from seqcore.data.series.generated import generate
from seqcore.kept import Kept, Memory
from seqcore.num_bytes import num_bytes

MEGABYTE = 1_000_000


def test_a_value_is_made_once_and_the_ones_used_last_stay() -> None:
    kept, made = Kept[str](Memory(2)), list[str]()

    def get(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key.upper())

    assert [get(key) for key in "aba"] == ["A", "B", "A"]
    assert made == ["a", "b", "a"]
    kept = Kept[str](Memory(1000))
    made.clear()
    assert [get(key) for key in "abacab"] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]
    assert Kept[str]().get("a", lambda: "another") == "another"


def test_a_failure_is_not_kept() -> None:
    kept = Kept[int]()
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 1) == 1


def test_what_is_kept_is_found_without_making_it() -> None:
    kept = Kept[str]()
    assert kept.find("a") is None
    kept.put("a", "A")
    assert kept.find("a") == "A"
    assert Kept[str]().find("a") is None


def test_all_kinds_share_one_room_and_what_fills_it_alone_is_kept_alone() -> None:
    memory = Memory(10 * MEGABYTE)
    one, other = Kept[np.ndarray](memory), Kept[np.ndarray](memory)
    for number in range(100):
        one.put(number, np.zeros(MEGABYTE // 8))
        other.put(number, np.zeros(MEGABYTE // 8))
        assert memory.num_bytes <= 10 * MEGABYTE
    assert other.pop(99) is not None
    huge = np.zeros(50 * MEGABYTE // 8)
    assert one.get("huge", lambda: huge) is huge
    assert one.get("huge", lambda: pytest.fail("it is there")) is huge
    assert other.pop(98) is None
    assert memory.num_bytes <= 10 * MEGABYTE


def test_what_a_value_takes_is_told() -> None:
    series = generate("gbm", 100_000, 1.0, 0.0, 50, 1)
    array = np.zeros(MEGABYTE // 8)
    assert num_bytes(array) == MEGABYTE
    assert num_bytes({"windows": sliding_window_view(array, 100), "again": [array, array[::2]]}) < 1.01 * MEGABYTE
    assert 1.6 * MEGABYTE <= num_bytes(series) < 3 * MEGABYTE
    assert num_bytes([0.5] * 1000) == pytest.approx(32_000, rel=0.5)
    assert num_bytes("x" * MEGABYTE) >= MEGABYTE
