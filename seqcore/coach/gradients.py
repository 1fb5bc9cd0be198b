"""Vanishing and exploding gradients: what the words mean here, and the rules that say them."""

import numpy as np

from seqcore.coach.remark import Remark, number
from seqcore.runs.view import RunView

EXPLODING = 100.0
"""A gradient of one layer with a norm above this."""
VANISHING = 1e-3
"""A layer's gradient below this share of the output layer's."""
LOOKS = 5
"""Measurements whose median counts: one batch may be odd."""


def layer_words(view: RunView) -> dict[str, str]:
    """For each layer with weights "vanishing", "exploding" or "", by its last measurements; empty without any."""
    recent = [view.gradients[epoch] for epoch in sorted(view.gradients)[-LOOKS:]]
    if not recent:
        return {}
    norms = {layer: float(np.median([norms.get(layer, 0.0) for norms in recent])) for layer in recent[-1]}
    last = norms[next(reversed(norms))]
    return {layer: _word(norm, last) for layer, norm in norms.items()}


def _word(norm: float, last: float) -> str:
    if norm > EXPLODING:
        return "exploding"
    return "vanishing" if norm < VANISHING * last else ""


def vanishing(view: RunView) -> Remark | None:
    """The gradient of a layer has got lost on its way from the output."""
    lost = [layer for layer, word in layer_words(view).items() if word == "vanishing"]
    if not lost or len(view.gradients) < LOOKS:
        return None
    norms = view.gradients[max(view.gradients)]
    evidence = (
        f"the gradient of {lost[0]} is {number(norms[lost[0]])}, less than a thousandth of the output layer’s "
        f"{number(norms[next(reversed(norms))])}"
    )
    return Remark("vanishing", "Vanishing gradient", evidence, "fewer layers or steps, or an LSTM or GRU with tanh")


def exploding(view: RunView) -> Remark | None:
    """The gradient is so long that an update throws the weights about."""
    if view.experiment.training.clip_norm is not None:
        return None
    large = [layer for layer, word in layer_words(view).items() if word == "exploding"]
    if not large:
        return None
    norms = view.gradients[max(view.gradients)]
    evidence = f"the gradient of {large[0]} has a norm of {number(norms[large[0]])}, above {EXPLODING:g}"
    return Remark("exploding", "Exploding gradient", evidence, "gradient clipping at 1")
