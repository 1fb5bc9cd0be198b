"""Tables of forecasts, by numbers that can be checked by hand."""

import numpy as np

from pages.tasks.prices.forecast_table import beside_table, forecast_table, in_words, scores_table
from seqcore.data.series.series import Series

DAYS = (np.datetime64("2025-12-26") + np.arange(6)).astype("datetime64[s]")
PRICES = np.array([10.0, 12.0, 11.0, 11.0, 14.0, 13.0])
SERIES = Series(DAYS, {"close": PRICES}, "a series", "made up")
ORIGINS = np.array([1, 2, 3])
FORECASTS = np.array([[11.5, 10.0], [12.0, 13.0], [10.0, 10.5]])


def test_one_row_ahead_by_hand():
    table = forecast_table(SERIES, ORIGINS, FORECASTS, [0])
    assert [str(date) for date in table["Date"]] == ["2025-12-28", "2025-12-29", "2025-12-30"]
    assert table.drop(columns=["Date", "Forecast on", "Rows ahead"]).to_numpy().tolist() == [
        [11.0, 11.5, 12.0, -0.5, -1.0, "✓"],
        [11.0, 12.0, 11.0, -1.0, 0.0, ""],
        [14.0, 10.0, 11.0, 4.0, 3.0, "✗"],
    ]
    assert list(table) == [
        "Date",
        "Forecast on",
        "Rows ahead",
        "Actual",
        "Predicted",
        "Last value",
        "Error",
        "Error of last value",
        "Direction right",
    ]


def test_two_rows_ahead_the_last_value_is_still_that_of_the_origin():
    table = forecast_table(SERIES, ORIGINS, FORECASTS, [1])
    assert table["Actual"].tolist() == [11, 14, 13]
    assert table["Predicted"].tolist() == [10, 13, 10.5]
    assert table["Last value"].tolist() == [12, 11, 11]
    assert table["Direction right"].tolist() == ["✓", "✓", "✗"]


def test_every_step_has_a_row_that_says_which():
    table = forecast_table(SERIES, ORIGINS, FORECASTS, range(2))
    assert table["Rows ahead"].tolist() == [1, 2, 1, 2, 1, 2]
    assert [str(date) for date in table["Forecast on"]][:3] == ["2025-12-27", "2025-12-27", "2025-12-28"]
    assert [str(date) for date in table["Date"]][:3] == ["2025-12-28", "2025-12-29", "2025-12-29"]
    assert table["Predicted"].tolist() == [11.5, 10, 12, 13, 10, 10.5]
    assert table["Actual"].tolist() == [11, 11, 11, 14, 14, 13]


def test_a_forecast_of_no_change_is_not_right():
    assert forecast_table(SERIES, np.array([0]), np.array([[10.0]]), [0])["Direction right"].tolist() == ["✗"]


def test_what_has_not_happened_yet_is_missing():
    table = forecast_table(SERIES, np.array([5]), np.array([[15.0]]), [0])
    assert [str(date) for date in table["Date"]] == ["2026-01-01"]
    assert table[["Actual", "Error"]].isna().all(axis=None)
    assert table["Direction right"].tolist() == [""]


def test_row_numbers_and_no_forecasts():
    numbered = Series(np.arange(6), {"close": PRICES}, "a series", "made up")
    assert forecast_table(numbered, ORIGINS, FORECASTS, [0])["Row"].tolist() == [2, 3, 4]
    assert len(forecast_table(SERIES, ORIGINS[:0], FORECASTS[:0], [0])) == 0


def test_scores_beside_those_of_the_baselines():
    test = {"loss": 0.1, "mae": 1.0, "rmse": 2.0, "mape": 0.01, "mase": 0.5, "skill": 0.25, "direction_accuracy": 0.75}
    baselines = {"last_value": {"mae": 2.0, "skill": 0.0}, "seasonal_naive": {}, "unknown": {}}
    table = scores_table(test, baselines, season=50)
    # What a MASE is measured against stands in its name; what the verdict speaks of comes first.
    assert list(table) == ["Forecast", "Skill", "MAE", "Direction right", "RMSE", "MAPE", "MASE (MAE ÷ 2)"]
    assert table["Forecast"].tolist() == ["This network", "Last value", "Same time last season (50 rows)", "unknown"]
    assert table.iloc[0, 1:].tolist() == [0.25, 1.0, 0.75, 2.0, 0.01, 0.5]
    assert table["MAE"].tolist()[:2] == [1.0, 2.0]
    assert table.iloc[2, 1:].isna().all()
    words = in_words(table)
    assert words.iloc[0].tolist() == ["This network", "0.250", "1", "75.0%", "2", "1.0%", "0.5"]
    assert words.iloc[2, 1:].tolist() == [""] * 6


def test_runs_beside_each_other():
    table = beside_table([("This run", "rows 80–100", {"mae": 1.0}), ("Fold 1", "rows 60–79", {})])
    assert table["Run"].tolist() == ["This run", "Fold 1"]
    assert table["Tested on"].tolist() == ["rows 80–100", "rows 60–79"]
    assert "MASE" not in table
    assert table["MAE"].tolist()[0] == 1.0
    assert np.isnan(table["MAE"].tolist()[1])


def test_every_measure_of_forecasts_has_a_column():
    from pages.tasks.prices.forecast_table import SCORES
    from seqcore.evaluation.forecast_scores import FORECAST_MEASURES

    assert set(SCORES) == set(FORECAST_MEASURES)
