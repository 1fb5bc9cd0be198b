"""Rules about how fast a network learns: not at all, too fast, too slowly, not yet done."""

from seqcore.coach.curves import Array, Losses, line_through, settled
from seqcore.coach.remark import Remark, number
from seqcore.runs.view import RunView
from seqcore.training.settings import OPTIMIZERS

CLEAR = 3.0
"""Standard errors from which on a curve is taken to move."""
JUMP = 1.5
"""A jump takes the loss above this many times the median of the looks before."""
MATTERS = 0.05
"""A jump is at least this share of the untrained loss: next to 0 any step is half as much again."""
JUMPS = 0.1
"""Share of the looks after which jumps are a habit."""
ABOVE = 1.5
"""Times the untrained loss: the scale of the training part may differ from that of validation by less."""
BEFORE = 5
GENTLE = 0.5
"""A rate below this share of the optimizer's default may be called low, one above 1 ÷ this share high."""
STILL = 0.25
"""The last share of the looks, which tells whether the loss still falls."""
WORTH_IT = 0.03
"""As much of its loss a network would have to lose in as many epochs again."""
SOLVED = 0.995
"""A share of right answers from which on there is little left to learn; a loss below 1/1,000 of the untrained one."""


def not_finite(view: RunView) -> Remark | None:
    """The loss left the numbers."""
    event = view.not_finite
    if event is None:
        return None
    evidence = f"at update {event.update:,} it stopped being one, at a learning rate of {event.learning_rate:g}"
    return Remark(
        "not_finite", "The loss is not a number", evidence, f"a learning rate of {event.learning_rate / 10:g}"
    )


def rate_too_high(view: RunView) -> Remark | None:
    """The loss jumps up again and again, or has leapt far above that of the untrained network."""
    losses = Losses.of(view)
    if not losses.are_enough or _rate(view) <= 1:
        return None
    lower = f"a learning rate of {view.learning_rate / 10:g}"
    leap = int(losses.validation.argmax())
    # Of training, too: a validation loss that rises alone is overfitting.
    if min(losses.validation[leap], losses.training.max()) > ABOVE * losses.untrained:
        evidence = (
            f"at {view.learning_rate:g} the validation loss leapt to {number(float(losses.validation[leap]))} (epoch "
            f"{int(losses.epochs[leap]):,}), from {number(losses.untrained)} before training"
        )
        return Remark("rate_too_high", "Learning rate too high", evidence, lower)
    jumps = jumps_in(losses.validation, MATTERS * losses.untrained)
    if jumps >= 3 and jumps >= JUMPS * len(losses):
        evidence = f"at {view.learning_rate:g} the validation loss jumped up by half or more {jumps} times"
        return Remark("rate_too_high", "Learning rate too high", evidence, lower)
    return None


def jumps_in(values: Array, least: float) -> int:
    """How many values are far above the median of the five before them, and by `least` or more."""
    if len(values) <= BEFORE:
        return 0
    before = settled(values, BEFORE)[:-1]
    jumped = (values[BEFORE:] > JUMP * before) & (values[BEFORE:] - before > least)
    return int(jumped.sum())


def rate_too_low(view: RunView) -> Remark | None:
    """The loss falls as steadily at the end as at the beginning, and has got nowhere."""
    losses = Losses.of(view)
    if not losses.are_enough or _rate(view) >= GENTLE or not _has_ended(view):
        return None
    third = len(losses) // 3
    first, last = line_through(losses.validation[:third]), line_through(losses.validation[-third:])
    falls = (first.first - first.last, last.first - last.last)
    left = losses.validation[-1] / losses.untrained if losses.untrained > 0 else 0.0
    if last.certainty < -CLEAR and falls[1] > falls[0] / 3 > 0 and left > 0.5:
        evidence = (
            f"at {view.learning_rate:g} the validation loss fell steadily, but only from {number(losses.untrained)} to "
            f"{number(float(losses.validation[-1]))}"
        )
        advice = f"a learning rate of {view.learning_rate * 10:g}"
        return Remark("rate_too_low", "Learning rate too low", evidence, advice)
    return None


def still_falling(view: RunView) -> Remark | None:
    """It was not done when it ended."""
    losses = Losses.of(view)
    if not losses.are_enough or not _has_ended(view) or _is_solved(view, losses):
        return None
    count = max(5, int(len(losses) * STILL))
    line = line_through(losses.validation[-count:])
    fall = line.first - line.last
    if line.certainty > -CLEAR or fall < WORTH_IT * line.last or line.last > 1.02 * losses.validation[:-count].min():
        return None
    since = int(losses.epochs[-1] - losses.epochs[-count])
    fell = f"still fell from {number(line.first)} to {number(line.last)}"
    evidence = f"over the last {since:,} epochs the validation loss {fell}"
    return Remark("still_falling", "Not done yet", evidence, f"{2 * view.experiment.training.epochs:,} epochs")


def _has_ended(view: RunView) -> bool:
    """Whether all epochs were trained."""
    return view.finished is not None and view.finished.reason == "completed"


def _rate(view: RunView) -> float:
    """The learning rate, as a multiple of the optimizer's default."""
    return view.learning_rate / OPTIMIZERS[view.experiment.training.optimizer].learning_rate


def _is_solved(view: RunView, losses: Losses) -> bool:
    measures = view.experiment.task.measures()
    scores = view.validation[max(view.validation)]
    shares = [value for name, value in scores.items() if name in measures and measures[name].share]
    return max(shares, default=0.0) >= SOLVED or bool(losses.validation[-1] < 1e-3 * losses.untrained)
