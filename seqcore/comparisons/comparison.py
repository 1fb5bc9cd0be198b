"""What a comparison is: a base experiment, variants that change settings of it, and seeds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from seqcore.experiment import Experiment, with_values
from seqcore.invalid import InvalidInput
from seqcore.limits import LARGEST_SEED
from seqcore.tasks.base.variant import Variant

MOST_SEEDS = 20
MOST_VARIANTS = 20


@dataclass(frozen=True)
class Trial:
    """One run of a comparison; `place` counts the seeds from 0."""

    variant: Variant
    place: int
    seed: int
    experiment: Experiment

    @property
    def folder_name(self) -> str:
        """A name for a folder of its own: what a value may hold besides letters and digits is left out."""
        return f"{re.sub(r'[^A-Za-z0-9]+', '-', self.variant.name).strip('-') or 'variant'}-{self.seed}"


@dataclass(frozen=True)
class Comparison:
    """Every variant is trained with each of `seeds` seeds, from the base's own on.

    The same seed gives the same first weights where shapes allow, and the same data. Raises InvalidInput for a variant
    that cannot be trained.
    """

    base: Experiment
    variants: tuple[Variant, ...]
    seeds: int = 3

    def __post_init__(self) -> None:
        wrong = []
        if not 1 <= self.seeds <= MOST_SEEDS:
            wrong.append(f"seeds: got {self.seeds}; allowed is a whole number from 1 to {MOST_SEEDS}.")
        if not 2 <= len(self.variants) <= MOST_VARIANTS:
            wrong.append(f"variants: got {len(self.variants)}; allowed are 2 to {MOST_VARIANTS}.")
        names = [variant.name for variant in self.variants]
        if doubled := next((name for name in names if names.count(name) > 1), ""):
            wrong.append(f"variants: got {doubled!r} twice; every variant needs a name of its own.")
        if wrong:
            raise InvalidInput(wrong)
        self.experiments  # noqa: B018 (raises for what cannot be trained)

    @cached_property
    def experiments(self) -> dict[str, Experiment]:
        """The experiment of each variant, by its name."""
        found = {}
        for variant in self.variants:
            try:
                found[variant.name] = with_values(self.base, variant.changes)
            except InvalidInput as error:
                raise InvalidInput([f"{variant.title}: {problem}" for problem in error.problems]) from error
            if found[variant.name].training.seed != self.base.training.seed:
                raise InvalidInput([f"{variant.title}: training.seed cannot differ; say how many seeds to try."])
        self._expect_difference(found)
        return found

    def _expect_difference(self, experiments: Mapping[str, Experiment]) -> None:
        """What is the same would be told apart from itself by nothing but its name."""
        known: dict[Experiment, str] = {}
        for variant in self.variants:
            experiment = experiments[variant.name]
            if same := known.get(experiment):
                raise InvalidInput(
                    [f"{same} and {variant.title} are the same network, trained in the same way: nothing differs."]
                )
            known[experiment] = variant.title

    def trials(self) -> Iterator[Trial]:
        """All runs, a variant after the other: those of one share a compiled program."""
        first = self.base.training.seed
        for variant in self.variants:
            for number in range(self.seeds):
                # Seeds beyond the largest begin again at 0.
                seed = (first + number) % (LARGEST_SEED + 1)
                yield Trial(variant, number, seed, self.experiments[variant.name].with_seed(seed))
