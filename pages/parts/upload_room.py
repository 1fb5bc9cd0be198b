"""How many uploaded files wait in memory: Streamlit takes any number, also where no page asks for one.

Whoever has a page open can send files to addresses made up by themselves; they stay until the page is closed.
"""

import re

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime

ADDRESS = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+/?$")
MOST_FILES = 4
"""Of one session: a page has one place for a file, and a file that is replaced is deleted a moment later."""
MOST_BYTES = 200_000_000
"""Of all sessions."""


class UploadRoom:
    """ASGI middleware: refuses uploads for which there is no room."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = ADDRESS.search(scope.get("path", "")) if scope.get("method") in ("PUT", "POST") else None
        if found and not has_room(found[1]):
            await PlainTextResponse("There are too many files already.", 413)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def has_room(session_id: str) -> bool:
    """Whether one more file of a session can be taken."""
    kept = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {})
    num_bytes = sum(len(file.data) for files in list(kept.values()) for file in list(files.values()))
    return len(kept.get(session_id, ())) < MOST_FILES and num_bytes < MOST_BYTES
