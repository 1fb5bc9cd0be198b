"""Streamlit cuts a script short only where it draws, so that a click does all that it stands for, or nothing."""

from collections.abc import Callable

from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.state import SafeSessionState, SessionState


class WholeSteps(SafeSessionState):
    """A session's state that can be looked at without the script ending there.

    Streamlit ends a script that is overtaken by a later click wherever it next draws or looks at the state: before the
    earlier click is told of, in the middle of what it does, or between two lines that belong together. The click was
    lost then, and a run that had just been started was not shown.
    """

    def __init__(self, state: SessionState, yield_callback: Callable[[], None]) -> None:
        super().__init__(state, _go_on)


def keep_steps_whole() -> None:
    """For every script from now on. It must not have others beside it: `runner.fastReruns` is off."""
    script_runner.SafeSessionState = WholeSteps  # type: ignore[misc]


def _go_on() -> None:
    """Whatever waits comes where something is drawn."""
