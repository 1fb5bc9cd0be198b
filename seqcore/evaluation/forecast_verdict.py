"""One sentence on whether a forecast is worth anything, and what to know about it.

It is never just "good": only better or worse than repeating the last value, or no different from it.
"""

from collections.abc import Sequence

import numpy as np

from seqcore.evaluation.forecast_scores import actual_for, direction_counts, direction_interval, forecast_scores
from seqcore.evaluation.lag import copied_lag
from seqcore.evaluation.significance import DieboldMariano, diebold_mariano
from seqcore.evaluation.verdict import NOISE, Kind, Verdict
from seqcore.series.series import Array64
from seqcore.series.windows import Rows

SMALLEST_SKILL = 0.005
"""Less, which reads 0.00, makes no difference, however sure it is."""
RUN_AWAY = 1e100
"""Forecasts this far out are like those that are not numbers: their squares would not be."""

_OPENINGS: dict[Kind, str] = {
    "better": "Better than repeating the last value",
    "same": "No better or worse than repeating the last value",
    "worse": "Worse than repeating the last value",
}


def forecast_verdict(
    prices: Array64, origins: Rows, forecasts: Array64, training_rows: int, has_mistakes: Sequence[str] = ()
) -> Verdict:
    """The verdict on `forecasts` (n, h) made at test `origins` (n,) of `prices` (rows,), oldest first.

    Better or worse is what the test of Diebold and Mariano finds to be so at the level of 5 %, and by a skill that
    does not read 0.00. `has_mistakes` are clauses such as "the rows were shuffled before splitting": they come first.
    Raises ValueError when the shapes do not fit, rows are missing or there are no forecasts.
    """
    came = actual_for(prices, origins, forecasts)
    if not forecasts.size:
        raise ValueError("forecasts: got none; one or more are needed.")
    if (np.abs(forecasts) < RUN_AWAY).all():
        skill = forecast_scores(prices, origins, forecasts, training_rows).get("skill")
        last = prices[origins][:, np.newaxis]
        test = diebold_mariano(came - forecasts, came - last, forecasts.shape[1])
        kind, finding = _finding(skill, test, _amount(*forecasts.shape))
        details = [_certainty(kind, test), _direction(prices, origins, forecasts), _lag(prices, origins, forecasts)]
    else:
        kind, details = "worse", []
        finding = f"{_OPENINGS['worse']}: some forecasts ran away to no usable number, of {_amount(*forecasts.shape)}."
    mistakes = " and ".join(mistake.strip().rstrip(".") for mistake in has_mistakes)
    if mistakes:
        finding = f"Not to be trusted: {mistakes}. {finding}"
    return Verdict(finding, kind, tuple(filter(None, details)), bool(mistakes))


def _finding(skill: float | None, test: DieboldMariano, amount: str) -> tuple[Kind, str]:
    if skill is None:
        kind: Kind = "same" if test.mean_difference == 0 else "worse"
        return kind, f"{_OPENINGS[kind]}: the price never moved on {amount}."
    measured = f"skill {_skill(skill)} on {amount}"
    if test.p_value is None:
        return "same", f"{_OPENINGS['same']}, as far as so few can tell: {measured}."
    if test.p_value >= NOISE:
        return "same", f"{_OPENINGS['same']}: {measured}, within noise (Diebold-Mariano {_p(test.p_value)})."
    kind = "same" if abs(skill) < SMALLEST_SKILL else "better" if skill > 0 else "worse"
    return kind, f"{_OPENINGS[kind]}: {measured}."


def _certainty(kind: Kind, test: DieboldMariano) -> str:
    if kind == "same" or test.p_value is None:
        return ""
    return f"The difference is more than noise (Diebold-Mariano {_p(test.p_value)})."


def _direction(prices: Array64, origins: Rows, forecasts: Array64) -> str:
    right, of = direction_counts(prices, origins, forecasts)
    last = prices[origins][:, np.newaxis]
    if of == 0:
        return "The price never moved from the last value, so there was no direction to get right."
    if (forecasts == last).all():
        return "Every forecast is the last value itself: it names no direction."
    low, high = direction_interval(prices, origins, forecasts)
    # An end that reads 50 would leave open on which side it lies.
    digits = 1 if "50" in (_percent(low), _percent(high)) else 0
    interval = f"{_percent(low, digits)}–{_percent(high, digits)} %"
    words = f"Direction right {_percent(right / of, digits)} % (95 % interval {interval})"
    if low <= 0.5 <= high:
        return f"{words}: 50 %, what a coin gets, lies inside."
    if high < 0.5:
        return f"{words}: worse than a coin."
    ups = int((actual_for(prices, origins, forecasts) > last).sum())
    always, word = max((ups, "up"), (of - ups, "down"))
    if always >= right:
        return f"{words}: better than a coin, but always saying “{word}” gets {_percent(always / of)} %."
    return f"{words}: better than a coin."


def _lag(prices: Array64, origins: Rows, forecasts: Array64) -> str:
    rows = copied_lag(prices, origins, forecasts)
    if rows == 1:
        return "The model is copying its last input."
    return f"The prediction follows the price {rows} rows late." if rows else ""


def _amount(n: int, horizon: int) -> str:
    plural = "" if n == 1 else "s"
    return f"{n:,} test row{plural}" if horizon == 1 else f"{n:,} test forecast{plural} of {horizon} steps"


def _skill(skill: float) -> str:
    if skill < -1000:
        return "below −1,000"
    return f"{round(skill, 2) + 0.0:,.2f}".replace("-", "−")


def _percent(share: float, digits: int = 0) -> str:
    return f"{share * 100:.{digits}f}"


def _p(p_value: float) -> str:
    if p_value < 0.001:
        return "p < 0.001"
    return f"p = {p_value:.3f}" if p_value < 0.1 else f"p = {p_value:.2f}"
