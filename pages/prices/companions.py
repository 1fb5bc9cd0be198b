"""The runs that were started beside the one shown, to compare it with: an honest twin, raw or differenced, folds."""

from dataclasses import dataclass
from typing import cast

from pages.parts.controls import Shown
from pages.parts.server import server
from seqcore.invalid import InvalidInput
from seqcore.runs.folder import RunFolder
from seqcore.runs.view import RunView
from seqcore.tasks.price_examples import PriceExamples

TITLES = {
    "honest": "Without the mistake",
    "percent": "The same network on percent changes",
    "raw": "The same network on raw prices",
}


@dataclass(frozen=True, eq=False)
class Companion:
    """A run beside the one shown, as it is now."""

    name: str
    id: str
    view: RunView
    examples: PriceExamples

    @property
    def title(self) -> str:
        return TITLES.get(self.name, self.name.capitalize())


def companions_of(shown: Shown | None) -> list[Companion]:
    """The companions of a run that are still there, in order."""
    folder = RunFolder.find(shown.id) if shown else None
    found = []
    for name, run_id in (folder.companions() if folder else {}).items():
        beside = RunFolder.find(run_id)
        try:
            view = server().following.view(run_id) if beside else None
            if beside is not None and view is not None:
                examples = cast(PriceExamples, server().loading.examples_of(beside, view.experiment))
                found.append(Companion(name, run_id, view, examples))
        except (InvalidInput, ValueError, OSError):
            continue
    return found
