"""What every page hands to a browser: its token, and which sites may show the page."""

import pytest
from starlette.datastructures import Headers

from pages.parts.embedding import embedding_sites, is_embedding_allowed
from pages.parts.visitor import COOKIE, FRAMED_COOKIE, page_headers, token_in

TOKEN = "0123456789abcdef" * 2
FRAME = {"sec-fetch-dest": "iframe"}


def cookies(request: dict[str, str], scheme: str = "http") -> dict[str, str]:
    """The cookies in answer to a request, by name."""
    pairs = [value for name, value in page_headers(Headers(request), scheme) if name == "set-cookie"]
    return dict(pair.split("=", 1) for pair in pairs)


def test_a_browser_keeps_its_token_and_strangers_get_new_ones() -> None:
    assert cookies({"cookie": f"{COOKIE}={TOKEN}"})[COOKIE].startswith(f"{TOKEN}; ")
    one, two = (token_in({COOKIE: cookies({})[COOKIE].partition(";")[0]}) for _ in range(2))
    assert one
    assert two
    assert one != two


@pytest.mark.parametrize("bad", ["", "short", TOKEN.upper(), f"{TOKEN}0", "a;b", "../../etc"])
def test_what_is_no_token_is_replaced(bad: str) -> None:
    assert token_in({COOKIE: bad}) is None
    assert bad not in cookies({"cookie": f"{COOKIE}={bad}"})[COOKIE].partition(";")[0] or not bad


def test_scripts_cannot_read_the_cookie_and_it_is_secure_where_the_connection_is() -> None:
    attributes = "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
    assert cookies({})[COOKIE].endswith(attributes)
    assert cookies({}, "https")[COOKIE].endswith(f"{attributes}; Secure")
    assert cookies({"x-forwarded-proto": "https"})[COOKIE].endswith("; Secure")


def test_only_for_named_sites_a_frame_gets_a_cookie_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(cookies(FRAME)) == {COOKIE}
    assert "frame-ancestors" not in dict(page_headers(Headers({})))["content-security-policy"]
    monkeypatch.setenv("SEQCORE_EMBED", "https://course.example")
    assert set(cookies({})) == {COOKIE}
    assert cookies(FRAME)[FRAMED_COOKIE].endswith("; SameSite=None; Secure; Partitioned")
    policy = dict(page_headers(Headers({})))["content-security-policy"]
    assert policy.endswith("; frame-ancestors 'self' https://course.example")


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("", ()),
        ("https://course.example", ("https://course.example",)),
        (" https://a.example/, http://localhost:8000 ", ("https://a.example", "http://localhost:8000")),
        ("https://*.uni.example", ("https://*.uni.example",)),
    ],
)
def test_sites_are_read(monkeypatch: pytest.MonkeyPatch, text: str, sites: tuple[str, ...]) -> None:
    monkeypatch.setenv("SEQCORE_EMBED", text)
    assert embedding_sites() == sites


@pytest.mark.parametrize(
    "text", ["*", "course.example", "https://a.example/page", "https://a;script-src", "https://a\r\nb: c"]
)
def test_what_is_no_site_is_refused_and_allows_nothing(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SEQCORE_EMBED", text)
    with pytest.raises(ValueError, match="SEQCORE_EMBED: got"):
        embedding_sites()
    assert not is_embedding_allowed()
