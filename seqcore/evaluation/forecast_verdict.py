"""One sentence on whether a forecast is worth anything, and what to know about it.

It is never just "good": better or worse than repeating the last value, no different from it, or not to be told.
"""

from collections.abc import Sequence

import numpy as np

from seqcore.data.series.series import Array64
from seqcore.data.series.windows import Rows
from seqcore.evaluation import in_figures
from seqcore.evaluation.forecast_details import Judged, details
from seqcore.evaluation.forecast_scores import actual_for
from seqcore.evaluation.significance import DieboldMariano
from seqcore.evaluation.verdict import NOISE, Kind, Verdict

SMALLEST_SKILL = 0.005
"""Less, which reads 0.00, makes no difference, however sure it is."""
NO_DIFFERENCE = 0.05
"""A skill that is surely between −0.05 and 0.05, an error at most 5 % smaller or larger, is called none."""
RUN_AWAY = 1e100
"""Forecasts this far out are like those that are not numbers: their squares would not be."""

THAN = "repeating the last value"


def forecast_verdict(
    prices: Array64,
    origins: Rows,
    forecasts: Array64,
    *,
    difference: str = "none",
    order: int = 1,
    has_mistakes: Sequence[str] = (),
    learned: Judged | None = None,
) -> Verdict:
    """The verdict on `forecasts` (n, h) made at test `origins` (n,) of `prices` (rows,), oldest first.

    Better or worse is what the test of Diebold and Mariano finds to be so at the level of 5 %, and by a skill that
    does not read 0.00. `difference` and `order` say what the network sees. `has_mistakes` are clauses such as "the
    rows were shuffled before splitting": they come first. `learned` are the forecasts of the training part.
    Raises ValueError when the shapes do not fit, rows are missing or there are no forecasts.
    """
    came = actual_for(prices, origins, forecasts)
    if not forecasts.size:
        raise ValueError("forecasts: got none; one or more are needed.")
    if (np.abs(forecasts) < RUN_AWAY).all():
        judged = Judged.of(prices, origins, forecasts, came)
        kind, finding = _finding(judged)
        evidence = (_certainty(kind, judged.test), *details(judged, kind, difference, order, learned))
    else:
        kind, evidence = "worse", ()
        finding = f"Worse than {THAN}: some forecasts ran away to no usable number, of {_amount(*forecasts.shape)}."
    mistakes = " and ".join(mistake.strip().rstrip(".") for mistake in has_mistakes)
    if mistakes:
        finding = f"Not to be trusted: {mistakes}. {finding}"
    return Verdict(finding, kind, tuple(filter(None, evidence)), bool(mistakes))


def _finding(judged: Judged) -> tuple[Kind, str]:
    skill, test, amount = judged.skill, judged.test, _amount(*judged.forecasts.shape)
    if skill is None:
        kind: Kind = "same" if test.mean_difference == 0 else "worse"
        opening = "No better or worse" if kind == "same" else "Worse"
        return kind, f"{opening} than {THAN}: the price never moved on {amount}."
    measured = f"skill {in_figures.skill(skill)} on {amount}"
    if test.p_value is None or test.reach is None:
        return "unclear", f"Too few forecasts to tell whether they beat {THAN}: {measured}."
    reach = test.reach / judged.error_of_last
    low, high = skill - reach, skill + reach
    interval = f" (95 % interval {in_figures.skill(low)} to {in_figures.skill(high)})" if test.reach else ""
    may_be_noise = test.p_value >= NOISE
    is_none = max(-low, high) <= NO_DIFFERENCE if may_be_noise else abs(skill) < SMALLEST_SKILL
    if is_none:
        return "same", f"No better or worse than {THAN}: {measured}{interval}."
    if may_be_noise:
        return "unclear", f"It cannot be told whether this beats {THAN}: {measured}{interval}."
    return ("better", f"Better than {THAN}: {measured}.") if skill > 0 else ("worse", f"Worse than {THAN}: {measured}.")


def _certainty(kind: Kind, test: DieboldMariano) -> str:
    if test.p_value is None or kind == "same":
        return ""
    measured = f"(Diebold-Mariano {in_figures.p_value(test.p_value)})"
    return f"The difference may be noise {measured}." if kind == "unclear" else f"It is more than noise {measured}."


def _amount(n: int, horizon: int) -> str:
    plural = "" if n == 1 else "s"
    return f"{n:,} test row{plural}" if horizon == 1 else f"{n:,} test forecast{plural} of {horizon} steps"
