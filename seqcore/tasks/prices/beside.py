"""What a price task is trained beside: a twin without its mistakes, and whatever it asks to be compared with.

None of these asks for anything beside it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from seqcore.data.series.series import Series
from seqcore.tasks.base.variant import Variant

if TYPE_CHECKING:
    from seqcore.tasks.prices.task import Prices

DEFAULT_FOLDS = 4

Role = Literal["shown", "honest", "raw", "changes", "fold"]
"""What a run is in a comparison: the one that is shown itself, or what it was trained beside it for."""


@dataclass(frozen=True)
class Beside:
    """A task to be trained beside another one, and what for."""

    name: str
    title: str
    role: Role
    task: "Prices"

    def variant_of(self, task: "Prices") -> Variant:
        """The same as changes of the settings of `task`."""
        before, after = task.model_dump(mode="json"), self.task.model_dump(mode="json")
        changes = (f"task.{name}={_text(value)}" for name, value in after.items() if value != before[name])
        return Variant(self.name, self.title, tuple(changes), self.role)


@dataclass(frozen=True)
class Comparison:
    """Something to compare with: from a task and its series, if that is known, to further tasks."""

    title: str
    tasks: Callable[["Prices", Series | None], list[Beside]]


def _nothing(task: "Prices", series: Series | None) -> list[Beside]:
    return []


def _raw_or_differenced(task: "Prices", series: Series | None) -> list[Beside]:
    if task.difference == "none":
        changes = _alone(task, difference="percent")
        return [Beside("percent", "The same network on percent changes", "changes", changes)]
    return [Beside("raw", "The same network on raw prices", "raw", _alone(task, difference="none"))]


def _earlier_folds(task: "Prices", series: Series | None) -> list[Beside]:
    """The folds before this one: each ends where the test part of the next one begins."""
    if series is None:
        return []
    rows = len(series) - task.held_back
    training = round(rows * task.training_share)
    validation = round(rows * (task.training_share + task.validation_share)) - training
    test = rows - training - validation
    folds = []
    for fold in range(1, task.folds):
        left_out = (task.folds - fold) * test
        used = rows - left_out
        shares = {"training_share": (used - validation - test) / used, "validation_share": validation / used}
        changes = {"compare": "nothing", "held_back": task.held_back + left_out, **shares}
        folds.append(Beside(f"fold {fold}", f"Fold {fold}", "fold", task.model_copy(update=changes)))
    return folds


COMPARISONS = {
    "nothing": Comparison("Nothing", _nothing),
    "differencing": Comparison("Raw or differenced", _raw_or_differenced),
    "backtest": Comparison("Back-test over time", _earlier_folds),
}


def tasks_beside(task: "Prices", series: Series | None) -> list[Beside]:
    """The tasks to be trained beside `task`; a back-test needs the series to tell its folds."""
    honest = _alone(task, scale_on_everything=False, shuffle_split=False)
    twins = [Beside("honest", "Without the mistake", "honest", honest)] if task.mistakes else []
    return twins + COMPARISONS[task.compare].tasks(task, series)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _alone(task: "Prices", **changes: Any) -> "Prices":
    return task.model_copy(update={"compare": "nothing", **changes})
