"""Matching parameters: networks of about the same size differ in how they compute, not in how much they remember."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from seqcore.comparisons.comparison import Comparison, Variant
from seqcore.experiment import with_values
from seqcore.invalid import InvalidInput
from seqcore.limits import LIMITS

TOLERANCE = 0.03
"""Of the first variant's parameters."""


def matched(comparison: Comparison) -> Comparison:
    """The same comparison, with units of every variant but the first chosen so that all have about as many parameters.

    All recurrent units of a variant grow or shrink alike. Raises InvalidInput where nothing is within 3 %.
    """
    first, *others = comparison.variants
    wanted = comparison.experiments[first.name].parameters()
    return replace(comparison, variants=(first, *(_resized(comparison, one, wanted) for one in others)))


def _resized(comparison: Comparison, variant: Variant, wanted: int) -> Variant:
    experiment = comparison.experiments[variant.name]
    sizes = dict(_units(experiment.architecture.model_dump(mode="json"), "architecture"))
    if not sizes:
        raise InvalidInput([f"{variant.title}: it has no units to choose."])
    best, least = variant.changes, abs(experiment.parameters() - wanted)
    largest = max(sizes.values())
    for units in range(1, LIMITS.units + 1):
        changes = [f"{path}={max(1, round(size * units / largest))}" for path, size in sizes.items()]
        off = abs(with_values(experiment, changes).parameters() - wanted)
        if off < least:
            best, least = (*variant.changes, *changes), off
    if least > TOLERANCE * wanted:
        raise InvalidInput([f"{variant.title}: no number of units comes within 3 % of {wanted:,} parameters."])
    return replace(variant, changes=best)


def _units(values: Any, path: str) -> Iterator[tuple[str, int]]:
    """The settings called `units` of recurrent layers, by path."""
    if isinstance(values, dict):
        for name, value in values.items():
            if name == "units":
                yield f"{path}.{name}", int(value)
            elif name != "dense":
                yield from _units(value, f"{path}.{name}")
    elif isinstance(values, list):
        for place, value in enumerate(values):
            yield from _units(value, f"{path}.{place}")
