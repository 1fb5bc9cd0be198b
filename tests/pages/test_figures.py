"""Figures, by numbers that can be checked by hand."""

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from pages.parts.curve_figure import curve_figure
from pages.parts.curve_points import MOST_POINTS, points, smooth, thin
from pages.parts.inside.memory_figure import Reach, distance_figure
from pages.parts.sequence_figure import cumulative_sum_figure
from seqcore.experiment import Experiment, from_values
from seqcore.inspection.horizon import Horizon
from seqcore.runs.view import RunView
from seqcore.tasks.base.preset import Published
from seqcore.training.events import LearningRate


def experiment(epochs: int = 1000) -> Experiment:
    kinds = {"task": {"kind": "cumulative_sum"}, "architecture": {"kind": "recurrent_stack"}}
    return from_values({**kinds, "training": {"epochs": epochs}})


def view(*losses: float, epochs: int = 1000, validated: dict[int, float] | None = None) -> RunView:
    validation = {epoch: {"loss": loss} for epoch, loss in (validated or {}).items()}
    return RunView(experiment(epochs), training={"loss": list(losses)}, validation=validation)


def trace(figure, uid):
    """The one trace with this uid, as it goes to the browser."""
    (found,) = [trace for trace in json.loads(figure.to_json(remove_uids=False))["data"] if trace["uid"] == uid]
    return found


def uids(figure):
    return [trace.uid for trace in figure.data]


def draw(known: RunView, **settings):
    plain = {"share": False, "log_axis": False, "smoothing": 0.0}
    return go.Figure(curve_figure(known, "loss", title="Loss", **(plain | settings)))


class TestPoints:
    def test_few_values_are_all_kept(self):
        assert thin(np.arange(600.0)).tolist() == list(range(600))

    @pytest.mark.parametrize("count", [601, 1000, 1199, 4097, 100_000])
    def test_many_values_keep_ends_and_extremes(self, count):
        values = np.random.default_rng(count).normal(size=count)
        kept = thin(values)
        assert MOST_POINTS / 4 < len(kept) <= MOST_POINTS
        assert {0, count - 1, values.argmin(), values.argmax()} <= set(kept)
        assert (np.diff(kept) > 0).all()

    def test_by_hand(self):
        # At most 8 points of 12 values: three buckets of 4, the lowest and the highest of each, and the ends.
        values = np.array([5, 1, 9, 5, 2, 2, 8, 3, 4, 7, 6, 5.0])
        assert thin(values, 8).tolist() == [0, 1, 2, 4, 6, 8, 9, 11]

    def test_points_stay_while_a_curve_grows(self):
        values = np.random.default_rng(1).normal(size=1000)
        assert set(thin(values[:900])) - {899} <= set(thin(values)) | set(range(896, 900))

    def test_a_constant_smoothed_is_the_constant(self):
        assert smooth(np.full(50, 0.25), 0.9) == pytest.approx(0.25)

    def test_smoothing_by_hand(self):
        # (1/2 + 2 + 8) / (1/4 + 1/2 + 1) = 6 for 2, 4, 8 with the weights 1/4, 1/2, 1
        assert smooth(np.array([2.0, 4.0, 8.0]), 0.5) == pytest.approx([2, 5 / 1.5, 6])

    def test_even_gaps_need_no_x(self):
        packed = points(np.array([0, 10, 20]), np.array([3.0, 2.0, 1.0]))
        assert (packed["x0"], packed["dx"]) == (0, 10)
        assert packed["y"].dtype == np.float32
        within_an_epoch = points(np.array([0, 10, 12.5]), np.array([3.0, 2.0, 1.0]))
        assert within_an_epoch["x"].tolist() == [0, 10, 12.5]
        assert points(np.array([0, 0.5]), np.array([3.0, 2.0]))["x"].tolist() == [0, 0.5]
        uneven = points(np.array([0, 10, 15]), np.array([3.0, 2.0, 1.0]))
        assert uneven["x"].tolist() == [0, 10, 15]


class TestCurves:
    def test_before_the_first_point_there_are_axes(self):
        for log_axis in (False, True):
            figure = draw(view(), log_axis=log_axis, smoothing=0.5)
            assert all(curve.y is None or len(curve.y) == 0 for curve in figure.data)
            assert tuple(figure.layout.xaxis.range) == (0, 1000)
            assert len(figure.layout.yaxis.range) == 2

    def test_no_smoothing_is_the_raw_curve_without_a_shadow(self):
        figure = draw(view(3, 1, 2, validated={0: 4.0, 3: 1.5}))
        assert uids(figure) == ["training", "validation"]
        training, validation = figure.data
        assert (training.x0, training.dx, training.y.tolist()) == (1, 1, [3, 1, 2])
        assert (validation.x0, validation.dx, validation.y.tolist()) == (0, 3, [4, 1.5])

    def test_smoothing_has_the_raw_curve_as_a_shadow_of_the_same_group(self):
        figure = draw(view(2, 4, 8), smoothing=0.5)
        assert uids(figure) == ["training-raw", "validation-raw", "training", "validation"]
        shadow, line = figure.data[0], figure.data[2]
        assert shadow.y.tolist() == [2, 4, 8]
        assert line.y == pytest.approx([2, 10 / 3, 6], rel=1e-6)
        assert shadow.legendgroup == line.legendgroup
        assert (shadow.showlegend, shadow.hoverinfo) == (False, "skip")
        assert shadow.opacity < 0.5

    def test_both_curves_are_smoothed_over_the_same_number_of_epochs(self):
        figure = draw(view(validated={0: 2.0, 2: 4.0, 4: 8.0}), smoothing=0.5**0.5)
        assert figure.data[3].y == pytest.approx([2, 10 / 3, 6], rel=1e-6)

    def test_long_runs_are_drawn_with_few_points_and_bytes(self):
        losses = np.random.default_rng(1).uniform(size=5000)
        figure = draw(view(*losses, epochs=5000, validated=dict.fromkeys(range(0, 5000, 2), 0.5)), smoothing=0.9)
        assert all(len(curve.y) <= MOST_POINTS for curve in figure.data)
        assert trace(figure, "training")["y"]["dtype"] == "f4"
        assert trace(figure, "training")["x"]["dtype"] == "u2"
        assert len(figure.to_json()) < 20_000

    def test_a_share_is_a_percentage_of_the_whole(self):
        figure = draw(view(0.5), share=True)
        assert figure.layout.yaxis.tickformat == ".0%"
        assert figure.layout.yaxis.range[0] <= 0 < 1 <= figure.layout.yaxis.range[1]
        assert "%{y:.1%}" in figure.data[0].hovertemplate

    def test_two_scores_in_one_chart_are_told_apart(self):
        scores = {0: {"loss": 2.0, "seen": 0.1}, 5: {"loss": 1.0, "seen": 1.0, "unseen": 0.25}}
        known = RunView(experiment(5), training={"loss": [2.0] * 5}, validation=scores)
        figure = draw(known, share=True, scores={"like training": "seen", "held out": "unseen"})
        assert [curve.name for curve in figure.data] == ["Like training", "Held out"]
        assert figure.data[0].y == pytest.approx([0.1, 1.0])
        assert (figure.data[1].x.tolist(), figure.data[1].y.tolist()) == ([5], [0.25])
        assert len({curve.line.color for curve in figure.data}) == 2

    def test_hover_says_epoch_and_curve(self):
        assert draw(view(0.5)).data[0].hovertemplate == "epoch %{x:,.2~f}, training %{y:.3g}<extra></extra>"

    def test_log_axis_marks_1_2_5(self):
        axis = draw(view(2, 0.1), log_axis=True).layout.yaxis
        assert axis.type == "log"
        assert draw(view(2, float("inf"), 0), log_axis=True).layout.yaxis.type == "log"
        assert {0.1, 0.2, 0.5, 1, 2} <= {round(tick, 6) for tick in axis.tickvals}
        assert draw(view(2, 0.1)).layout.yaxis.type == "linear"

    def test_zoom_survives_more_points_but_not_another_kind_of_axis_or_another_run(self):
        one, two = draw(view(2)).layout, draw(view(2, 1)).layout
        assert (one.uirevision, one.xaxis.uirevision, one.yaxis.uirevision) == (
            two.uirevision,
            two.xaxis.uirevision,
            two.yaxis.uirevision,
        )
        assert draw(view(2), log_axis=True).layout.yaxis.uirevision != one.yaxis.uirevision
        other = draw(view(2), revision="another run").layout
        assert other.xaxis.uirevision != one.xaxis.uirevision
        assert other.yaxis.uirevision != one.yaxis.uirevision

    def test_changes_of_the_learning_rate_are_marked(self):
        known = view(3, 2, 1)
        assert "learning-rate" not in uids(draw(known))
        known.learning_rates += [LearningRate(update=1, epoch=1, value=0.1), LearningRate(update=2, epoch=2, value=0.5)]
        marks = draw(known).data[-1]
        assert [epoch for epoch in marks.x if epoch is not None] == [1, 1, 1, 2, 2, 2]
        assert "learning rate 0.5" in marks.text
        assert "learning rate 0.1" not in marks.text
        assert set(marks.customdata) == {0.1, 0.5}

    def test_a_published_result_is_a_band(self):
        published = Published("a paper", "a claim", "accuracy", low=0.9, high=1.0)
        layout = draw(view(0.5), share=True, published=published).layout
        assert (layout.shapes[0].y0, layout.shapes[0].y1) == (0.9, 1.0)
        assert layout.annotations[0].text == "published 90–100 %"
        assert not draw(view(0.5)).layout.shapes


def sequence(*numbers: Any) -> go.Figure:
    return go.Figure(cumulative_sum_figure(*numbers))


class TestCumulativeSum:
    VALUES, LABELS = [0.5, 0.25, 0.25, 0.75], [0, 0, 1, 1]

    def test_by_hand(self):
        figure = sequence(self.VALUES, 1.0, self.LABELS, [0.1, 0.2, 0.9, 1.0])
        by_uid = {curve.uid: curve for curve in figure.data}
        assert by_uid["total"].y.tolist() == [0.5, 0.75, 1.0, 1.75]
        assert by_uid["probability"].y == pytest.approx([0.1, 0.2, 0.9, 1.0])
        assert by_uid["probability"].yaxis == "y2"
        assert set(by_uid["limit"].y) == {1.0}
        assert (by_uid["reached"].x.tolist(), by_uid["reached"].y.tolist()) == ([3], [1.0])
        assert figure.layout.title.text == "◆ limit 1 reached at step 3"

    def test_no_line_can_be_mistaken_for_the_one_at_one_half(self):
        figure = sequence(self.VALUES, 0.5, self.LABELS, [0.1, 0.2, 0.9, 1.0])
        by_uid = {curve.uid: curve for curve in figure.data}
        assert set(by_uid["undecided"].y) == {0.5}
        assert by_uid["undecided"].yaxis == by_uid["probability"].yaxis == "y2"
        assert figure.layout.yaxis2.domain[1] < figure.layout.yaxis.domain[0], "the limit has a plot of its own"
        assert not any(axis.showgrid for axis in (figure.layout.xaxis, figure.layout.yaxis, figure.layout.yaxis2))

    def test_before_training_there_are_no_probabilities(self):
        figure = sequence(self.VALUES, 1.0, self.LABELS, None)
        assert [len(curve.y) for curve in figure.data if curve.uid == "probability"] == [0]

    def test_a_limit_that_is_not_reached_stays_in_view(self):
        figure = sequence([0.25, 0.5], 2.0, [0, 0], None)
        assert figure.layout.title.text == "limit 2 not reached"
        assert figure.layout.yaxis.range[1] > 2.0

    def test_takes_columns_of_one_feature(self):
        flat = sequence(self.VALUES, 1.0, self.LABELS, self.LABELS)
        column = [np.reshape(numbers, (4, 1)) for numbers in (self.VALUES, self.LABELS, self.LABELS)]
        assert sequence(column[0], 1.0, column[1], column[2]).to_json() == flat.to_json()

    def test_long_sequences_have_no_markers(self):
        figure = sequence([0.5] * 200, 50.0, [0] * 99 + [1] * 101)
        assert next(curve.mode for curve in figure.data if curve.uid == "total") == "lines"
        assert figure.layout.bargap == 0


def test_the_memory_curve_ends_one_step_beyond_what_has_any_influence() -> None:
    padded = Horizon(np.arange(10), np.array([2, 1, 0.5, 0, 0, 0, 0, 0, 0, 0.0]))
    figure = distance_figure([Reach("epoch 3", padded, "newest")])
    (line,) = figure["data"]
    assert line["x"].tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(line["y"], [1, 0.5, 0.25, 1e-6])
    assert figure["layout"]["xaxis"]["range"] == [-0.5, 3.5]
    dead = distance_figure([Reach("epoch 3", Horizon(np.arange(3), np.zeros(3)))])
    assert dead["data"][0]["x"].tolist() == [0, 1, 2]
