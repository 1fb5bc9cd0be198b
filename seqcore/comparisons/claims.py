"""What somebody claimed of several networks: which are ahead of which, or that some are alike."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """Every variant in `ahead` is better than each in `behind`, by name; without `behind`, those in `ahead` are alike.

    `words` are the claim as a part of a sentence.
    """

    words: str
    ahead: Sequence[str]
    behind: Sequence[str] = ()
