"""Which of the browsers' ticks Streamlit gets to see: those by which fragments are drawn anew while a run goes on.

A tick that comes while the whole script runs, or is about to, makes Streamlit end that run in the middle of the
fragment: its charts leave the page and come back without their zoom. And drawing a page costs the server some 10 ms:
thirty pages that tick three times a second and more would leave no time for a click. A tick that is dropped is not
missed, the next one comes by itself.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.parts.messages import parsed

SECONDS_FOR_EACH = 0.06
"""Of the server's time, for each fragment that ticks."""
FORGOTTEN_SECONDS = 5.0
LONGEST_SIGN_BYTES = 20_000
"""Longer messages are content: they tell nothing about the script's run."""


@dataclass
class Pace:
    """The ticks of the whole server: the more fragments tick, the less often each of them."""

    clock: Callable[[], float] = time.monotonic
    asked: dict[tuple[int, str], float] = field(default_factory=dict)
    let_through: dict[tuple[int, str], float] = field(default_factory=dict)

    def allows(self, fragment: tuple[int, str]) -> bool:
        """Whether it is this fragment's turn; fragments are told apart by their connection and their name."""
        now = self.clock()
        self.asked[fragment] = now
        for gone in [one for one, last in self.asked.items() if now - last > FORGOTTEN_SECONDS]:
            del self.asked[gone]
            self.let_through.pop(gone, None)
        if now - self.let_through.get(fragment, -FORGOTTEN_SECONDS) < SECONDS_FOR_EACH * len(self.asked):
            return False
        self.let_through[fragment] = now
        return True


@dataclass
class Session:
    """What one connection's script does."""

    is_asked: bool = False
    """Somebody has clicked, and the whole script has not begun since."""
    is_running: bool = False

    def wants(self, message: BackMsg, pace: Pace) -> bool:
        """Whether Streamlit may see what the browser says."""
        run = message.rerun_script
        if run.is_auto_rerun and run.fragment_id:
            return not self.is_asked and not self.is_running and pace.allows((id(self), run.fragment_id))
        self.is_asked |= message.WhichOneof("type") == "rerun_script" and not run.fragment_id
        return True

    def hears(self, message: ForwardMsg) -> None:
        """What Streamlit tells the browser."""
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self.is_asked, self.is_running = False, True
        elif kind == "script_finished":
            self.is_running = False


class Ticks:
    """ASGI middleware: drops the ticks that come at the wrong moment, or too often for so many."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.pace = Pace()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        session = Session()

        async def receive_wanted() -> Message:
            while True:
                message = await receive()
                asked = parsed(BackMsg(), message.get("bytes") or b"")
                if asked is None or session.wants(asked, self.pace):
                    return message

        async def send_and_hear(message: Message) -> None:
            content = message.get("bytes") or b""
            said = parsed(ForwardMsg(), content) if len(content) <= LONGEST_SIGN_BYTES else None
            if said is not None:
                session.hears(said)
            await send(message)

        await self.app(scope, receive_wanted, send_and_hear)
