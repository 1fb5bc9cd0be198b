"""Tables of forecasts: one by one, and their scores beside those of the baselines or of other runs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pages.parts.series.time_axis import at_rows, for_table
from pages.parts.tables import RIGHT, WRONG
from seqcore.data.series.series import Array64, Series
from seqcore.data.series.windows import Rows
from seqcore.evaluation.baselines import title_of

if TYPE_CHECKING:
    import pandas as pd

    from seqcore.tasks.prices.examples import PriceExamples

SCORES = {
    "skill": "Skill",
    "mae": "MAE",
    "direction_accuracy": "Direction right",
    "rmse": "RMSE",
    "mape": "MAPE",
    "mase": "MASE",
}
"""What the verdict speaks of comes first: on a phone, that is what is seen without scrolling."""
SHARES = ("MAPE", "Direction right")


def forecast_table(series: Series, origins: Rows, forecasts: Array64, steps: Sequence[int]) -> "pd.DataFrame":
    """Every forecast made `steps` + 1 rows ahead, from `forecasts` (origins, horizon), one row each.

    Errors are actual − forecast; the last value is the price at the origin, which is what repeating it would forecast.
    The direction is that of the price since then. What is not known yet is missing.
    """
    import pandas as pd

    made, ahead = np.repeat(origins, len(steps)), np.tile(np.asarray(steps, np.int64) + 1, len(origins))
    targets = made + ahead
    known = targets < len(series)
    actual = np.where(known, series.values[np.where(known, targets, 0)], np.nan)
    predicted, last = forecasts[:, list(steps)].ravel(), series.values[made]
    moved = known & (actual != last)
    is_right = np.sign(predicted - last) == np.sign(actual - last)
    when = "Date" if series.has_dates else "Row"
    return pd.DataFrame(
        {
            when: for_table(at_rows(series.index, targets)),
            "Forecast on": for_table(series.index[made]),
            "Rows ahead": ahead,
            "Actual": actual,
            "Predicted": predicted,
            "Last value": last,
            "Error": actual - predicted,
            "Error of last value": actual - last,
            "Direction right": np.where(moved, np.where(is_right, RIGHT, WRONG), ""),
        }
    )


def scores_table(
    test: Mapping[str, float], baselines: Mapping[str, Mapping[str, float]], season: int | None = None
) -> "pd.DataFrame":
    """The scores of the network on the test part, and below those of each baseline."""
    rows = [(title_of(name, season), scores) for name, scores in baselines.items()]
    table = _scores("Forecast", [("This network", test), *rows])
    scale = test["mae"] / test["mase"] if test.get("mase") else None
    return table.rename(columns={"MASE": f"MASE (MAE ÷ {scale:.3g})"} if scale else {})


def beside_table(rows: Sequence[tuple[str, str, Mapping[str, float]]]) -> "pd.DataFrame":
    """The scores of runs by their titles and test rows; a run that was not judged yet has none.

    Without MASE: it is scaled by the training part of each, so it does not compare.
    """
    table = _scores("Run", [(title, scores) for title, _, scores in rows])
    table.insert(1, "Tested on", [tested for _, tested, _ in rows])
    return table.drop(columns="MASE")


def tested_on(examples: "PriceExamples") -> str:
    """The rows of the test part in a few words: "rows 1,276–1,500"."""
    if examples.dealt:
        return f"{len(examples.judged.test):,} rows dealt out"
    return f"rows {examples.split.validation + 1:,}–{examples.split.rows:,}"


def in_words(table: "pd.DataFrame") -> "pd.DataFrame":
    """A table of scores as texts for people; a cell without a value is empty."""
    return table.apply(lambda column: column.map(lambda value: _cell(column.name, value)))


def _cell(title: Any, value: Any) -> str:
    if not isinstance(value, float):
        return str(value)
    if np.isnan(value):
        return ""
    number = f"{value:.1%}" if title in SHARES else f"{value:.3f}" if title == "Skill" else f"{value:.4g}"
    return number.replace("-", "−")


def _scores(what: str, rows: Sequence[tuple[str, Mapping[str, float]]]) -> "pd.DataFrame":
    import pandas as pd

    columns = {title: [scores.get(name, np.nan) for _, scores in rows] for name, title in SCORES.items()}
    return pd.DataFrame({what: [title for title, _ in rows], **columns})
