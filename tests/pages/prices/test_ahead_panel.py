"""What comes after the data: its table, and what is said of its intervals."""

from typing import Any

import numpy as np
import pytest

from pages.tasks.prices.ahead_panel import ahead_table, coverage_sentences, coverage_table, intervals_in_words
from pages.tasks.prices.forecast_figure import forecast_figure
from pages.tasks.prices.judged import Judged
from seqcore.data.series.generated import generate
from seqcore.evaluation.coverage import Coverage
from seqcore.evaluation.intervals import SHARES
from seqcore.tasks.prices.examples import PriceExamples
from seqcore.tasks.prices.task import Prices


def judged(rows: int = 900, off: float = 0.0, **settings: Any) -> Judged:
    """A run that repeats the last value, `off` by so much."""
    task = Prices.model_validate({"window": 5} | settings)
    examples = PriceExamples(task, generate("gbm", rows, 1.0, 0.0, 20, 1))
    prices, parts = examples.prices, examples.judged
    test, validation = (
        np.repeat(prices[origins][:, np.newaxis], task.horizon, axis=1) + off
        for origins in (parts.test, parts.validation)
    )
    ahead = np.full(task.horizon, prices[-1] + off)
    return Judged("a-run", examples, None, parts.test, test, parts.validation, validation, ahead)  # type: ignore[arg-type]


def said(one: Judged) -> str:
    return " ".join(intervals_in_words(one, {share: one.interval_ahead(share) for share in SHARES}))


def test_every_step_has_its_own_interval_around_the_forecast() -> None:
    one = judged(horizon=4)
    table = ahead_table(one, {share: one.interval_ahead(share) for share in SHARES})
    assert list(table.columns) == [
        "Date", "Forecast", "Low (80 %)", "High (80 %)", "Low (95 %)", "High (95 %)", "Change from the last value"
    ]  # fmt: skip
    assert (table["Low (95 %)"] < table["Low (80 %)"]).all()
    assert table["Low (80 %)"].lt(table["Forecast"]).all()
    assert table["High (80 %)"].gt(table["Forecast"]).all()
    width = table["High (80 %)"] - table["Low (80 %)"]
    assert width.iloc[3] > 1.5 * width.iloc[0]
    bands = [trace for trace in forecast_figure(one.examples, None, None, judged=one).data if "interval" in trace.name]
    assert [band.name for band in bands] == ["95% interval", "80% interval"]
    assert max(bands[1].y) == pytest.approx(table["High (80 %)"].max(), rel=1e-5)


def test_too_few_errors_give_no_interval_and_the_screen_says_so() -> None:
    one = judged(rows=80)
    assert said(one) == "There is no 95 % interval: it takes 39 known errors, and there are 24."
    assert "Low (95 %)" not in ahead_table(one, {share: one.interval_ahead(share) for share in SHARES})
    bands = [trace.name for trace in forecast_figure(one.examples, None, None, judged=one).data]
    assert "80% interval" in bands
    assert "95% interval" not in bands


@pytest.mark.parametrize(("off", "word"), [(-5.0, "low"), (5.0, "high")])
def test_a_bias_to_one_side_is_said_and_the_forecast_stays_inside(off: float, word: str) -> None:
    one = judged(off=off)
    assert f"The forecasts are too {word} more often than not: 100 % of the newest 270" in said(one)
    assert "the interval begins at the forecast itself" in said(one)
    low, high = one.interval_ahead(0.8)[:, 0]
    assert one.ahead[0] == (low if word == "low" else high)
    assert said(judged()) == ""


def test_promised_and_measured_stand_side_by_side() -> None:
    counts = np.ones((100, 2), bool)
    below, above = np.zeros_like(counts), np.zeros_like(counts)
    below[:10], above[10:18] = True, True
    kept = Coverage(0.8, counts, below, above)
    (sentence,) = coverage_sentences([kept])
    assert sentence.startswith(
        "**80 % promised, 82.0 % measured** on the test part: 8.0 % of 200 prices came above their interval, 10.0 %"
    )
    assert "As promised, as far as so many can tell" in sentence
    above[10:60] = True
    assert "Fewer than promised, by more than chance" in coverage_sentences([kept])[0]
    assert coverage_table([kept])["80 % promised"].tolist()[0].startswith("40.0 % (")
    assert coverage_sentences([Coverage(0.95, ~counts, below, below)]) == []
