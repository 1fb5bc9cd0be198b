"""Knowing a browser again: the cookie that every page hands out, before the first script runs.

Inside a page of another site this cookie does not arrive; for sites that may show the app there (`embedding.py`) a
second one is handed out that belongs to the two sites together, where the browser has a safe connection (https, or
localhost). Without one, `framed.py` says what is lost.
"""

import re
import secrets
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts.doors import content_policy
from pages.parts.embedding import embedding_sites, is_embedding_allowed

COOKIE = "sequence_lab_owner"
FRAMED_COOKIE = "sequence_lab_owner_framed"
TOKEN = re.compile("[0-9a-f]{32}")
YEAR = 365 * 24 * 3600


def new_token() -> str:
    """What a browser is known by; only the browser and its own sessions have it."""
    return secrets.token_hex(16)


def token_in(cookies: Mapping[str, str]) -> str | None:
    """The token that a browser has sent, if it has one."""
    found = (cookies.get(name, "") for name in (COOKIE, FRAMED_COOKIE))
    return next((token for token in found if TOKEN.fullmatch(token)), None)


class Visitor:
    """ASGI middleware: hands out the cookies with every page, and names the sites that may show it in theirs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in page_headers(Headers(scope=scope), scope["scheme"]):
                    headers.append(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def page_headers(request: Headers, scheme: str = "http") -> list[tuple[str, str]]:
    """The headers of a page for a browser's `request`, which came by `scheme` (or another one before a proxy)."""
    is_https = "https" in (scheme, request.get("x-forwarded-proto"))
    token = token_in(cookie_parser(request.get("cookie", ""))) or new_token()
    kept = f"{token}; Path=/; Max-Age={YEAR}; HttpOnly"
    # Browsers send Sec-Fetch headers to addresses that they trust with secure cookies, and to no other.
    is_trusted = is_https or "sec-fetch-dest" in request
    # Lax, not Strict: a visitor who follows a link from elsewhere must not be handed a new identity.
    headers = [("set-cookie", f"{COOKIE}={kept}; SameSite=Lax{'; Secure' if is_https else ''}")]
    sites = embedding_sites() if is_embedding_allowed() else ()
    headers.append(("content-security-policy", content_policy(sites)))
    if sites and is_trusted and request.get("sec-fetch-dest") == "iframe":
        headers.append(("set-cookie", f"{FRAMED_COOKIE}={kept}; SameSite=None; Secure; Partitioned"))
    return headers
