"""Resource limits of one installation: what a form, a link or a file may ask for at most.

An operator overrides them with ``SEQCORE_LIMITS="epochs=1000000,units=1024"``.
"""

import os
from dataclasses import dataclass, fields

LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class Limits:
    """The largest value each setting may take."""

    steps: int = 200
    layers: int = 4
    units: int = 512
    epochs: int = 100_000
    updates_per_epoch: int = 1_000
    batch_size: int = 512
    rows: int = 200_000
    window: int = 365
    horizon: int = 30


def from_text(text: str) -> Limits:
    """Limits with the ``name=number`` pairs of `text` (comma separated) in place of the defaults.

    Raises ValueError for an unknown name or a value that is not a whole number of at least 1.
    """
    known = [field.name for field in fields(Limits)]
    chosen: dict[str, int] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = pair.partition("=")
        if name not in known or not (value.isascii() and value.isdigit()) or int(value) < 1:
            raise ValueError(
                f"SEQCORE_LIMITS: got {pair!r}; allowed is name=number with a name out of {', '.join(known)} "
                "and a whole number of at least 1."
            )
        chosen[name] = int(value)
    return Limits(**chosen)


LIMITS = from_text(os.environ.get("SEQCORE_LIMITS", ""))
