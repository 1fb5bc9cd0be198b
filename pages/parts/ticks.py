"""Which of the browsers' ticks Streamlit gets to see: those by which fragments are drawn anew while a run goes on.

A tick that comes while the whole script runs, or is about to, makes Streamlit end that run in the middle of the
fragment: its charts leave the page and come back without their zoom. And drawing a fragment costs the server some
10 ms and more: thirty pages at their usual pace would leave no time for a click. A tick that is dropped is not missed,
the next one comes by itself. Ticks that Streamlit has not asked this page for are not let through at all.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.parts.messages import parsed

SECONDS_FOR_A_TICK = 0.06
"""Of the server's time; in that way all pages together use a part of a core, however many they are."""


@dataclass(eq=False)
class Session:
    """What one connection's script does."""

    clock: Callable[[], float] = time.monotonic
    is_asked: bool = False
    """Somebody has clicked, and the whole script has not begun since."""
    is_running: bool = False
    intervals: dict[str, float] = field(default_factory=dict)
    """Seconds between the ticks that Streamlit has asked for, by fragment."""
    let_through: dict[str, float] = field(default_factory=dict)

    def demand(self) -> float:
        """The share of the server's time that all ticks of this session would need."""
        return sum(SECONDS_FOR_A_TICK / interval for interval in list(self.intervals.values()))

    def wants(self, message: BackMsg, demand: float) -> bool:
        """Whether Streamlit may see what the browser says, when all sessions together have this `demand`."""
        run = message.rerun_script
        if run.is_auto_rerun and run.fragment_id:
            is_calm = not self.is_asked and not self.is_running
            return is_calm and self._is_due(run.fragment_id, demand)
        self.is_asked |= message.WhichOneof("type") == "rerun_script" and not run.fragment_id
        return True

    def _is_due(self, fragment: str, demand: float) -> bool:
        """With more demand than there is time, every second tick, every third, …: as many as there is time for."""
        if fragment not in self.intervals:
            return False
        now = self.clock()
        since = now - self.let_through.get(fragment, float("-inf"))
        if since < self.intervals[fragment] * (max(1.0, demand) - 0.5):
            return False
        self.let_through[fragment] = now
        return True

    def hears(self, message: ForwardMsg) -> None:
        """What Streamlit tells the browser, which forgets all intervals when the whole script runs."""
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self.is_asked, self.is_running = False, True
            self.intervals, self.let_through = {}, {}
        elif kind == "script_finished":
            self.is_running = False
        elif kind == "auto_rerun":
            self.intervals[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self.intervals.pop(fragment, None)


class Ticks:
    """ASGI middleware: drops the ticks that come at the wrong moment, or too often for so many."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.sessions: set[Session] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        session = Session()

        async def receive_wanted() -> Message:
            while True:
                message = await receive()
                asked = parsed(BackMsg(), message.get("bytes") or b"")
                if asked is None or session.wants(asked, demand_of(self.sessions)):
                    return message

        async def send_and_hear(message: Message) -> None:
            said = parsed(ForwardMsg(), message.get("bytes") or b"")
            if said is not None:
                session.hears(said)
            await send(message)

        self.sessions.add(session)
        try:
            await self.app(scope, receive_wanted, send_and_hear)
        finally:
            self.sessions.remove(session)


def demand_of(sessions: Iterable[Session]) -> float:
    """The share of the server's time that all ticks would need; above 1 there is not enough."""
    return sum(session.demand() for session in sessions)
