"""The app inside a page of another site: with the operator's leave everything works, without it the page says so."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from dashboard import APP
from playwright.sync_api import FrameLocator, Page, expect


class Course(BaseHTTPRequestHandler):
    """A page that shows, below its title, the address in its own address."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        address = self.path.partition("?")[2]
        self.wfile.write(f'<title>Course</title><iframe src="{address}" width="1200" height="700"></iframe>'.encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def course() -> Iterator[str]:
    """The address of another site: for a browser localhost and 127.0.0.1 are two."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Course)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def allowed(serve, course: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    home = tmp_path_factory.mktemp("home")
    return serve(APP, {"SEQCORE_HOME": str(home), "SEQCORE_WORKERS": "1", "SEQCORE_EMBED": course})


def shown_in(page: Page, course: str, url: str) -> FrameLocator:
    page.goto(f"{course}/?{url}/cumulative_sum")
    return drawn(page)


def drawn(page: Page) -> FrameLocator:
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Cumulative sum", level=1)).to_be_visible()
    return frame


def button(frame: FrameLocator, key: str):
    return frame.locator(f".st-key-{key} button:visible")


def train_and_come_back(page: Page, frame: FrameLocator) -> None:
    frame.locator(".st-key-form-training-epochs input").fill("100000")
    button(frame, "train").click()
    expect(button(frame, "stop")).to_be_enabled()
    page.frames[1].evaluate("location.reload()")
    expect(button(drawn(page), "stop")).to_be_enabled()


def test_where_it_is_allowed_runs_have_owners_and_files_arrive(page: Page, course: str, allowed: str) -> None:
    frame = shown_in(page, course, allowed)
    train_and_come_back(page, frame)
    expect(frame.locator(".framed-note:visible")).to_have_count(0)
    frame.get_by_role("button", name="Share").click()
    file = {"name": "mine.json", "mimeType": "application/json", "buffer": b"[]"}
    frame.locator(".st-key-form-share-upload input").set_input_files(file)
    expect(frame.get_by_text("The file was not opened")).to_be_visible()  # for it was read


def test_without_leave_the_page_says_what_is_lost(page: Page, course: str, serve, tmp_path) -> None:
    frame = shown_in(page, course, serve(APP, {"SEQCORE_HOME": str(tmp_path), "SEQCORE_WORKERS": "1"}))
    note = frame.get_by_role("note")
    expect(note).to_contain_text("to keep control of your runs and to upload files")
    with page.context.expect_page() as opened:
        note.get_by_role("link", name="Open it in a tab of its own").click()
    expect(opened.value.get_by_role("heading", name="Cumulative sum", level=1)).to_be_visible()
    expect(opened.value.get_by_role("note")).to_have_count(0)


def test_other_sites_may_not_show_it(browser, course: str, serve, tmp_path) -> None:
    settings = {"SEQCORE_HOME": str(tmp_path), "SEQCORE_WORKERS": "1", "SEQCORE_EMBED": "https://other.example"}
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    with page.expect_console_message(lambda message: "frame-ancestors 'self' https://other.example" in message.text):
        page.goto(f"{course}/?{serve(APP, settings)}/")
    page.close()
