"""What was found out about a network, in a sentence with its evidence; each task finds its own verdict."""

from dataclasses import dataclass
from typing import Literal

NOISE = 0.05
"""Differences whose p value is not below this may be noise."""

Kind = Literal["better", "same", "worse", "unclear"]
"""The same: measured well enough to know that there is no difference that matters; unclear: not well enough."""


@dataclass(frozen=True)
class Verdict:
    """How the network compares with the baseline that matters; `details` are sentences of evidence.

    `kind` is what was measured. When it `is_flattered`, a mistake was made on purpose and it is not to be trusted.
    """

    sentence: str
    kind: Kind
    details: tuple[str, ...] = ()
    is_flattered: bool = False
