"""Anything that is measured: what it is called, what it means, which way is better, and where it is drawn."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Measure:
    """One measure, for people. A share runs from 0 to 1, reads well as a percentage, and more of it is better.

    Two measures with the same `chart` (its title) are drawn in one, and `line` says which line of it this one is.
    """

    title: str
    share: bool = False
    explanation: str = ""
    chart: str = ""
    line: str = ""
    higher_is_better: bool = False

    is_trained_on: ClassVar[bool] = False
    """Whether it is measured on the batches of training, too, and not in looks at held-out data only."""

    @property
    def rises(self) -> bool:
        """Whether more is better."""
        return self.share or self.higher_is_better

    @property
    def chart_title(self) -> str:
        """The title of the chart that it is drawn in."""
        return self.chart or self.title
