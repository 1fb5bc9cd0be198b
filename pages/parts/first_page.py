"""The first page under its own name: Streamlit serves it at the root only, and says “Page not found” elsewhere."""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class FirstPage:
    """ASGI middleware: leads ``…/name?query`` to ``…/?query``, for the `name` of the first page."""

    def __init__(self, app: ASGIApp, name: str) -> None:
        self.app, self.name = app, name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        root, _, last = scope.get("path", "").rstrip("/").rpartition("/")
        if scope["type"] == "http" and last == self.name:
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"{root}/" + (f"?{query}" if query else ""))(scope, receive, send)
        else:
            await self.app(scope, receive, send)
