"""A sentence about a run: what was seen, and one thing to try."""

from collections.abc import Callable
from dataclasses import dataclass

from seqcore.runs.view import RunView


@dataclass(frozen=True)
class Remark:
    """`title` names what it is in a word or two, `evidence` and `advice` are the two halves of one sentence.

    As in "Overfitting", "validation loss rose from 0.3 to 0.4 …" and "stop early".
    """

    rule: str
    title: str
    evidence: str
    advice: str

    @property
    def sentence(self) -> str:
        """As in "Overfitting: validation loss rose from 0.3 to 0.4. Try early stopping."."""
        return f"{self.title}: {self.evidence}. Try {self.advice}."


Rule = Callable[[RunView], Remark | None]
"""Looks at a run, and says something only when it is clear."""


def number(value: float) -> str:
    """A loss or a norm for a person: three digits."""
    return f"{value:.3g}".replace("e+0", "e").replace("e-0", "e−").replace("e-", "e−")
