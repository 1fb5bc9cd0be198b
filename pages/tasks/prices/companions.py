"""The runs that were started beside the one shown, to compare it with: an honest twin, raw or differenced, folds."""

from dataclasses import dataclass
from typing import cast

from pages.parts.controls import Shown
from pages.parts.server import server
from seqcore.invalid import InvalidInput
from seqcore.runs.folder import RunFolder
from seqcore.runs.view import RunView
from seqcore.tasks.prices.companions import Role, role_of
from seqcore.tasks.prices.examples import PriceExamples
from seqcore.tasks.prices.task import Prices

TITLES: dict[Role, str] = {
    "honest": "Without the mistake",
    "changes": "The same network on percent changes",
    "raw": "The same network on raw prices",
}


@dataclass(frozen=True, eq=False)
class Companion:
    """A run beside the one shown, as it is now."""

    name: str
    role: Role
    id: str
    view: RunView
    examples: PriceExamples

    @property
    def title(self) -> str:
        return TITLES.get(self.role, self.name.capitalize())

    @property
    def uid(self) -> str:
        """Its name in a chart: letters, digits and dashes."""
        return self.name.replace(" ", "-")


def companions_of(shown: Shown | None) -> list[Companion]:
    """The companions of a run that are still there, in order."""
    folder = RunFolder.find(shown.id) if shown else None
    if shown is None or folder is None:
        return []
    task = cast(Prices, shown.view.experiment.task)
    found = []
    for name, run_id in folder.companions().items():
        beside = RunFolder.find(run_id)
        try:
            view = server().following.view(run_id) if beside else None
            if beside is not None and view is not None:
                examples = cast(PriceExamples, server().loading.examples_of(beside, view.experiment))
                found.append(Companion(name, role_of(task, examples.task), run_id, view, examples))
        except (InvalidInput, ValueError, OSError):
            continue
    return found
