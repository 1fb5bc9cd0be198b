"""What the server answers at all, and what it tells browsers to allow its pages."""

import os

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

METRICS = "/_stcore/metrics"
HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin"}
"""Of every answer: files are what they are said to be, and other sites learn no address with a run in it."""
POLICY = {
    "default-src": "'self'",
    # Streamlit's page has a script within itself, and brings components as blobs of text.
    "script-src": "'self' 'unsafe-inline' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
"""What a page may load and where from: nothing from other sites."""


def content_policy(embedding_sites: tuple[str, ...]) -> str:
    """The Content-Security-Policy of a page that `embedding_sites` may show; without any, it says nothing of frames.

    Inside the page of a site that is not named, visitors are strangers to their runs, so there is nothing to be won.
    """
    frames = {"frame-ancestors": f"'self' {' '.join(embedding_sites)}"} if embedding_sites else {}
    return "; ".join(f"{name} {sources}" for name, sources in (POLICY | frames).items())


class Doors:
    """ASGI middleware: turns away other hosts' names and what is not asked for; adds the headers of every answer.

    Names are those of Streamlit's `server.allowedHosts`, which itself looks at the websocket only.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app = self.app
        if not is_host_allowed(Headers(scope=scope).get("host")):
            app = PlainTextResponse("This server has another name.", 421)
        elif scope["path"].rstrip("/").endswith(METRICS) and os.environ.get("SEQCORE_METRICS") != "1":
            app = PlainTextResponse("Not found.", 404)
        await app(scope, receive, send_with_headers)
