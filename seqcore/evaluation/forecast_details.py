"""The sentences below a verdict on forecasts: each says one thing that was found, after a test for noise."""

from dataclasses import dataclass

import numpy as np

from seqcore.data.series.series import Array64
from seqcore.data.series.windows import Rows
from seqcore.evaluation import in_figures
from seqcore.evaluation.copying import copied
from seqcore.evaluation.forecast_scores import actual_for, direction_counts, direction_interval
from seqcore.evaluation.significance import DieboldMariano, diebold_mariano, mean_test
from seqcore.evaluation.verdict import NOISE, Kind

RUNS_AWAY = 2.0
"""Errors at the last step this many times those of the last value, and that much worse than at the first step."""
ONE_SIDED = 0.5
"""An average error that is at least this share of the mean absolute one is worth a sentence."""


@dataclass(frozen=True, eq=False)
class Judged:
    """Forecasts (n, h) and what came, beside the last value's; `skill` is None where the price never moved."""

    prices: Array64
    origins: Rows
    forecasts: Array64
    came: Array64
    last: Array64
    test: DieboldMariano
    error_of_last: float

    @classmethod
    def of(cls, prices: Array64, origins: Rows, forecasts: Array64, came: Array64 | None = None) -> "Judged":
        """Raises ValueError when the shapes do not fit or rows are missing."""
        came = actual_for(prices, origins, forecasts) if came is None else came
        last = prices[origins][:, np.newaxis]
        test = diebold_mariano(came - forecasts, came - last, forecasts.shape[1])
        return cls(prices, origins, forecasts, came, last, test, float(np.abs(came - last).mean()))

    @property
    def skill(self) -> float | None:
        return -self.test.mean_difference / self.error_of_last if self.error_of_last > 0 else None


def details(judged: Judged, kind: Kind, difference: str, order: int, learned: Judged | None) -> list[str]:
    """What there is to say beyond the finding; empty sentences where there is nothing."""
    return [
        _direction(judged),
        _copy(judged, difference, order),
        _runs_away(judged),
        _one_sided(judged),
        _learned(learned, kind) if learned is not None else "",
    ]


def _direction(judged: Judged) -> str:
    prices, origins, forecasts, last = judged.prices, judged.origins, judged.forecasts, judged.last
    right, of = direction_counts(prices, origins, forecasts)
    if of == 0:
        return "The price never moved from the last value, so there was no direction to get right."
    if (forecasts == last).all():
        return "Every forecast is the last value itself: it names no direction."
    low, high = direction_interval(prices, origins, forecasts)
    # An end that reads 50 would leave open on which side it lies.
    digits = 1 if "50" in (in_figures.percent(low), in_figures.percent(high)) else 0
    interval = f"{in_figures.percent(low, digits)}–{in_figures.percent(high, digits)} %"
    words = f"Direction right {in_figures.percent(right / of, digits)} % (95 % interval {interval})"
    if low <= 0.5 <= high:
        return f"{words}: 50 %, what a coin gets, lies inside."
    if high < 0.5:
        return f"{words}: worse than a coin."
    ups = int((judged.came > last).sum())
    always, word = max((ups, "up"), (of - ups, "down"))
    if always >= right:
        return f"{words}: better than a coin, but always saying “{word}” gets {in_figures.percent(always / of)} %."
    return f"{words}: better than a coin."


COPIES = {
    # What is repeated, and how often the network's inputs were differenced.
    ("last price", 0): "It copies its last input: every forecast is about the last price.",
    ("last price", 1): "It repeats the last price: the change that it forecasts is about zero.",
    ("last price", 2): "It repeats the last price: the change that it forecasts takes back the last one.",
    ("last change", 0): "It continues the last change: every forecast is about the last price plus the change before.",
    ("last change", 1): "It copies its last input: the change that it forecasts is about the last change.",
    ("last change", 2): "It repeats the last change: the change of the change that it forecasts is about zero.",
    ("last bend", 2): "It copies its last input: it forecasts about the last change of the change again.",
}
LATE = "The forecast follows the price"


def is_copy(detail: str) -> bool:
    """Whether a sentence of `details` says that the forecasts repeat what the network was shown."""
    return detail in COPIES.values() or detail.startswith(LATE)


def _copy(judged: Judged, difference: str, order: int) -> str:
    found = copied(judged.prices, judged.origins, judged.forecasts, difference, order)
    if found is None:
        return ""
    if found.what == "late":
        return f"{LATE} {found.rows} rows late."
    return COPIES[found.what, 0 if difference == "none" else order]


def _runs_away(judged: Judged) -> str:
    """For several steps: whether the errors grow out of proportion with the steps."""
    horizon = judged.forecasts.shape[1]
    ours, theirs = (np.abs(judged.came - one).mean(axis=0) for one in (judged.forecasts, judged.last))
    if horizon == 1 or theirs[0] == 0 or theirs[-1] == 0:
        return ""
    first, last = ours[0] / theirs[0], ours[-1] / theirs[-1]
    if last < RUNS_AWAY * max(1.0, first):
        return ""
    errors = (judged.came[:, -1] - judged.forecasts[:, -1], judged.came[:, -1] - judged.last[:, 0])
    test = diebold_mariano(*errors, horizon)
    if test.p_value is None or test.p_value >= NOISE:
        return ""
    return (
        f"It runs away: {horizon} rows ahead it is off by {in_figures.price(float(ours[-1]))} on average, "
        f"the last value by {in_figures.price(float(theirs[-1]))}."
    )


def _one_sided(judged: Judged) -> str:
    """Whether the forecasts are too low or too high on average, by a test on the errors themselves."""
    errors = judged.came - judged.forecasts
    size, mean = float(np.abs(errors).mean()), float(errors.mean())
    if abs(mean) < ONE_SIDED * size or size == 0:
        return ""
    _, p_value, _ = mean_test(errors.mean(axis=1), errors.shape[1])
    if p_value is None or p_value >= NOISE:
        return ""
    return f"It is usually too {'low' if mean > 0 else 'high'}: by {in_figures.price(abs(mean))} on average."


def _learned(learned: Judged, kind: Kind) -> str:
    """What the forecasts of the training part say about one that is not better on the test part."""
    skill, test = learned.skill, learned.test
    if kind == "better" or skill is None or test.p_value is None:
        return ""
    if test.p_value >= NOISE or abs(skill) < 0.005:
        return (
            "On the training part, too, no difference from repeating the last value can be told: "
            "nothing was learned that shows."
        )
    if skill > 0:
        return (
            f"On the training part its error is {in_figures.percent(skill)} % smaller than the last value's: "
            "what it learned there does not carry over."
        )
    larger = "more than 1,000 %" if skill < -10 else f"{in_figures.percent(-skill)} %"
    return (
        f"On the training part, too, its error is {larger} larger than the last value's: it has not learned its "
        "examples. More epochs or another learning rate may help."
    )
