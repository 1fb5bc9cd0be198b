"""The run that the clinic shows."""

from pages.parts.controls import Shown
from pages.parts.ownership import may_control
from pages.parts.server import server
from seqcore.runs.folder import RunFolder


def shown(run_id: str | None) -> Shown | None:
    """The run as it is now, if it is still there."""
    folder = RunFolder.find(run_id) if run_id else None
    view = server().following.view(folder.id) if folder else None
    if folder is None or view is None:
        return None
    return Shown(folder.id, view, server().status(folder.id, view), may_control(folder))
