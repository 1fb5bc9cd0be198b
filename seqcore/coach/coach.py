"""The coach: all rules, the most certain first, and what they say about a run."""

from collections.abc import Mapping

from seqcore.coach.fitting import dead_network, overfitting
from seqcore.coach.gradients import exploding, vanishing
from seqcore.coach.remark import Remark, Rule
from seqcore.coach.speed import not_finite, rate_too_high, rate_too_low, still_falling
from seqcore.coach.tasks import TASK_RULES
from seqcore.runs.view import RunView

MOST_REMARKS = 2
RULES: Mapping[str, Rule] = {
    "not_finite": not_finite,
    "dead_network": dead_network,
    "exploding": exploding,
    "rate_too_high": rate_too_high,
    "vanishing": vanishing,
    "overfitting": overfitting,
    "rate_too_low": rate_too_low,
    "still_falling": still_falling,
}


def remarks(view: RunView) -> tuple[Remark, ...]:
    """At most two remarks on a run as it is now; none when nothing is clear."""
    rules = [*TASK_RULES.get(view.experiment.task.kind, ()), *RULES.values()]
    return tuple(remark for rule in rules if (remark := rule(view)))[:MOST_REMARKS]
