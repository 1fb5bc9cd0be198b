"""The inside of a network on a real cluster: opened by a click, one slider with the rest, light charts."""

import json
from typing import Any

import numpy as np
import pytest
from form_screen import press, run
from small import small
from streamlit.testing.v1 import AppTest
from whole_app import captions, markdown, opened, trained, training, until

from pages.parts.inside.timeline_figure import by_activity, heatmap_figure, scale_of, unit_figure
from pages.parts.inside.units import MOST_NUMBERS, num_drawn, pages
from pages.parts.live_chart import pack
from seqcore.jobs.jobs import Jobs

MOST_BYTES = 60_000


def charts(test: AppTest, key: str) -> list[dict[str, Any]]:
    """The charts that are sent to the component with this key."""
    for element in test.get("bidi_component"):
        if f"-{key}" in element.proto.id:
            return json.loads(element.proto.json)["charts"]  # type: ignore[no-any-return]
    return []


def drawn(test: AppTest, key: str) -> list[dict[str, Any]]:
    """The same as soon as they are there: the worker may be busy."""
    if not charts(test, key):
        until(test, lambda test: charts(test, key))
    return charts(test, key)


def inside(test: AppTest) -> AppTest:
    """The same page with the panel open."""
    test.toggle("inside-open-cumulative_sum").set_value(True)
    return run(test)


def test_nothing_is_asked_before_it_is_opened(jobs: Jobs) -> None:
    test = trained(small([{"cell": "gru"}], epochs=20))
    assert "States, gates, memory and weights" in captions(test)
    assert not charts(test, "inside-timeline-drawn")
    found = drawn(inside(test), "inside-timeline-drawn")
    assert [one["label"] for one in found] == [
        "What comes in, step by step",
        *(f"{name} of every unit" for name in ("hidden state", "update gate", "reset gate", "candidate")),
        "Unit 1 over the steps",
    ]
    assert not test.exception


def test_both_sliders_move_together(jobs: Jobs) -> None:
    test = inside(trained(small(epochs=20)))
    drawn(test, "inside-timeline-drawn")
    own, other = (one for one in test.select_slider if str(one.key).startswith("replay-"))
    before = drawn(test, "inside-timeline-drawn")
    own.set_value(own.options[0])
    run(test)
    sliders = {one.key: one for one in test.select_slider if str(one.key).startswith("replay-")}
    assert {one.value for one in sliders.values()} == {own.options[0]}
    # The page puts the other one there; where it moved, a person may be on the way to the next epoch already.
    assert {key: one.proto.set_value for key, one in sliders.items()} == {own.key: False, other.key: True}
    assert charts(test, "inside-timeline-drawn") != before
    assert other.key != own.key
    assert "After epoch" in captions(test)


def test_a_sequence_of_ones_own_and_one_that_is_none(jobs: Jobs) -> None:
    test = inside(trained(small(epochs=20)))
    own = next(one for one in test.text_input if str(one.key).startswith("inside-own"))
    own.set_value("0.1, 0.2, 0.3, 0.4")
    run(test)
    first, *_ = drawn(test, "inside-timeline-drawn")
    assert "your own example" in first["figure"]["layout"]["title"]["text"]
    own = next(one for one in test.text_input if str(one.key).startswith("inside-own"))
    own.set_value("0.1, 2")
    run(test)
    assert any("Item 2" in error.value for error in test.error)


def test_while_it_trains_the_newest_weights_are_shown(jobs: Jobs) -> None:
    test = inside(training())
    assert drawn(test, "inside-timeline-drawn")


def test_before_training_it_says_what_to_do(cluster: Jobs) -> None:
    assert "Train first" in captions(inside(opened(small())))


@pytest.mark.parametrize("units", [1, 20, 128, 512])
@pytest.mark.parametrize("steps", [1, 10, 78, 100, 200])
def test_a_heatmap_is_light(units: int, steps: int) -> None:
    drawn = units if units * steps <= MOST_NUMBERS else num_drawn(units, steps)
    values = np.random.default_rng(0).normal(size=(steps, drawn)).astype(np.float32)
    figure = pack(heatmap_figure("hidden state", values, range(drawn), range(512 - drawn, 512), 1.0, 0))
    assert len(json.dumps(figure)) < MOST_BYTES


def test_every_unit_is_on_a_page() -> None:
    assert pages(10, 4) == {"1 to 4": range(4), "5 to 8": range(4, 8), "9 to 10": range(8, 10)}
    assert list(pages(5, 4)) == ["1 to 4", "5"]


def test_rows_of_a_page_are_called_by_their_units() -> None:
    figure = heatmap_figure("x", np.array([[1.0, 2.0, 3.0]]), [2, 0, 1], [7, 3, 5], None, 3)
    assert figure["data"][0]["y"] == ["unit 6", "unit 8", "unit 4"]
    assert figure["data"][0]["z"][:, 0].tolist() == [3, 1, 2]
    assert figure["layout"]["shapes"][0]["y0"] == 1.5


def test_of_a_large_layer_any_unit_can_be_seen(jobs: Jobs) -> None:
    test = inside(trained(small([{"cell": "simple_rnn", "units": 70}], epochs=2)))
    found = drawn(test, "inside-timeline-drawn")
    first = found[1]["figure"]["data"][0]["y"]
    assert found[1]["label"] == "hidden state of 64 units"
    assert found[-1]["label"].removesuffix(" over the steps").lower() in first
    maps = next(one for one in test.selectbox if one.label == "Units in the maps")
    assert maps.options == ["The 64 most active", "Units 1 to 64", "Units 65 to 70", "All 70"]

    missing = next(number for number in range(1, 71) if f"unit {number}" not in first)
    next(one for one in test.number_input if one.label == "Unit").set_value(missing)
    run(test)
    found = drawn(run(test), "inside-timeline-drawn")
    assert f"unit {missing}" in found[1]["figure"]["data"][0]["y"]
    assert found[-1]["label"] == f"Unit {missing} over the steps"

    next(one for one in test.selectbox if one.label == "Units in the maps").set_value("All 70")
    assert len(drawn(run(test), "inside-timeline-drawn")[1]["figure"]["data"][0]["y"]) == 70


def test_units_are_ordered_by_when_they_are_active() -> None:
    late, early = np.array([0, 0, 0, 1.0]), np.array([1.0, 0, 0, 0])
    assert by_activity(np.stack([late, early], axis=1)) == [1, 0]


def test_a_gate_has_a_scale_from_0_to_1_and_a_state_one_of_both_signs() -> None:
    values = np.full((4, 2), 0.5, np.float32)
    gate, state = (heatmap_figure("x", values, [0, 1], [0, 1], most, 0)["data"][0] for most in (None, 3.0))
    assert (gate["zmin"], gate["zmax"]) == (0, 1)
    assert (state["zmin"], state["zmax"]) == (-3, 3)
    assert len(unit_figure({"hidden state": values[:, 0]}, (), 0, (0, 1))["data"]) == 1


@pytest.mark.parametrize(("most", "end"), [(0.08, 0.1), (0.3, 0.5), (0.9, 1.0), (3.8, 3.8)])
def test_small_states_have_a_scale_on_which_they_are_seen(most: float, end: float) -> None:
    assert scale_of(np.array([0.01, -most, np.nan])) == pytest.approx(end)


@pytest.mark.parametrize("cell", ["simple_rnn", "lstm", "gru"])
def test_one_cell_shows_the_numbers_of_a_step(jobs: Jobs, cell: str) -> None:
    test = inside(trained(small([{"cell": cell}], epochs=20)))
    view(test, "one_cell")
    press(test, "inside-next")
    until(test, lambda test: "step 2" in markdown(test))
    assert "step 2 of 4" in markdown(test)
    table = test.dataframe[-1].value
    assert "w·x" in table["Formula"][0]
    assert "=" in table["With the numbers"][0]


def view(test: AppTest, name: str) -> AppTest:
    """The same page with another view of the inside."""
    next(one for one in test.segmented_control if str(one.key).startswith("inside-view")).set_value(name)
    return run(test)


def test_the_memory_is_shown_untrained_and_now(jobs: Jobs) -> None:
    test = view(inside(trained(small(epochs=20))), "memory")
    found = drawn(test, "inside-memory-drawn")
    assert [one["label"] for one in found] == ["Influence of each step on each output", "Influence by distance"]
    assert found[1]["figure"]["data"][0]["name"] == "untrained"
    assert "the output depends on" in markdown(test)
    # Any epoch of the slider that all parts share is asked for when it is chosen.
    slider = next(one for one in test.select_slider if str(one.key).endswith("-inside"))
    slider.set_value(slider.options[1])
    run(test)
    until(test, lambda test: len(charts(test, "inside-memory-drawn")[1]["figure"]["data"]) == 3)
    assert f"After epoch {slider.options[1]}" in markdown(test)
