"""How much memory a value takes: its arrays and texts, and about that of what holds them."""

import sys
from collections.abc import Mapping
from types import FunctionType, MethodType, ModuleType
from typing import Any

BYTES_OF_A_NUMBER = 32
"""Of a number in a list, with its place there."""
_NOTHING = (type, FunctionType, MethodType, ModuleType)


def num_bytes(value: Any) -> int:
    """The bytes of `value` and all that it holds; what is held twice, or seen through a view, counts once."""
    total, seen, left = 0, set[int](), [value]
    while left:
        one = _owner(left.pop())
        if id(one) in seen or isinstance(one, _NOTHING):
            continue
        seen.add(id(one))
        if isinstance(nbytes := getattr(one, "nbytes", None), int):
            total += nbytes
            continue
        total += sys.getsizeof(one, 0)
        if isinstance(one, Mapping):
            left += one.keys()
            left += one.values()
        elif isinstance(one, list | tuple) and one and isinstance(one[0], int | float):
            total += BYTES_OF_A_NUMBER * len(one)
        elif isinstance(one, list | tuple | set | frozenset):
            left += one
        else:
            left += getattr(one, "__dict__", {}).values()
    return total


def _owner(value: Any) -> Any:
    """The array whose memory a view looks at: a window may look at the same row a hundred times."""
    while hasattr(value, "nbytes") and getattr(value, "base", None) is not None:
        value = value.base
    return getattr(value, "base", value) if type(value).__name__ == "DummyArray" else value
