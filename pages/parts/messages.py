"""Which messages of a browser Streamlit gets to see: those that this app's pages send, and no others.

Of the others some reach further than the session that sends them, and any visitor can send them: `clear_cache` empties
the caches of all, `load_git_info` runs git and tells the names of its changed files, `install_skills` writes files.
"""

from typing import TypeVar

from google.protobuf.message import Message as Protobuf
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

ALLOWED = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"})
OPERATIONS = frozenset({"dataframe_chunk", "deferred_file"})
"""Of the messages called `backend_operation_request`: rows of a long table, and a file that is made for a download."""
MOST_FILES_AT_ONCE = 4

Parsed = TypeVar("Parsed", bound=Protobuf)


class Messages:
    """ASGI middleware: drops the messages that are not allowed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def receive_allowed() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or is_allowed(message.get("bytes") or b""):
                    return message

        await self.app(scope, receive_allowed if scope["type"] == "websocket" else receive, send)


def is_allowed(content: bytes) -> bool:
    """Whether Streamlit may see a message; what is none it refuses itself, by closing the connection."""
    message = parsed(BackMsg(), content)
    if message is None:
        return True
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") in OPERATIONS
    if kind == "file_urls_request":
        return len(message.file_urls_request.file_names) <= MOST_FILES_AT_ONCE
    return kind is None or kind in ALLOWED


def parsed(empty: Parsed, content: bytes) -> Parsed | None:
    """The message of the kind of `empty` that the bytes are, or None when they are none."""
    try:
        empty.ParseFromString(content)
    except Exception:  # protobuf's own class, which differs between its implementations
        return None
    return empty
