"""What is kept is made once, the values used last stay, and a failure is not kept."""

import pytest

from seqcore.kept import Kept


def test_a_value_is_made_once_and_the_ones_used_last_stay() -> None:
    kept, made = Kept[str](2), list[str]()

    def get(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key.upper())

    assert [get(key) for key in "abacab"] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]
    assert Kept[str](2).get("a", lambda: "another") == "another"


def test_a_failure_is_not_kept() -> None:
    kept = Kept[int](2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 1) == 1
