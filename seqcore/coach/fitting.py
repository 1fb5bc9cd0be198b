"""Rules about what a network has learned: its examples by heart, or one answer for everything."""

import numpy as np

from seqcore.coach.curves import Losses, settled
from seqcore.coach.remark import Remark, number
from seqcore.runs.view import RunView

WIDTH = 5
RISE = 1.05
"""The validation loss is above this many times its best."""
FALL = 0.98
"""The training loss is below this share of what it was then."""
FEWEST_LOOKS, SHARE_OF_LOOKS = 5, 0.15
"""Evaluations since the best one: at least so many, and such a share of all."""
NOISE = 3.0
"""The rise is this many times the usual step from look to look."""
CONSTANT = 1e-6
FEWEST_EXAMPLES = 5
SOME = 0.2
"""Share of a run after which a network that says always the same is called dead."""


def overfitting(view: RunView) -> Remark | None:
    """The validation loss has risen for some time while the training loss fell."""
    losses = Losses.of(view)
    if not losses.are_enough:
        return None
    validation, training = settled(losses.validation, WIDTH), settled(losses.training, WIDTH)
    best = int(validation.argmin())
    since = len(validation) - 1 - best
    usual = float(np.median(np.abs(np.diff(losses.validation))))
    rise = validation[-1] - validation[best]
    if since < max(FEWEST_LOOKS, SHARE_OF_LOOKS * len(losses)) or validation[-1] < RISE * validation[best]:
        return None
    if rise < NOISE * usual or not training[-1] < FALL * training[best] or validation[best] > 1.1 * losses.untrained:
        return None
    at = int(losses.epochs[best + WIDTH // 2])
    evidence = (
        f"since epoch {at:,} the validation loss rose from {number(float(validation[best]))} to "
        f"{number(float(validation[-1]))} while the training loss fell from {number(float(training[best]))} to "
        f"{number(float(training[-1]))}"
    )
    patience = max(1, int(losses.epochs[1] - losses.epochs[0]) * FEWEST_LOOKS)
    has_patience = view.experiment.training.patience is not None
    advice = "dropout of 0.3 or fewer units" if has_patience else f"early stopping after {patience} epochs"
    return Remark("overfitting", "Overfitting", evidence, advice)


def dead_network(view: RunView) -> Remark | None:
    """Whatever comes in, the same comes out, and the loss does not move."""
    losses = Losses.of(view)
    if not losses.are_enough or view.epochs < SOME * view.experiment.training.epochs or not view.snapshots:
        return None
    recent = losses.validation[-max(5, len(losses) // 5) :]
    if recent.max() - recent.min() > 0.02 * abs(recent.mean()):
        return None
    said = view.snapshots[max(view.snapshots)]
    if len(said) < FEWEST_EXAMPLES or not np.isfinite(said).all():
        return None
    if float(np.ptp(said, axis=0).max()) > CONSTANT * max(1e-6, float(np.abs(said).max())):
        return None
    evidence = f"all {len(said)} examples shown get the same answer, and the loss stays at {number(float(recent[-1]))}"
    return Remark("dead_network", "Dead network", evidence, "the activation tanh, or a smaller learning rate")
