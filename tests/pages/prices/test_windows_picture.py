"""How a series becomes X and y: by hand, and exactly as the task computes it."""

from types import SimpleNamespace

import numpy as np
import pytest

from pages.tasks.prices.windows_picture import windows_table, worked_row, worked_steps
from seqcore.data.series.differences import DIFFERENCES, changes_of
from seqcore.data.series.scaling import SCALINGS
from seqcore.data.series.series import Series
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.tasks.prices.examples import PriceExamples

PRICES = np.array([10.0, 12.0, 11.0, 14.0, 18.0, 17.0, 20.0, 22.0])
DAYS = (np.datetime64("2025-12-26") + np.arange(8)).astype("datetime64[s]")


def examples(difference: str = "percent", order: int = 1, scaling: str = "standard", rows: int = 120) -> PriceExamples:
    """Those of a task, of which only these settings are read."""
    values = 100 * np.exp(np.random.default_rng(5).normal(0, 0.01, rows).cumsum())
    index = (np.datetime64("2025-01-01") + np.arange(rows)).astype("datetime64[s]")
    series = Series(index, {"close": values, "volume": values**2}, "a series", "made up")
    task = SimpleNamespace(
        difference=difference, order=order, scaling=scaling, window=4, horizon=1, features=("volume",), held_back=0,
        training_share=0.7, validation_share=0.15, is_recursive=False, shuffle_split=False, scale_on_everything=False,
        season_of=lambda series, training: None,
        signature=lambda: Signature({"input": Spec((4, 2))}, Spec((1,)), "linear"),
    )  # fmt: skip
    return PriceExamples(task, series)  # type: ignore[arg-type]


class TestWindows:
    def test_by_hand(self):
        table = windows_table(changes_of(PRICES, "absolute")[:, np.newaxis], PRICES, DAYS, horizon=1)
        assert list(table) == ["Date of t", "Price at t", "X: t−2", "X: t−1", "X: t", "y: t+1"]
        assert [str(date) for date in table["Date of t"]] == ["2025-12-29", "2025-12-30", "2025-12-31", "2026-01-01"]
        # The changes are 2, -1, 3, 4, -1, 3, 2.
        assert table.iloc[:, 1:].to_numpy().tolist() == [
            [14, 2, -1, 3, 4],
            [18, -1, 3, 4, -1],
            [17, 3, 4, -1, 3],
            [20, 4, -1, 3, 2],
        ]

    def test_second_changes_begin_a_row_later(self):
        table = windows_table(changes_of(PRICES, "absolute", 2), PRICES, np.arange(8), horizon=1)
        assert table["Row of t"].tolist() == [4, 5, 6]
        assert table.iloc[0, 1:].tolist() == [18, -3, 4, 1, -5]

    def test_prices_as_they_are(self):
        table = windows_table(PRICES, PRICES, np.arange(8), horizon=2, window=2, examples=1)
        assert table.iloc[0].tolist() == [1, 12, 10, 12, 11, 14]

    def test_a_longer_horizon_is_cut_off(self):
        table = windows_table(PRICES, PRICES, np.arange(8), horizon=5)
        assert list(table)[-4:] == ["y: t+1", "y: t+2", "y: t+3", "…"]
        assert len(table) == 1

    def test_a_series_that_is_too_short_gives_no_examples(self):
        assert len(windows_table(PRICES, PRICES, np.arange(8), horizon=6)) == 0
        assert list(windows_table(PRICES[:1], PRICES[:1], np.arange(1), horizon=1))[-1] == "y: t+1"

    def test_agrees_with_the_windows_of_the_task(self):
        found = examples()
        table = windows_table(found.changes, found.prices, found.series.index, horizon=1, window=4)
        origins = np.arange(found.lost + 3, found.lost + 7)
        seen = found.scaler.restored(found.windows(origins)[:, :, 0].astype(np.float64))
        assert table.iloc[:, 2:6].to_numpy() == pytest.approx(seen, abs=1e-6)
        learned = found.scaler.restored(found.targets(origins)[:, 0].astype(np.float64))
        assert table["y: t+1"].to_numpy() == pytest.approx(learned, abs=1e-6)


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize(("difference", "order"), [(name, order) for name in DIFFERENCES for order in (1, 2)])
def test_worked_numbers_are_those_of_the_task(difference, order, scaling):
    found, origin = examples(difference, order, scaling), 60
    steps = {step.words: step.value for step in worked_steps(found, origin, 0.25)}
    scaled = found.windows(np.array([origin]))[0, -1, 0]
    assert steps["Scaled: what the network sees"] == pytest.approx(scaled, rel=1e-5, abs=1e-6)
    assert steps["Price on 2025-03-02"] == found.prices[60]
    assert steps["Forecast price on 2025-03-03"] == found.to_prices(np.array([[0.25]]), np.array([origin]))[0, 0]


BACK = {
    "absolute": lambda last, change: last + change,
    "percent": lambda last, change: last * (1 + change),
    "log": lambda last, change: last * np.exp(change),
}


@pytest.mark.parametrize("difference", BACK)
@pytest.mark.parametrize("order", [1, 2])
def test_each_step_follows_from_the_ones_before(difference, order):
    steps = worked_steps(examples(difference, order), 60, 0.25)
    values = [step.value for step in steps]
    last, price = values[order], values[-1]
    assert price == pytest.approx(BACK[difference](last, values[-2]), rel=1e-12)
    if order == 2:
        words = [step.words for step in steps]
        assert words[-2:-4:-1] == ["Forecast change", "Forecast change of the change"]
        change = values[words.index(f"Change ({DIFFERENCES[difference].title.lower()})")]
        assert values[-2] == pytest.approx(change + values[-3], rel=1e-12)


@pytest.mark.parametrize("difference", DIFFERENCES)
@pytest.mark.parametrize("order", [1, 2])
def test_without_a_network_the_way_back_leads_to_the_actual_price(difference, order):
    found = examples(difference, order)
    steps = worked_steps(found, 60)
    assert "It should answer" in [step.words for step in steps]
    assert steps[-1].value == pytest.approx(found.prices[61], rel=1e-6)


def test_in_words_and_numbers():
    found = examples("percent")
    table = worked_row(found, 60, 0.25)
    now, before, (offset, *_), (scale, *_) = found.prices[60], found.prices[59], found.scaler.offset, found.scaler.scale
    words, numbers = table["Step"].tolist(), table["In numbers"].tolist()
    assert words == [
        "Price on 2025-03-01",
        "Price on 2025-03-02",
        "Change (percent)",
        "Scaled: what the network sees",
        "The network answers",
        "Forecast change (percent)",
        "Forecast price on 2025-03-03",
    ]
    change = now / before - 1
    assert numbers[2] == f"{now:.6g} / {before:.6g} − 1 = {change:.6g} = {change:+.3%}".replace("-", "−")
    sign = "+" if offset < 0 else "−"
    assert f" {sign} {abs(offset):.6g}) / {scale:.6g} = " in numbers[3]
    assert numbers[4] == "0.25"


def test_after_the_last_row_there_is_nothing_to_learn_but_something_to_forecast():
    found = examples()
    assert worked_steps(found, 119)[-1].words == "Scaled: what the network sees"
    assert worked_steps(found, 119, 0.5)[-1].words == "Forecast price on 2025-05-01"
