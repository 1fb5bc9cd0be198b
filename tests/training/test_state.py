"""States: what is written down is read again, bit by bit, and damage is noticed."""

import dataclasses
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.training.state import State, arrays_from_bytes, arrays_to_bytes, state_from_bytes, state_to_bytes

STATE = State(
    updates_per_epoch=2,
    update=7,
    learning_rate=0.1,
    variables=(
        np.array([[1.5, -0.0], [np.float32(0.1), 3e-45]], np.float32),
        np.array([1, 2**32 - 1], np.uint32),
        np.int64(7) * np.ones((), np.int64),
    ),
    pending=np.array([[0.5, 1.0, 0.0]], np.float32),
    validated_epoch=3,
    best_loss=0.1 + 0.2,
    best_epoch=2,
    seconds=1.25,
    finished="early_stopping",
)
CONTENT = state_to_bytes(STATE)


def assert_equal(one: State, other: State) -> None:
    for field in dataclasses.fields(State):
        mine, yours = getattr(one, field.name), getattr(other, field.name)
        if field.name == "variables":
            assert [value.dtype for value in mine] == [value.dtype for value in yours]
            assert [value.shape for value in mine] == [value.shape for value in yours]
            assert [value.tobytes() for value in mine] == [value.tobytes() for value in yours]
        elif field.name == "pending":
            assert np.array_equal(mine, yours)
        else:
            assert mine == yours


def test_a_state_is_read_as_it_was_written() -> None:
    assert_equal(state_from_bytes(CONTENT), STATE)


def test_a_first_state_has_no_best_loss_yet() -> None:
    first = State(
        update=0, updates_per_epoch=1, learning_rate=0.001, variables=(), pending=np.zeros((0, 3), np.float32)
    )
    assert_equal(state_from_bytes(state_to_bytes(first)), first)
    assert first.best_loss == float("inf")


def test_many_arrays_keep_their_order() -> None:
    arrays = tuple(np.full(2, number) for number in range(120))
    variables, more = arrays_from_bytes(arrays_to_bytes(arrays, extra=np.ones(1)))
    assert [int(array[0]) for array in variables] == list(range(120))
    assert list(more) == ["extra"]


@pytest.mark.parametrize("length", range(0, len(CONTENT), 37))
def test_a_state_that_was_cut_off_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="damaged"):
        state_from_bytes(CONTENT[:length])


@given(place=st.integers(0, len(CONTENT) - 1), value=st.integers(0, 255))
def test_a_changed_byte_is_noticed_or_harmless(place: int, value: int) -> None:
    damaged = bytearray(CONTENT)
    damaged[place] = value
    try:
        state = state_from_bytes(bytes(damaged))
    except (ValueError, KeyError):
        return
    assert_equal(state, STATE)


@given(content=st.binary(max_size=300))
def test_any_other_content_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        state_from_bytes(content)


def test_files_of_the_version_before_are_read() -> None:
    """They had an entry for every variable."""
    buffer = io.BytesIO()
    np.savez(buffer, v0000=np.ones(2), v0001=np.zeros((1, 1)), pending=np.ones(3))
    variables, more = arrays_from_bytes(buffer.getvalue())
    assert [value.shape for value in variables] == [(2,), (1, 1)]
    assert list(more) == ["pending"]


@pytest.mark.parametrize(
    "layout",
    ['[["|O", [1]]]', '[["<f4", [-1]]]', '[["<f4", [3]]]', '[["<f4", [1]]]', '[["<U1", [2]]]', "{}", "[1]", "["],
)
def test_a_layout_that_does_not_fit_is_damage(layout: str) -> None:
    buffer = io.BytesIO()
    text = np.frombuffer(layout.encode(), np.uint8)
    np.savez(buffer, layout=text, variables=np.zeros(8, np.uint8))
    with pytest.raises(ValueError, match="damaged"):
        arrays_from_bytes(buffer.getvalue())
