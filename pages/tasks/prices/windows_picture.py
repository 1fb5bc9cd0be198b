"""How a series becomes X and y, in numbers: its first examples, and one value's way into the network and back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pages.parts.series.time_axis import at_rows, for_axis, for_table
from seqcore.data.series.differences import DIFFERENCES, changes_of
from seqcore.data.series.series import Array64
from seqcore.tasks.prices.examples import PriceExamples

if TYPE_CHECKING:
    import pandas as pd

MOST_TARGETS = 3


def windows_table(
    changes: Array64, prices: Array64, index: npt.NDArray[Any], horizon: int, window: int = 3, examples: int = 4
) -> "pd.DataFrame":
    """The first examples with a window of `window`: date and price of the last known row t, X, and y.

    `changes` (rows − lost, columns) are what the network sees before scaling, the value's own first; only those are
    shown. Of a longer horizon three targets.
    """
    import pandas as pd

    own = changes.reshape(len(changes), -1)[:, 0]
    lost = len(prices) - len(own)
    last = np.arange(window - 1, len(own) - horizon)[:examples]  # places of t in `own`
    columns: dict[str, Any] = {
        "Date of t" if np.issubdtype(index.dtype, np.datetime64) else "Row of t": for_table(index[last + lost]),
        "Price at t": prices[last + lost],
    }
    for back in range(window - 1, -1, -1):
        columns["X: t" + (f"−{back}" if back else "")] = own[last - back]
    for ahead in range(1, min(horizon, MOST_TARGETS) + 1):
        columns[f"y: t+{ahead}"] = own[last + ahead]
    if horizon > MOST_TARGETS:
        columns["…"] = ["…"] * len(last)
    return pd.DataFrame(columns)


@dataclass(frozen=True)
class WorkedStep:
    """One step of a calculation: what it gives, how, and the exact number, which may read well as a percentage."""

    words: str
    formula: str
    value: float
    is_share: bool = False

    @property
    def in_numbers(self) -> str:
        """The calculation with its result."""
        result = _number(self.value) + (f" = {self.value:+.3%}".replace("-", "−") if self.is_share else "")
        return f"{self.formula} = {result}" if self.formula else result


@dataclass(frozen=True)
class _Wording:
    """The formulas of a way to difference: a change from two prices, and the price a change leads to."""

    change: Callable[[str, str], str]
    price: Callable[[str, float], str]


_WORDINGS = {
    "absolute": _Wording(lambda before, now: f"{now} − {before}", lambda last, change: f"{last} {_plus(change)}"),
    "percent": _Wording(lambda before, now: f"{now} / {before} − 1", lambda last, c: f"{last} × (1 {_plus(c)})"),
    "log": _Wording(lambda before, now: f"ln({now} / {before})", lambda last, c: f"{last} × exp({_number(c)})"),
}


def worked_steps(examples: PriceExamples, origin: int, predicted: float | None = None) -> list[WorkedStep]:
    """From the price at `origin` to what the network sees, and from its first answer to the forecast price.

    `predicted` is the network's answer for the row after, scaled; without one, the answer it should learn is taken.
    """
    kind, lost = examples.task.difference, examples.lost
    rows = np.arange(origin - lost, origin + 1)
    prices = examples.prices[rows]
    dates = _dates(examples, np.append(rows, origin + 1))
    steps = [WorkedStep(f"Price {date}", "", float(price)) for date, price in zip(dates, prices, strict=False)]
    first = changes_of(prices, kind)  # one for each step from row to row, or the prices
    subject, seen, is_share = "price", float(first[-1]), kind == "percent"
    if lost:
        subject = f"change ({DIFFERENCES[kind].title.lower()})"
        for place, change in enumerate(first):
            which = "Change, row before" if place < len(first) - 1 else subject.capitalize()
            formula = _WORDINGS[kind].change(_number(prices[place]), _number(prices[place + 1]))
            steps.append(WorkedStep(which, formula, float(change), is_share))
    if lost > 1:
        subject, seen = "change of the change", float(first[-1] - first[-2])
        steps.append(WorkedStep(subject.capitalize(), f"{_number(first[-1])} {_plus(-first[-2])}", seen, is_share))
    offset, scale = float(examples.scaler.offset[0]), float(examples.scaler.scale[0])
    formula = f"({_number(seen)} {_plus(-offset)}) / {_number(scale)}"
    steps.append(WorkedStep("Scaled: what the network sees", formula, (seen - offset) / scale))
    said = "The network answers"
    if predicted is None:
        if origin + 1 == len(examples.prices):
            return steps
        said, predicted = "It should answer", float(examples.targets(np.array([origin]))[0, 0])
    steps.append(WorkedStep(said, "", predicted))
    change, formula = predicted * scale + offset, f"{_number(predicted)} × {_number(scale)} {_plus(offset)}"
    if lost:
        steps.append(WorkedStep(f"Forecast {subject}", formula, change, is_share))
    if lost > 1:
        formula, change = f"{_number(first[-1])} {_plus(change)}", float(first[-1] + change)
        steps.append(WorkedStep("Forecast change", formula, change, is_share))
    if lost:
        formula = _WORDINGS[kind].price(_number(prices[-1]), change)
    price = float(examples.to_prices(np.array([[predicted]]), np.array([origin]))[0, 0])
    return [*steps, WorkedStep(f"Forecast price {dates[-1]}", formula, price)]


def worked_row(examples: PriceExamples, origin: int, predicted: float | None = None) -> "pd.DataFrame":
    """`worked_steps` as a table of words and numbers."""
    import pandas as pd

    steps = worked_steps(examples, origin, predicted)
    return pd.DataFrame(
        {
            "Step": [step.words for step in steps],
            "In numbers": [step.in_numbers for step in steps],
        }
    )


def _dates(examples: PriceExamples, rows: npt.NDArray[Any]) -> list[str]:
    when = for_axis(at_rows(examples.series.index, rows))
    return [f"on {date}" if examples.series.has_dates else f"in row {date:,}" for date in when]


def _number(value: float) -> str:
    """Six significant digits, large numbers in full: who follows the sums by hand gets the same."""
    text = f"{value:,.0f}" if 1e5 <= abs(value) < 1e15 else f"{value:.6g}"
    return text.replace("-", "−")


def _plus(value: float) -> str:
    """ "+ 2" or "− 2", for the middle of a formula."""
    return f"{'−' if value < 0 else '+'} {_number(abs(value))}"
