"""A class that trains along: many sessions press Train at the same moment, each behaving as a browser does.

They speak Streamlit's own protocol over websockets: like its front end, they run a fragment again after each of its
intervals, and forget all intervals when the whole script runs.
"""

import asyncio
import contextlib
import os
import re
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from benchmarks.dashboard import server
from benchmarks.report import Row
from seqcore.presets import PRESETS

SESSIONS = 30
PAGE, PRESET = "cumulative_sum", "cumsum-bilstm"
PATIENCE = 600
AFTER_ALL_HAVE_LEFT = 125
"""Seconds until the server is looked at again; Streamlit keeps a session that was cut off for two minutes."""


@dataclass
class Visitor:
    """One session: what it shows of its run, and the seconds from its click to the first point and to the end."""

    url: str
    query: str = ""
    name: str = PAGE
    """Of the page, as it stands in the address."""
    page: str = ""
    clicked: float = 0.0
    first_point: float = 0.0
    ended: float = 0.0
    buttons: dict[str, str] = field(default_factory=dict)
    progress: str = ""
    intervals: dict[str, tuple[float, "asyncio.Task[None]"]] = field(default_factory=dict)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    socket: ClientConnection | None = None

    async def visit(self) -> None:
        """Open the page, and stay on it until the connection is closed."""
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        headers = {"Cookie": _cookies(self.url), "Origin": self.url}
        async with connect(
            address, subprotocols=[Subprotocol("streamlit")], additional_headers=headers, max_size=None
        ) as self.socket:
            await self._run()
            async for data in self.socket:
                self._take(ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode()))

    async def press(self, key: str) -> None:
        """Click a button by its key."""
        self.clicked = time.perf_counter()
        await self._run(pressed=self.buttons[key])

    async def leave(self) -> None:
        """Close the page."""
        self._forget()
        if self.socket:
            await self.socket.close()

    async def _run(self, fragment: str = "", pressed: str = "") -> None:
        state = ClientState(query_string=self.query, fragment_id=fragment, is_auto_rerun=bool(fragment))
        state.page_script_hash, state.page_name = self.page, "" if self.page else self.name
        if pressed:
            state.widget_states.widgets.append(WidgetState(id=pressed, trigger_value=True))
        if self.socket:
            await self.socket.send(BackMsg(rerun_script=state).SerializeToString())

    def _every(self, seconds: float, fragment: str) -> None:
        """An interval that goes on already stays as it is."""
        if self.intervals.get(fragment, (0.0, None))[0] != seconds:
            self._forget(fragment)
            self.intervals[fragment] = seconds, asyncio.create_task(self._again(fragment, seconds))

    async def _again(self, fragment: str, seconds: float) -> None:
        with contextlib.suppress(asyncio.CancelledError, ConnectionClosed):
            while True:
                await asyncio.sleep(seconds)
                await self._run(fragment)

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self._forget()
        elif kind == "navigation":  # a browser asks for the page that it was led to, not for the one it came from
            self.page = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self._every(message.auto_rerun.interval, message.auto_rerun.fragment_id)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._forget(fragment)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "button":
                self.buttons[element.button.id.split("-", 2)[2]] = element.button.id
            elif element.WhichOneof("type") == "progress":
                self._look(element.progress.text)
        elif kind == "script_finished" and self.buttons:
            self.ready.set()

    def _look(self, words: str) -> None:
        self.progress, now = words, time.perf_counter()
        if self.clicked and not self.first_point and re.search(r"epoch [1-9]", words):
            self.first_point = now - self.clicked
        if self.clicked and "Finished" in words:
            self.ended = now - self.clicked
            self.done.set()

    def _forget(self, *fragments: str) -> None:
        """End these intervals, or all."""
        for fragment in fragments or [*self.intervals]:
            if fragment in self.intervals:
                self.intervals.pop(fragment)[1].cancel()


@dataclass
class Seen:
    """What a class has cost and how it was served."""

    visitors: list[Visitor]
    server_share: float
    memory: dict[str, float]


def measure() -> Iterator[Row]:
    """Rows for `SESSIONS` sessions that press Train on `PRESET` at once."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SEQCORE_HOME"] = home
        with server() as (url, process, _):
            seen = asyncio.run(_class(url, psutil.Process(process.pid)))
    ended = sorted(visitor.ended for visitor in seen.visitors)
    first = sorted(visitor.first_point for visitor in seen.visitors)
    what = f"{SESSIONS} sessions train {PRESET} at once"
    yield Row(f"{what}: all are done after", ended[-1], "s", None, "under 25 s")
    yield Row("the unluckiest of them against the luckiest", ended[-1] / ended[0], "times", None, "at most 2")
    yield Row("the last of them sees its first epoch after", first[-1], "s", None, "under 5 s")
    yield Row("the server's process meanwhile, of one core", 100 * seen.server_share, "%", None, "under 40 %")
    yield Row("the server's memory at the end", seen.memory["end"], "MB", None, "under 300 MB")
    yield Row(
        "and two minutes after all have left, beside the start",
        seen.memory["left"] - seen.memory["start"],
        "MB",
        None,
        "at most 50",
    )


async def _class(url: str, process: psutil.Process) -> Seen:
    link = PRESETS[PRESET].experiment.to_link()
    visitors = [Visitor(url, f"experiment={link}") for _ in range(SESSIONS)]
    teacher = Visitor(url, f"experiment={link}")
    visits = [asyncio.create_task(teacher.visit())]
    await asyncio.wait_for(teacher.ready.wait(), PATIENCE)
    await teacher.press("train")  # by the end of it the workers are ready
    await asyncio.wait_for(teacher.done.wait(), PATIENCE)
    await teacher.leave()
    memory = {"start": process.memory_info().rss / 1e6}
    visits += [asyncio.create_task(visitor.visit()) for visitor in visitors]
    await asyncio.wait_for(asyncio.gather(*(visitor.ready.wait() for visitor in visitors)), PATIENCE)
    await asyncio.sleep(3)
    began, before = time.perf_counter(), process.cpu_times()
    await asyncio.gather(*(visitor.press("train") for visitor in visitors))
    await asyncio.wait_for(asyncio.gather(*(visitor.done.wait() for visitor in visitors)), PATIENCE)
    after, seconds = process.cpu_times(), time.perf_counter() - began
    memory["end"] = process.memory_info().rss / 1e6
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    await asyncio.gather(*visits, return_exceptions=True)
    await asyncio.sleep(AFTER_ALL_HAVE_LEFT)
    memory["left"] = process.memory_info().rss / 1e6
    used = after.user + after.system - before.user - before.system
    return Seen(visitors, used / seconds, memory)


def _cookies(url: str) -> str:
    request = urllib.request.Request(url, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_all("set-cookie") or ())
