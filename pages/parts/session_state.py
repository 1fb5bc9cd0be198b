"""Streamlit's session state, mended for every script: it is no place to cut a script short, and quick to look at."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.state import SafeSessionState, SessionState


def mend_session_state() -> None:
    """For every script from now on. It must not have others beside it: `runner.fastReruns` is off."""
    script_runner.SafeSessionState = MendedState  # type: ignore[misc]


class MendedState(SafeSessionState):
    """A session's state that can be looked at without the script ending there: it ends only where it draws.

    Streamlit ends a script that is overtaken by a later click wherever it next draws or looks at the state: before the
    earlier click is told of, in the middle of what it does, or between two lines that belong together. The click was
    lost then, and a run that had just been started was not shown.
    """

    def __init__(self, state: SessionState, yield_callback: Callable[[], None]) -> None:
        super().__init__(state, _go_on)

    @property
    def filtered_state(self) -> Mapping[str, Any]:  # type: ignore[override]
        """All that has a key, each looked up when it is asked for.

        Streamlit asks for one value for each number input and select box. To make up all of them each time, with the
        states of all charts, was a tenth of what a server does while a class trains.
        """
        return _Keyed(self._state)


class _Keyed(Mapping[str, Any]):
    def __init__(self, state: SessionState) -> None:
        self._state = state

    def __getitem__(self, key: str) -> Any:
        return self._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._state.filtered_state)

    def __len__(self) -> int:
        return len(self._state.filtered_state)


def _go_on() -> None:
    """Whatever waits comes where something is drawn."""
