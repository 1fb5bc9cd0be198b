"""Which requests are answered, and the headers of every answer."""

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message
from streamlit import config

from pages.parts.doors import METRICS, Doors, content_policy
from pages.parts.server import cache_bytes


async def ask(path: str, host: str = "localhost:8501") -> tuple[int, dict[str, str]]:
    """The status and headers of the answer to a request."""
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [(b"host", host.encode())]}
    await Doors(PlainTextResponse("yes"))(scope, receive, send)
    return said[0]["status"], {name.decode(): value.decode() for name, value in said[0]["headers"]}


def answer(path: str, host: str = "localhost:8501") -> tuple[int, dict[str, str]]:
    """The same, without an event loop: nothing in it waits."""
    asking = ask(path, host)
    try:
        while True:
            asking.send(None)
    except StopIteration as ended:
        return ended.value


def test_every_answer_says_what_it_is_and_tells_no_other_site() -> None:
    status, headers = answer("/anything")
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", [METRICS, f"{METRICS}/", f"/base{METRICS}"])
def test_metrics_are_given_when_they_were_asked_for(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(path)[0] == 404
    monkeypatch.setenv("SEQCORE_METRICS", "1")
    assert answer(path)[0] == 200


def test_a_server_with_names_answers_to_them_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer("/", "evil.example")[0] == 200
    before = config.get_option("server.allowedHosts")
    config.set_option("server.allowedHosts", ["lab.example", "localhost"])
    try:
        hosts = ("lab.example", "lab.example:443", "localhost:8501", "evil.example", "lab.example.evil.example", "")
        assert [answer("/", host)[0] for host in hosts] == [200, 200, 200, 421, 421, 421]
    finally:
        config.set_option("server.allowedHosts", before)


def test_a_page_loads_nothing_from_other_sites() -> None:
    assert "http" not in content_policy(())
    assert "*" not in content_policy(())
    assert "unsafe-eval" not in content_policy(())


@pytest.mark.parametrize(("text", "megabytes"), [("", 256), ("64", 64), ("0", None), ("-1", None), ("much", None)])
def test_the_memory_for_what_is_kept_is_a_setting(
    text: str, megabytes: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQCORE_CACHE_MB", text)
    if megabytes is not None:
        assert cache_bytes() == megabytes * 1_000_000
        return
    with pytest.raises(ValueError, match="SEQCORE_CACHE_MB: got"):
        cache_bytes()
