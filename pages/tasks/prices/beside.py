"""The variants that were begun with the run shown, to compare it with: an honest twin, raw or differenced, folds."""

from dataclasses import dataclass
from typing import cast, get_args

from pages.parts.controls import Shown
from pages.parts.server import server
from seqcore.comparisons.beside import beside
from seqcore.comparisons.stored import StoredVariant
from seqcore.invalid import InvalidInput
from seqcore.runs.folder import RunFolder
from seqcore.runs.view import RunView
from seqcore.tasks.prices.beside import Role
from seqcore.tasks.prices.examples import PriceExamples


@dataclass(frozen=True, eq=False)
class Beside:
    """A run beside the one shown, as it is now."""

    variant: StoredVariant
    id: str
    view: RunView
    examples: PriceExamples

    @property
    def title(self) -> str:
        return self.variant.title

    @property
    def role(self) -> Role:
        return cast(Role, self.variant.role)

    @property
    def uid(self) -> str:
        """Its name in a chart: letters, digits and dashes."""
        return self.variant.name.replace(" ", "-")


def runs_shown_beside(shown: Shown | None) -> list[Beside]:
    """Those of them that are still there, in order."""
    folder = RunFolder.find(shown.id) if shown else None
    if folder is None:
        return []
    found = []
    for variant in beside(folder):
        for run_id in variant.runs:
            run = RunFolder.find(run_id)
            try:
                view = server().following.view(run_id) if run else None
                if run is not None and view is not None and variant.role in get_args(Role):
                    examples = cast(PriceExamples, server().loading.examples_of(run, view.experiment))
                    found.append(Beside(variant, run_id, view, examples))
            except (InvalidInput, ValueError, OSError):
                continue
    return found
