"""The coach's sentences, the charts of norms, and the flow of shapes, on the page of a run."""

import json
from typing import Any

import numpy as np
import pytest
from form_screen import run
from small import small
from whole_app import captions, opened, trained

from pages.parts.norm_figure import norm_figure
from seqcore.runs.view import RunView


def with_norms(norms: dict[int, dict[str, float]]) -> RunView:
    view = RunView(small(epochs=9))
    view.gradients = view.changes = norms
    return view


def drawn(view: RunView, **words: str) -> dict[str, Any]:
    return norm_figure(view, view.gradients, "Gradient", words, "run")


def test_a_line_for_each_layer_and_a_gap_where_the_norm_is_zero() -> None:
    figure = drawn(with_norms({3: {"a": 1.0, "b": 0.0}, 6: {"a": 2.0, "b": 0.5}}), b="vanishing")
    first, second = figure["data"]
    assert (first["name"], second["name"]) == ("a", "b (vanishing)")
    assert first["y"].tolist() == [1, 2]
    assert np.isnan(second["y"][0])
    assert figure["layout"]["yaxis"]["type"] == "log"


@pytest.mark.parametrize(("least", "ticks"), [(0.5, "D1"), (0.05, "D2"), (1e-4, 1), (1e-10, 2)])
def test_numbers_of_the_axis_have_room(least: float, ticks: str | int) -> None:
    figure = drawn(with_norms({3: {"a": 1.0, "b": least}, 6: {"a": 0.9, "b": 0.0}}))
    assert figure["layout"]["yaxis"]["dtick"] == ticks


def test_before_the_first_measurement_there_are_axes_only() -> None:
    assert drawn(with_norms({}))["data"] == []


@pytest.mark.usefixtures("jobs")
def test_the_flow_changes_with_the_form_and_needs_no_run() -> None:
    test = opened(small([{"units": 7}]))
    found = json.dumps([str(part.proto) for part in test.get("bidi_component")])
    assert "return_sequences=True" in found
    assert "recurrent_1" in found


@pytest.mark.usefixtures("jobs")
def test_a_run_shows_its_gradients_and_a_clear_word_only() -> None:
    test = trained()
    assert "Exploding" not in captions(test)  # folded: nothing is drawn
    test.session_state["norms"] = True
    run(test)
    assert "Exploding" in captions(test)
    assert "Now: neither" in captions(test)
