"""What a task's screen is made of: panels, each with inputs that are drawn once, and what follows the run."""

from collections.abc import Callable
from dataclasses import dataclass

from pages.parts.controls import Shown, runs_of
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.loading import Prepared
from pages.parts.server import server
from pages.parts.ticking import Awaited, ticking
from seqcore.experiment import Experiment
from seqcore.runs.view import RunView

TICK_SECONDS = 0.7


@dataclass(frozen=True)
class Subject:
    """What a screen is about: an experiment, the run that is shown, if there is one, and what can be trained on."""

    experiment: Experiment
    shown: Shown | None
    prepared: Prepared

    @property
    def run_id(self) -> str | None:
        """The id of the run that is shown."""
        return self.shown.id if self.shown else None

    @property
    def is_going_on(self) -> bool:
        """Whether the run that is shown changes by itself."""
        return self.shown is not None and self.shown.is_going_on


Draw = Callable[[RunView], Awaited]
"""Draws what there is to see of a run as it is now; returns what it waits for, if it does."""
Panel = Callable[[Subject], Draw | None]
"""Draws inputs, and returns what draws the rest as often as there is news; nothing when all is drawn."""


def show_panel(panel: Panel, subject: Subject, title: str) -> None:
    """Draw a panel, which follows the run while that goes on; `title` names it where it cannot be drawn."""
    with drawn_or_said(title):
        draw = panel(subject)
        if draw is None:
            return
        shown = subject.shown

        def drawn() -> Awaited:
            view = server().following.view(shown.id) if shown else None
            return draw(view or (shown.view if shown else RunView(subject.experiment)))

        ticking(drawn_or_said(title)(drawn), TICK_SECONDS if subject.is_going_on else None, *runs_of(shown))
