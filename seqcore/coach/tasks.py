"""Rules that only one task needs, by its kind."""

from collections.abc import Mapping
from typing import cast

from seqcore.coach.remark import Remark, Rule
from seqcore.data.arithmetic.space import unordered_problems
from seqcore.evaluation.forecast_details import is_copy
from seqcore.runs.view import RunView
from seqcore.tasks.addition.task import Addition
from seqcore.tasks.addition.verdict import REMEMBERS
from seqcore.tasks.prices.task import Prices

GAP = 0.1
"""Between the shares of right answers to problems that were seen and to those held out: less is adding, too."""
SEEN_OFTEN = 3
"""How often training has drawn each problem, before it is called by heart."""


def lag_copy(view: RunView) -> Remark | None:
    """The forecast looks good on the chart because it repeats what it was shown."""
    task, verdict = cast(Prices, view.experiment.task), view.finished and view.finished.verdict
    found = next((detail for detail in verdict.details if is_copy(detail)), None) if verdict else None
    if found is None:
        return None
    advice = "the same on a series with a season: of a random walk nobody knows more"
    if task.difference == "none":
        advice = "changes instead of prices (differencing)"
    return Remark("lag_copy", "Copy of the past", found[0].lower() + found[1:].rstrip("."), advice)


def by_heart(view: RunView) -> Remark | None:
    """There are so few problems that a network can know all answers without adding."""
    task, finished = cast(Addition, view.experiment.task), view.finished
    if finished is None or finished.verdict is None:
        return None
    space = unordered_problems(task.rules)
    drawn = finished.updates * view.experiment.training.batch_size
    shares = [finished.test.get(score, 0.0) for score in ("exact_match", "exact_match_held_out")]
    remembers = any(detail.startswith(REMEMBERS) for detail in finished.verdict.details)
    if not remembers or drawn < SEEN_OFTEN * space or shares[0] - shares[1] < GAP:
        return None
    seen, held_out = (f"{100 * share:.0f} %" for share in shares)
    evidence = (
        f"of only {space:,} different problems training drew each some {drawn // space:,} times; it answers {seen} "
        f"of such problems right, and {held_out} of those held out"
    )
    return Remark("by_heart", "Learned by heart", evidence, "larger numbers")


TASK_RULES: Mapping[str, tuple[Rule, ...]] = {"prices": (lag_copy,), "addition": (by_heart,)}
