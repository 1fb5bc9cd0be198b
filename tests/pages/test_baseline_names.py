"""Lines of baselines in a chart: each name stands in the chart, at its line, and in no other name's way."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.baselines import LINE_HEIGHT, NAME_HEIGHT, baseline_traces, name_places

HEIGHTS = st.lists(st.one_of(st.floats(-0.5, 1.5), st.just(float("nan"))), max_size=8)


def traces(drawn: list[float], *, share: bool = False, log_axis: bool = False, **values: float) -> list[dict[str, Any]]:
    return baseline_traces(values, 10, ".3g", np.array(drawn), share=share, log_axis=log_axis)


@given(HEIGHTS)
def test_names_are_in_the_chart_and_in_nobodys_way(heights: list[float]) -> None:
    taken: list[tuple[str, float]] = []
    for height, place in zip(heights, name_places(np.array(heights)), strict=True):
        if place is not None:
            end, side = place
            bottom = height if side == "top" else height - NAME_HEIGHT
            assert 0 <= bottom <= 1 - NAME_HEIGHT
            assert all(end != other or abs(bottom - there) >= NAME_HEIGHT for other, there in taken)
            taken.append((end, bottom))


@given(st.floats(0, 1))
def test_a_line_alone_in_the_chart_has_its_name(height: float) -> None:
    assert name_places(np.array([height])) != [None]


def test_places_by_hand() -> None:
    # The second stands on no line only below its own; of three in one place the last finds no room.
    apart, close = np.array([0.5, 0.5 - NAME_HEIGHT / 2, 0.1]), np.array([0.03, 0.02, 0.01])
    assert name_places(apart) == [("left", "top"), ("left", "bottom"), ("left", "top")]
    assert name_places(close) == [("left", "top"), ("right", "top"), None]
    assert name_places(np.array([np.nan, 1.2, -0.1])) == [None, None, None]
    assert name_places(np.array([0.5, 0.5 - LINE_HEIGHT / 2]))[0] == ("left", "top")


def test_a_name_at_the_top_of_the_chart_stands_below_its_line() -> None:
    high, middle, low = traces([9.0, 1.0], high=10.0, middle=5.0, low=1.0)
    assert (high["textposition"], middle["textposition"], low["textposition"]) == (
        "bottom right",
        "top right",
        "top right",
    )
    assert (high["text"][0], high["text"][-1]) == ("high", "")
    (higher, *_) = traces([20.0], high=10.0, middle=5.0, low=1.0)
    assert higher["textposition"] == "top right"


@pytest.mark.parametrize("log_axis", [False, True])
def test_what_has_no_height_has_no_name(log_axis: bool) -> None:
    found = traces([0.1, 10.0], log_axis=log_axis, none=np.inf, zero=0.0, one=1.0)
    assert [trace["mode"] for trace in found] == ["lines", "lines" if log_axis else "lines+text", "lines+text"]
    assert all(trace["mode"] == "lines" for trace in traces([], log_axis=True, a=0.0, b=-1.0, c=np.nan))


def test_shares_lie_between_0_and_1_whatever_the_curves_do() -> None:
    (best, *_) = traces([0.0], share=True, best=0.5, other=0.2, third=0.1)
    assert best["textposition"] == "top right"


def test_few_are_named_in_the_legend() -> None:
    assert [(trace["mode"], trace["showlegend"]) for trace in traces([1.0], a=1.0, b=2.0)] == [("lines", True)] * 2
