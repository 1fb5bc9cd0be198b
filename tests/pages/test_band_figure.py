"""The chart of a comparison: what is drawn for whom, and how little is sent however much there is."""

import json

import hostile
import numpy as np
import pytest

from pages.compare.band_figure import MOST_NUMBERS, band_figure
from pages.parts.live_chart import pack
from seqcore.comparisons.bands import SPREADS, Band


def band(runs: int, points: int) -> Band:
    curves = np.random.default_rng(0).random((runs, points)).cumsum(axis=1)
    mean = curves.mean(axis=0)
    epochs = np.arange(1, points + 1, dtype=float)
    return Band(epochs, epochs, mean, *SPREADS["range"][1](curves, mean), curves)


def traces(figure: dict, start: str) -> list[dict]:
    return [trace for trace in figure["data"] if trace["uid"].startswith(start)]


def test_a_line_a_band_and_single_runs_on_demand() -> None:
    bands = {"a": band(3, 5), "b": band(3, 5)}
    figure = band_figure(bands, title="Loss", axis="epochs", span=5)
    assert [trace["name"] for trace in traces(figure, "mean")] == ["a", "b"]
    assert traces(figure, "mean")[0]["y"] == pytest.approx(bands["a"].mean)
    assert [len(traces(figure, part)) for part in ("low", "high", "run")] == [2, 2, 0]
    single = band_figure(bands, title="Loss", axis="epochs", single_runs=True, smoothing=0.5)
    assert len(traces(single, "run-0")) == 4  # three runs, and the shadow of what was smoothed
    groups = {trace["legendgroup"] for trace in single["data"]}
    assert groups == {"variant-0", "variant-1"}, "what belongs to a variant goes with its name in the legend"


def test_one_seed_has_no_band_and_nothing_yet_has_axes_only() -> None:
    assert not traces(band_figure({"a": band(1, 5)}, title="", axis="epochs"), "low")
    nothing = band_figure({"a": band(1, 0)}, title="", axis="seconds", log_axis=True)
    assert nothing["data"] == []
    assert nothing["layout"]["yaxis"]["range"]


@pytest.mark.parametrize(("variants", "seeds", "single"), [(4, 10, False), (20, 20, False), (4, 10, True)])
def test_thousands_of_epochs_of_hundreds_of_runs_are_60_kilobytes(variants: int, seeds: int, single: bool) -> None:
    bands = {str(place): band(seeds, 5000) for place in range(variants)}
    charts = 2
    sent = [
        pack(band_figure(bands, title="", axis="epochs", single_runs=single, numbers=MOST_NUMBERS // charts))
        for _ in range(charts)
    ]
    assert len(json.dumps(sent)) < 60_000 + 500 * charts * len(sent[0]["data"])  # and a name and a colour for each line
    assert max(len(trace["x"]) for trace in band_figure(bands, title="", axis="epochs")["data"]) <= 600


@pytest.mark.parametrize(("axis", "span"), [("epochs", 9), ("seconds", None)])
def test_baselines_are_lines_over_all_that_is_drawn(axis: str, span: float | None) -> None:
    figure = band_figure({"a": band(3, 5)}, title="", axis=axis, span=span, baselines={"The mean": 8.5})
    (line,) = traces(figure, "baseline")
    assert (line["name"], set(line["y"])) == ("The mean", {8.5})
    assert (line["x"][0], line["x"][-1]) == (0, span or 5)


def test_names_of_strangers_are_text() -> None:
    figure = band_figure({hostile.ALL: band(2, 3)}, title="", axis="epochs")
    assert "<img" not in json.dumps(pack(figure))
