"""Whether forecasts repeat what the network was shown: the commonest way for a price forecast to look good on a chart.

The levels of a price resemble themselves at every lag, so correlations of levels say nothing. Here the forecasts are
compared with those of simple rules, as prices and at every step ahead.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from seqcore.data.series.differences import DIFFERENCES, prices_after, rows_used
from seqcore.data.series.series import Array64
from seqcore.data.series.windows import Rows, rows_before
from seqcore.evaluation.forecast_scores import actual_for
from seqcore.evaluation.significance import variance_of_mean

LARGEST_LAG = 5
FEWEST_ORIGINS = 8
NEAR = 0.5
"""A copy is less than half as far from the rule as the prices that came are."""
NO_BETTER = 0.9
"""A rule whose error is below this share of the last value's is a forecast in its own right: a season, say."""
AGREES = 2.0
"""Standard errors from which on what a forecast adds to a rule is taken to say something about what came."""


@dataclass(frozen=True)
class Copied:
    """What forecasts repeat: a key of `RULES`, or "late"; then the forecast follows the price `rows` rows late."""

    what: str
    rows: int = 1


Rule = Callable[[Array64, str, int, int], Array64]
"""From the last `LARGEST_LAG` prices (n, 5) up to each origin, differencing, order and horizon to prices (n, h)."""


def _last_price(prices: Array64, difference: str, order: int, horizon: int) -> Array64:
    return np.repeat(prices[:, -1:], horizon, axis=1)


def _last_change(prices: Array64, difference: str, order: int, horizon: int) -> Array64:
    kind = difference if difference != "none" else "absolute"
    change = DIFFERENCES[kind].change(prices[:, -2], prices[:, -1])
    return prices_after(np.repeat(change[:, np.newaxis], horizon, axis=1), prices[:, -1:], kind)


def _last_bend(prices: Array64, difference: str, order: int, horizon: int) -> Array64:
    """The last change of the change, once more at every step: what a network that sees these may copy."""
    kind = difference if difference != "none" else "absolute"
    bend = np.diff(DIFFERENCES[kind].change(prices[:, -3:-1], prices[:, -2:]), axis=1)
    return prices_after(np.repeat(bend, horizon, axis=1), prices[:, -2:], kind, 2)


RULES: dict[str, Rule] = {"last price": _last_price, "last change": _last_change, "last bend": _last_bend}


def copied(
    prices: Array64, origins: Rows, forecasts: Array64, difference: str = "none", order: int = 1
) -> Copied | None:
    """What `forecasts` (n, h) repeat, or None: the rule that they are nearest to, if they are near enough.

    Near is: at every step ahead the root mean squared distance to the rule is less than half of the distance between
    the rule and the prices that came. A good forecast of a price hardly moves from the last value either, so it is no
    copy when what it adds to the rule agrees with what came (by more than two standard errors, for overlapping
    forecasts); an older price has no such excuse. None, too, for fewer than 8 origins with 5 rows up to them.
    `difference` and `order` say what the network sees: changes are repeated in their own unit, percent for percent.
    Raises ValueError when the shapes do not fit or rows are missing.
    """
    came = actual_for(prices, origins, forecasts)
    order_of_time = np.argsort(origins, kind="stable")
    order_of_time = order_of_time[origins[order_of_time] + 1 >= LARGEST_LAG]
    if len(order_of_time) < FEWEST_ORIGINS:
        return None
    origins, forecasts, came = origins[order_of_time], forecasts[order_of_time], came[order_of_time]
    seen, horizon = rows_before(prices, origins, LARGEST_LAG), forecasts.shape[1]
    last = _last_price(seen, difference, order, horizon)
    fewest_rows = rows_used(difference, order)
    found: list[tuple[float, Copied]] = []
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        for what, rule in RULES.items():
            # A network that sees no changes of changes has none to repeat.
            if what != "last bend" or fewest_rows == 2:
                said = rule(seen, difference, order, horizon)
                if not _agrees(forecasts - said, came - said):
                    found.append((_distance(forecasts, came, said), Copied(what)))
        for rows in range(2, LARGEST_LAG + 1):
            old = np.repeat(seen[:, -rows : len(seen[0]) - rows + 1], horizon, axis=1)
            if _root(came - old) >= NO_BETTER * _root(came - last):
                found.append((_distance(forecasts, came, old), Copied("late", rows)))
    distance, nearest = min(found, key=lambda one: one[0], default=(math.inf, None))
    return nearest if distance < NEAR else None


def _distance(forecasts: Array64, came: Array64, rule: Array64) -> float:
    """The largest of the distances of each step, relative to that of what came; infinite for no copy at all."""
    added, missing = forecasts - rule, came - rule
    off, to_go = np.sqrt(np.square(added).mean(axis=0)), np.sqrt(np.square(missing).mean(axis=0))
    return float(np.max(off / to_go)) if (to_go > 0).all() and np.isfinite(off / to_go).all() else math.inf


def _agrees(added: Array64, missing: Array64) -> bool:
    """Whether the mean product is clearly above 0; for calm and wild times mixed, too."""
    products = (added * missing / (np.square(missing).mean(axis=0) + 1e-300)).mean(axis=1)
    n, horizon = len(products), added.shape[1]
    mean = float(products.mean())
    if horizon == 1:
        error = math.sqrt(products @ products) / n
    else:
        error = math.sqrt(variance_of_mean(products, horizon)) if n > 2 * horizon else math.inf
    return error > 0 and mean > AGREES * error


def _root(values: Array64) -> float:
    return math.sqrt(np.square(values).mean())
