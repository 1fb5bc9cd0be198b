"""Tables of forecasts: one by one, and their scores beside those of the baselines or of other runs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from pages.parts.tables import RIGHT, WRONG
from pages.prices.time_axis import at_rows, for_table
from seqcore.evaluation.baselines import BASELINES
from seqcore.series.series import Array64, Series
from seqcore.series.windows import Rows

if TYPE_CHECKING:
    import pandas as pd

SCORES = {
    "mae": "MAE",
    "rmse": "RMSE",
    "mape": "MAPE",
    "mase": "MASE",
    "skill": "Skill",
    "direction_accuracy": "Direction right",
}


def forecast_table(series: Series, origins: Rows, forecasts: Array64, step: int) -> "pd.DataFrame":
    """Every forecast made `step` + 1 rows ahead, from `forecasts` (origins, horizon), one row each.

    Errors are actual − forecast; the last value is the price at the origin, which is what repeating it would forecast.
    The direction is that of the price since then. What is not known yet is missing.
    """
    import pandas as pd

    targets = origins + 1 + step
    known = targets < len(series)
    actual = np.where(known, series.values[np.where(known, targets, 0)], np.nan)
    predicted, last = forecasts[:, step], series.values[origins]
    moved = known & (actual != last)
    is_right = np.sign(predicted - last) == np.sign(actual - last)
    return pd.DataFrame(
        {
            "Date" if series.has_dates else "Row": for_table(at_rows(series.index, targets)),
            "Actual": actual,
            "Predicted": predicted,
            "Last value": last,
            "Error": actual - predicted,
            "Error of last value": actual - last,
            "Direction right": np.where(moved, np.where(is_right, RIGHT, WRONG), ""),
        }
    )


def scores_table(
    test: Mapping[str, float],
    baselines: Mapping[str, Mapping[str, float]],
    titles: Mapping[str, str] | None = None,
) -> "pd.DataFrame":
    """The scores of the network on the test part, and below those of each baseline."""
    titles = titles or {}
    rows = [(titles.get(name) or title_of(name), scores) for name, scores in baselines.items()]
    return _scores("Forecast", [("This network", test), *rows])


def companions_table(rows: Sequence[tuple[str, Mapping[str, float]]]) -> "pd.DataFrame":
    """The scores of runs by their titles; a run that was not judged yet has none."""
    return _scores("Run", rows)


def title_of(baseline: str) -> str:
    """What a baseline is called on the screen."""
    return BASELINES[baseline].title if baseline in BASELINES else baseline


def _scores(what: str, rows: Sequence[tuple[str, Mapping[str, float]]]) -> "pd.DataFrame":
    import pandas as pd

    columns = {title: [scores.get(name, np.nan) for _, scores in rows] for name, title in SCORES.items()}
    return pd.DataFrame({what: [title for title, _ in rows], **columns})
