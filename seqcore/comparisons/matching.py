"""Matching parameters: networks of about the same size differ in how they compute, not in how much they remember."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from seqcore.comparisons.comparison import Comparison
from seqcore.experiment import with_values
from seqcore.invalid import InvalidInput
from seqcore.limits import LIMITS
from seqcore.tasks.base.variant import Variant

TOLERANCE = 0.03
"""Of the parameters of the variant that stays as it is."""


def matched(comparison: Comparison) -> Comparison:
    """The same comparison, with units chosen so that all variants have about as many parameters.

    One stays as it is: the first, or where the others come no closer, the next. All recurrent units of a variant grow
    or shrink alike. Raises InvalidInput where nothing is within 3 %.
    """
    reasons = []
    for anchor in comparison.variants:
        wanted = comparison.experiments[anchor.name].parameters()
        try:
            resized = (one if one is anchor else _resized(comparison, one, wanted) for one in comparison.variants)
            return replace(comparison, variants=tuple(resized))
        except InvalidInput as error:
            reasons.append(error)
    raise reasons[0]


def _resized(comparison: Comparison, variant: Variant, wanted: int) -> Variant:
    experiment = comparison.experiments[variant.name]
    sizes = dict(_units(experiment.architecture.model_dump(mode="json"), "architecture"))
    if abs(experiment.parameters() - wanted) <= TOLERANCE * wanted:
        return variant
    if not sizes:
        raise InvalidInput([f"{variant.title}: it has no units to choose."])
    largest = max(sizes.values())

    def changes(units: int) -> list[str]:
        return [f"{path}={max(1, round(size * units / largest))}" for path, size in sizes.items()]

    def parameters(units: int) -> int:
        return with_values(experiment, changes(units)).parameters()

    # More units are more parameters: the closest are beside the place where there are enough.
    enough = bisect_left(range(1, LIMITS.units + 1), wanted, key=parameters) + 1
    near = [units for units in (enough - 1, enough) if 1 <= units <= LIMITS.units]
    best = min(near, key=lambda units: abs(parameters(units) - wanted))
    if abs(parameters(best) - wanted) > TOLERANCE * wanted:
        raise InvalidInput([f"{variant.title}: no number of units comes within 3 % of {wanted:,} parameters."])
    return replace(variant, changes=(*variant.changes, *changes(best)))


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
