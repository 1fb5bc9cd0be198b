"""Which of the browsers' ticks Streamlit gets to see: those by which fragments are drawn anew while a run goes on.

A tick that comes while the whole script runs, or is about to, makes Streamlit end that run in the middle of the
fragment: its charts leave the page and come back without their zoom. And drawing a fragment costs the server some
10 ms and more: thirty pages at their usual pace would leave no time for a click. A tick that is dropped is not missed,
the next one comes by itself. So is one that finds nothing new: the page would be drawn as it is. What somebody sees for
the first time waits for nobody. Ticks that Streamlit has not asked this page for are not let through at all.

Neither is anything from the fragments of a page that has been left. Their names are the same on all pages: Streamlit
would draw the fragment of the new page as one of the old page, which the browser has thrown away, and it turns white.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState, get_script_run_ctx

from pages.parts.messages import parsed

SECONDS_FOR_A_TICK = 0.035
"""Of the server's time."""
MOST_TIME = 0.5
"""The part of a core that ticks may take, however many pages there are."""
MOST_AT_ONCE = 12
"""Ticks let through at one moment after a quiet one."""
SECONDS_ASKING = 2.0
"""Who has asked for a tick so lately wants one."""
EARLY = 0.8
"""Of the time after which it is one's turn again: browsers ask only now and then."""
LONGEST_WITHOUT_DRAWING = 60.0
"""Seconds after which a fragment is drawn in any case: what it shows may depend on what no one here knows of."""

Asked = Callable[[], bool]
_NEWS: dict[str, dict[str, tuple[Asked, Asked]]] = {}
"""By session and fragment: whether there is anything new since the fragment was drawn, and whether it is the first."""


def keep_news(has_news: Asked, has_begun: Asked = lambda: False) -> None:
    """Called in a fragment that has been drawn: from now on it is drawn anew only when `has_news`.

    At once when what it is about `has_begun`, however many ask.
    """
    script, fragment = get_script_run_ctx(), ThreadState.get().fragment_id
    if script is not None and fragment is not None and script.session_id in _NEWS:
        _NEWS[script.session_id][fragment] = has_news, has_begun


class Budget:
    """The time for ticks of all sessions: it comes by and by, and what is not used is kept for a moment.

    Where many ask they take turns, so that a page whose run has just begun does not wait behind those just drawn.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._ticks, self._since = float(MOST_AT_ONCE), clock()
        self._asked: dict[object, float] = {}
        self._counted = clock()

    def take(self, who: object, since: float, *, is_first: bool = False) -> bool:
        """Whether there is time for a tick of `who`, drawn `since` seconds ago; it is used then.

        There is for one that `is_first`; the others make up for it.
        """
        now = self.clock()
        self._asked[who] = now
        if now - self._counted > SECONDS_ASKING / 2:
            self._asked = {one: asked for one, asked in self._asked.items() if now - asked < SECONDS_ASKING}
            self._counted = now
        self._ticks = min(MOST_AT_ONCE, self._ticks + (now - self._since) * MOST_TIME / SECONDS_FOR_A_TICK)
        self._since = now
        is_ones_turn = since >= EARLY * len(self._asked) * SECONDS_FOR_A_TICK / MOST_TIME
        if not is_first and (self._ticks < 1 or not is_ones_turn):
            return False
        self._ticks = max(-MOST_AT_ONCE, self._ticks - 1)
        return True


@dataclass(eq=False)
class Session:
    """What one connection's script does."""

    budget: Budget
    id: str = ""
    is_asked: bool = False
    """Somebody has clicked, and the whole script has not begun since."""
    is_running: bool = False
    page: str = ""
    """The page that the browser has asked for or was led to last, by Streamlit's name for it."""
    intervals: dict[str, float] = field(default_factory=dict)
    """Seconds between the ticks that Streamlit has asked for, by fragment."""
    drawn: dict[str, float] = field(default_factory=dict)
    """When a tick of each fragment was let through last."""

    def wants(self, message: BackMsg) -> bool:
        """Whether Streamlit may see what the browser says."""
        if message.WhichOneof("type") != "rerun_script":
            return True
        run = message.rerun_script
        if not run.fragment_id:
            self.is_asked = True
            self.page = run.page_script_hash or self.page
            return True
        if self.page and run.page_script_hash != self.page:
            return False
        return not run.is_auto_rerun or (not self.is_asked and not self.is_running and self._is_due(run.fragment_id))

    def _is_due(self, fragment: str) -> bool:
        if fragment not in self.intervals:
            return False
        now = self.budget.clock()
        since = now - self.drawn.get(fragment, float("-inf"))
        has_news, has_begun = _NEWS.get(self.id, {}).get(fragment, (None, None))
        is_quiet = has_news is not None and since < LONGEST_WITHOUT_DRAWING and not has_news()
        if since < self.intervals[fragment] / 2 or is_quiet:
            return False
        is_first = has_begun is not None and has_begun()
        if not self.budget.take((id(self), fragment), since, is_first=is_first):
            return False
        self.drawn[fragment] = now
        return True

    def hears(self, message: ForwardMsg) -> None:
        """What Streamlit tells the browser, which forgets all intervals when the whole script runs."""
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self.is_asked, self.is_running = False, True
            self.intervals, self.drawn = {}, {}
            self.id = message.new_session.initialize.session_id
            _NEWS.setdefault(self.id, {})
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "script_finished":
            self.is_running = False
        elif kind == "auto_rerun":
            self.intervals[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self.intervals.pop(fragment, None)

    def leave(self) -> None:
        """The connection has ended."""
        _NEWS.pop(self.id, None)


class Ticks:
    """ASGI middleware: drops the ticks that come at the wrong moment, without news, or too often for so many."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.budget = Budget()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        session = Session(self.budget)

        async def receive_wanted() -> Message:
            while True:
                message = await receive()
                asked = parsed(BackMsg(), message.get("bytes") or b"")
                if asked is None or session.wants(asked):
                    return message

        async def send_and_hear(message: Message) -> None:
            said = parsed(ForwardMsg(), message.get("bytes") or b"")
            if said is not None:
                session.hears(said)
            await send(message)

        try:
            await self.app(scope, receive_wanted, send_and_hear)
        finally:
            session.leave()
