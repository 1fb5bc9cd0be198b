"""Rows on a time axis, by dates that can be looked up in a calendar."""

import numpy as np
import pytest

from pages.parts.series.time_axis import at_rows, axis_points, for_axis, for_table, future_index


def dates(*texts: str) -> np.ndarray:
    return np.array(texts, "datetime64[s]")


def days(first: str, count: int) -> np.ndarray:
    return (np.datetime64(first) + np.arange(count)).astype("datetime64[s]")


TRADING = days("2025-12-15", 12)[np.r_[0:5, 7:12]]  # Mondays to Fridays


class TestFuture:
    def test_every_day(self):
        assert (
            future_index(days("2025-12-20", 10), 3).tolist() == dates("2025-12-30", "2025-12-31", "2026-01-01").tolist()
        )

    def test_a_series_without_weekends_goes_on_without_them(self):
        found = future_index(TRADING, 7)
        assert found[0] == np.datetime64("2025-12-29")  # the Monday after Friday the 26th
        assert found[5:].tolist() == dates("2026-01-05", "2026-01-06").tolist()

    def test_hours_of_trading_go_on_the_next_trading_day(self):
        hours = (TRADING[:, None] + np.array([14, 15, 16]) * np.timedelta64(3600, "s")).ravel()
        found = future_index(hours, 4)
        assert found.tolist() == dates("2025-12-29T14", "2025-12-29T15", "2025-12-29T16", "2025-12-30T14").tolist()

    def test_hours_around_the_clock(self):
        hours = np.datetime64("2025-12-27T00:00:00") + np.arange(96) * np.timedelta64(3600, "s")
        assert future_index(hours, 2).tolist() == dates("2025-12-31T00", "2025-12-31T01").tolist()

    def test_minutes_get_across_a_weekend(self):  # from Friday, 18:59, on
        minutes = np.datetime64("2025-12-24T09:00:00") + np.arange(2 * 1440 + 600) * np.timedelta64(60, "s")
        assert future_index(minutes, 301)[-1] == np.datetime64("2025-12-29T00:00")

    def test_months_follow_the_calendar(self):
        firsts = np.arange("2025-01", "2026-01", dtype="datetime64[M]").astype("datetime64[s]")
        assert future_index(firsts, 3).tolist() == dates("2026-01-01", "2026-02-01", "2026-03-01").tolist()
        ends = firsts - np.timedelta64(1, "D")  # 2024-12-31 … 2025-11-30
        assert future_index(ends, 3).tolist() == dates("2025-12-31", "2026-01-31", "2026-02-28").tolist()
        assert future_index(firsts[::3], 1).tolist() == dates("2026-01-01").tolist()

    def test_row_numbers(self):
        assert future_index(np.arange(10), 2).tolist() == [10, 11]
        assert future_index(np.array([0, 10, 20]), 2).tolist() == [30, 40]

    def test_little_to_go_by(self):
        assert future_index(np.array([4]), 1).tolist() == [5]
        assert future_index(np.zeros(0, int), 2).tolist() == [0, 1]
        assert future_index(dates("2025-12-30"), 1).tolist() == dates("2025-12-31").tolist()
        assert len(future_index(dates(), 3)) == 0
        assert len(future_index(TRADING, 0)) == 0

    @pytest.mark.parametrize("seconds", [1, 7, 60, 5000, 25_200, 86_400, 7 * 86_400, 100_000_000])
    def test_always_as_many_as_asked_for_and_rising(self, seconds):
        index = np.datetime64("2025-01-01T00:00:00") + np.arange(50) * np.timedelta64(seconds, "s")
        found = future_index(index, 40)
        assert len(found) == 40
        assert (np.diff(np.r_[index[-1:], found]).astype(int) > 0).all()


def test_rows_beyond_the_end():
    assert at_rows(TRADING, np.array([0, 9, 10])).tolist() == dates("2025-12-15", "2025-12-26", "2025-12-29").tolist()


def test_dates_are_texts_as_short_as_can_be():
    assert for_axis(TRADING[:1]) == ["2025-12-15"]
    assert for_axis(dates("2025-12-01", "2026-01-01")) == ["2025-12", "2026-01"]
    assert for_axis(dates("2025-12-01T14:00", "2026-01-01")) == ["2025-12-01T14", "2026-01-01T00"]
    assert for_axis(dates("2025-12-01T14:30:05")) == ["2025-12-01T14:30:05"]
    assert for_axis(np.array([3, 4])) == [3, 4]
    assert for_axis(dates()) == []


def test_tables_show_a_time_of_day_where_there_is_one():
    assert [str(date) for date in for_table(TRADING[:1])] == ["2025-12-15"]
    assert [str(date) for date in for_table(dates("2025-12-15T14:30"))] == ["2025-12-15 14:30:00"]
    assert for_table(np.array([3])) == [3]


def test_even_gaps_need_no_x():
    even = axis_points(days("2025-12-20", 5), np.array([0, 2, 4]), np.array([1.0, 2.0, 3.0]))
    assert (even["x0"], even["dx"]) == ("2025-12-20", 2 * 86_400_000)
    rows = axis_points(np.arange(5), np.array([1, 2]), np.array([1.0, 2.0]))
    assert (rows["x0"], rows["dx"]) == (1, 1)
    uneven = axis_points(TRADING, np.array([4, 5, 6]), np.array([1.0, 2.0, 3.0]))
    assert uneven["x"] == ["2025-12-19", "2025-12-22", "2025-12-23"]
