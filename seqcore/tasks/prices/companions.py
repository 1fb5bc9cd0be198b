"""What a price task is trained beside: a twin without its mistakes, and whatever it asks to be compared with.

A companion asks for no companions itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from seqcore.data.series.series import Series

if TYPE_CHECKING:
    from seqcore.tasks.prices.task import Prices

DEFAULT_FOLDS = 4

Role = Literal["shown", "honest", "raw", "changes", "fold"]
"""What a run is in a comparison: the one that is shown itself, or what it was trained beside it for."""


@dataclass(frozen=True)
class Comparison:
    """Something to compare with: from a task and its series, if that is known, to further tasks by name."""

    title: str
    tasks: Callable[["Prices", Series | None], dict[str, "Prices"]]


def _nothing(task: "Prices", series: Series | None) -> dict[str, "Prices"]:
    return {}


def _raw_or_differenced(task: "Prices", series: Series | None) -> dict[str, "Prices"]:
    name, other = ("percent", "percent") if task.difference == "none" else ("raw", "none")
    return {name: _alone(task, difference=other)}


def _earlier_folds(task: "Prices", series: Series | None) -> dict[str, "Prices"]:
    """The folds before this one: each ends where the test part of the next one begins."""
    if series is None:
        return {}
    rows = len(series) - task.held_back
    training = round(rows * task.training_share)
    validation = round(rows * (task.training_share + task.validation_share)) - training
    test = rows - training - validation
    tasks = {}
    for fold in range(1, task.folds):
        left_out = (task.folds - fold) * test
        used = rows - left_out
        shares = {"training_share": (used - validation - test) / used, "validation_share": validation / used}
        changes = {"compare": "nothing", "held_back": task.held_back + left_out, **shares}
        tasks[f"fold {fold}"] = task.model_copy(update=changes)
    return tasks


COMPARISONS = {
    "nothing": Comparison("Nothing", _nothing),
    "differencing": Comparison("Raw or differenced", _raw_or_differenced),
    "backtest": Comparison("Back-test over time", _earlier_folds),
}


def companions_of(task: "Prices", series: Series | None) -> Mapping[str, "Prices"]:
    """The tasks to be trained beside `task`, by name; a back-test needs the series to tell its folds."""
    honest = {"honest": _alone(task, scale_on_everything=False, shuffle_split=False)} if task.mistakes else {}
    return honest | COMPARISONS[task.compare].tasks(task, series)


def role_of(task: "Prices", beside: "Prices") -> Role:
    """What `beside`, a companion of `task`, is there for."""
    if beside.held_back != task.held_back:
        return "fold"
    if beside.difference != task.difference:
        return "raw" if beside.difference == "none" else "changes"
    return "honest"


def _alone(task: "Prices", **changes: Any) -> "Prices":
    return task.model_copy(update={"compare": "nothing", "folds": DEFAULT_FOLDS, **changes})
