"""The price chart, by numbers that can be checked by hand."""

import json

import numpy as np
import pytest

from pages.parts.curve_points import MOST_POINTS
from pages.parts.live_chart import pack
from pages.tasks.prices.price_figure import Band, Line, price_figure
from seqcore.data.series.series import Series
from seqcore.data.series.windows import Split

ORANGE = "var(--st-orange-color)"


def series(values, index=None) -> Series:
    values = np.asarray(values, np.float64)
    return Series(np.arange(len(values)) if index is None else index, {"close": values}, "a series", "made up")


def trading_days(count: int) -> np.ndarray:
    days = np.datetime64("2005-01-03") + np.arange(2 * count)
    return days[np.is_busday(days)][:count].astype("datetime64[s]")


def walk(count: int) -> np.ndarray:
    return 100 + np.random.default_rng(1).normal(size=count).cumsum()


def trace(figure, uid):
    (found,) = [trace for trace in figure.data if trace.uid == uid]
    return found


def x_of(found):
    """The places of a trace on a linear axis."""
    return list(found.x) if found.x is not None else [found.x0 + found.dx * place for place in range(len(found.y))]


def span(figure):
    """From where to where the axis shows, unless zoomed; the slider below always shows all."""
    return tuple(figure.layout.xaxis.range)


DAILY = series([100.0, 101.0, 99.5, 102.0, 103.0, 104.0, 105.0, 104.0, 106.0, 107.0], trading_days(10))


class TestAlignment:
    def test_a_forecast_stands_at_the_row_that_it_is_for(self):
        # Made at row 4 for the row after, which is Monday the 10th; the actual price of that row stands there, too.
        origins, forecasts = np.array([4, 5, 7]), np.array([103.5, 104.5, 104.5])
        figure = price_figure(DAILY, None, [Line("Forecast", "forecast", origins + 1, forecasts, ORANGE)])
        forecast, actual = trace(figure, "forecast"), trace(figure, "actual")
        assert list(forecast.x) == ["2005-01-10", "2005-01-11", "2005-01-13"]
        assert forecast.y.tolist() == [103.5, 104.5, 104.5]
        assert dict(zip(actual.x, actual.y, strict=True))["2005-01-10"] == 104.0

    def test_rows_beyond_the_end_go_on_with_trading_days(self):
        ahead = Line("Ahead", "ahead", np.array([10, 11]), np.array([108.0, 109.0]), ORANGE)
        figure = price_figure(DAILY, None, [ahead])  # the last row is Friday the 14th
        assert trace(figure, "ahead").x0 == "2005-01-17"
        assert span(figure) == ("2005-01-03", "2005-01-18")

    def test_row_numbers(self):
        figure = price_figure(series([5, 6, 7]), None, [Line("F", "f", np.array([2, 3]), np.array([6.5, 7.5]), ORANGE)])
        assert x_of(trace(figure, "f")) == [2, 3]
        assert figure.layout.xaxis.type == "linear"
        assert span(figure) == (0, 3)
        assert "row %{x" in trace(figure, "actual").hovertemplate

    def test_hours_are_named_when_hovered(self):
        hours = np.datetime64("2025-01-06T00:00:00") + np.arange(5) * np.timedelta64(3600, "s")
        assert "%H:%M" in trace(price_figure(series(range(5), hours), None, []), "actual").hovertemplate
        assert "%H:%M" not in trace(price_figure(DAILY, None, []), "actual").hovertemplate

    def test_one_value_is_a_marker(self):
        figure = price_figure(DAILY, None, [Line("Ahead", "ahead", np.array([10]), np.array([108.0]), ORANGE)])
        assert trace(figure, "ahead").mode == "markers"
        assert list(trace(figure, "ahead").x) == ["2005-01-17"]


class TestParts:
    def test_each_part_is_shaded_up_to_the_first_row_of_the_next(self):
        layout = price_figure(series(range(11)), Split(6, 8, 11), []).layout
        assert [(shape.x0, shape.x1) for shape in layout.shapes] == [(0, 6), (6, 8), (8, 10)]
        assert [label.text for label in layout.annotations] == ["training", "validation", "test"]

    def test_names_stand_above_the_curves_and_beside_each_other(self):
        layout = price_figure(series(range(101)), Split(70, 85, 101), []).layout
        assert layout.yaxis.domain[1] < 1
        assert [(label.x, label.xanchor) for label in layout.annotations] == [
            (35, "center"),
            (85, "right"),
            (85, "left"),
        ]

    def test_a_chart_of_the_held_out_end_begins_there_and_the_slider_shows_all(self):
        layout = price_figure(series(range(101)), Split(70, 85, 101), [], first_shown=80).layout
        assert layout.xaxis.range == (80, 100)
        assert layout.xaxis.rangeslider.range == (0, 100)
        assert layout.yaxis.range[0] > 70
        assert [(label.text, label.x) for label in layout.annotations if label.x >= 80] == [
            ("validation", 82),
            ("test", 92),
        ]

    def test_shuffled_rows_are_marked_where_they_lie_and_no_part_is_shaded(self):
        dealt = {"training": np.array([5, 7]), "validation": np.array([8]), "test": np.array([6, 9])}
        figure = price_figure(DAILY, Split(6, 8, 10), [], dealt=dealt)
        assert not figure.layout.shapes
        assert not figure.layout.annotations
        marks = {found.name: list(found.x) for found in figure.data if found.yaxis == "y2"}
        assert marks == {
            "Training rows": ["2005-01-10", "2005-01-12"],
            "Validation rows": ["2005-01-13"],
            "Test rows": ["2005-01-11", "2005-01-14"],
        }
        assert len({found.marker.color for found in figure.data if found.yaxis == "y2"}) == 3
        assert figure.layout.yaxis.domain[1] <= figure.layout.yaxis2.domain[0]

    def test_thinned_marks_say_so(self):
        rows = np.random.default_rng(1).permutation(9000)
        dealt = {"training": np.sort(rows[:6000]), "validation": np.sort(rows[6000:7500]), "test": np.sort(rows[7500:])}
        found = trace(price_figure(series(range(9000)), None, [], dealt=dealt), "dealt-test")
        assert (found.name, len(found.x)) == ("Test rows (1 in 5)", 300)

    def test_without_a_split_there_are_none(self):
        assert not price_figure(DAILY, None, []).layout.shapes


class TestLines:
    def test_a_hidden_line_waits_in_the_legend(self):
        line = Line("Drift", "drift", np.array([5]), np.array([100.0]), ORANGE, visible=False, dash="dot", width=1)
        found = trace(price_figure(DAILY, None, [line]), "drift")
        assert (found.visible, found.line.dash, found.line.width) == ("legendonly", "dot", 1)

    def test_a_band_goes_there_and_back(self):
        band = Band(np.array([9, 10, 11]), np.array([1.0, 2, 3]), np.array([4.0, 5, 6]), ORANGE, "80 %")
        figure = price_figure(DAILY, None, [], bands=[band])
        found = figure.data[0]
        assert list(found.x) == ["2005-01-14", "2005-01-17", "2005-01-18", "2005-01-18", "2005-01-17", "2005-01-14"]
        assert found.y.tolist() == [4, 5, 6, 3, 2, 1]
        assert (found.fill, found.hoverinfo) == ("toself", "skip")
        assert span(figure) == ("2005-01-03", "2005-01-18")

    def test_a_forecast_that_runs_away_does_not_flatten_the_chart(self):
        wild = Line("Forecast", "forecast", np.array([5]), np.array([1e15]), ORANGE)
        # Prices from 99.5 to 107: two heights of 7.5 above, and next to nothing below.
        assert price_figure(DAILY, None, [wild]).layout.yaxis.range == (pytest.approx(97.625), pytest.approx(122))

    def test_the_axis_stands_still_while_a_forecast_moves_a_little(self):
        heights = {
            price_figure(DAILY, None, [Line("F", "f", np.array([5]), np.array([value]), ORANGE)]).layout.yaxis.range
            for value in (100.0, 103.0, 106.5, 107.2)
        }
        assert len(heights) == 1

    def test_zoom_is_forgotten_with_another_revision_only(self):
        one, two = (
            price_figure(DAILY, None, [], revision="a").layout,
            price_figure(DAILY, None, [], revision="b").layout,
        )
        assert (one.xaxis.uirevision, one.yaxis.uirevision) == ("a", "a")
        assert two.xaxis.uirevision == "b"
        assert one.uirevision == two.uirevision


@pytest.mark.parametrize("index", [None, np.zeros(0, "datetime64[s]")])
def test_without_rows_there_are_axes(index):
    figure = price_figure(series([], index), None, [])
    assert len(trace(figure, "actual").y) == 0
    assert json.loads(figure.to_json())


def test_a_constant_series():
    low, high = price_figure(series([5.0] * 10), Split(6, 8, 10), []).layout.yaxis.range
    assert low < 5 < high


class TestBytes:
    ROWS = 5000

    def figure(self, index=None):
        known, split = series(walk(self.ROWS), index), Split.at(self.ROWS, 0.7, 0.15)
        drawn = np.unique(np.linspace(60, self.ROWS - 2, 600).astype(int))
        held_out = np.unique(np.linspace(split.training, self.ROWS - 2, 150).astype(int))
        lines = [Line("Forecast", "forecast", drawn + 1, known.values[drawn], ORANGE)]
        for name in ("last", "drift", "mean", "season"):
            lines.append(Line(name, name, held_out + 1, known.values[held_out], ORANGE, visible=False))
        return price_figure(known, split, lines)

    def test_a_long_series_is_sent_in_few_bytes(self):
        assert len(json.dumps(pack(self.figure(trading_days(self.ROWS))))) < 40_000
        assert len(json.dumps(pack(self.figure()))) < 20_000

    def test_the_actual_curve_is_thinned_out_least_in_the_test_part(self):
        rows = np.array(x_of(trace(self.figure(), "actual")))
        assert len(rows) <= MOST_POINTS
        assert (rows >= 4250).mean() > 0.25  # 15 % of the rows
        values = walk(self.ROWS)
        assert {0, self.ROWS - 1, values.argmin(), values.argmax()} <= set(rows.tolist())

    def test_a_short_test_part_is_drawn_row_by_row(self):
        figure = price_figure(series(walk(3000)), Split(2700, 2800, 3000), [])
        assert set(range(2800, 3000)) <= set(x_of(trace(figure, "actual")))
