"""What browser tests share: a Chromium, a page that tolerates no console errors, and Streamlit servers."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from dashboard import APP, PATIENCE_SECONDS
from last_test import UntilLastTest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
STREAMLIT = {
    "STREAMLIT_SERVER_HEADLESS": "true",
    "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
    "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}

FRONT_END_GUESS = re.compile(r"^http://[^/]+/\w+/_stcore/(health|host-config)$")

Serve = Callable[..., str]


SHARED = UntilLastTest(Path(__file__).parent)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Playwright ends with the last browser test: while it runs, no other can start an event loop in this thread."""
    SHARED.after_test(nextitem)


@pytest.fixture(scope="session")
def browser() -> Browser:
    """A headless Chromium. Without one the test is skipped, but fails where CI is set."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium found: install the package chromium")
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    playwright = SHARED.enter_context(sync_playwright())
    return SHARED.enter_context(playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page in a light theme; any error on its console, or on that of its other tabs, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # At a deep link Streamlit's front end looks for its server below the page's name first, and finds none there.
        if message.type == "error" and not FRONT_END_GUESS.search(message.location["url"]):
            errors.append(f"{message.text} ({message.location['url']})")

    context.on("console", note)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert errors == []


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runs of the server that most tests share."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def url(home: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of that server: starting one takes longer than most tests."""
    serve = SHARED.enter_context(serving(tmp_path_factory))
    return serve(APP, {"SEQCORE_HOME": str(home), "SEQCORE_WORKERS": "1"})


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """`serve(script, env)` runs a script with Streamlit and returns its address; stopped after the module's tests."""
    with serving(tmp_path_factory) as serve:
        yield serve


@contextmanager
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """What starts servers, which are stopped in the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(script: Path, env: Mapping[str, str] | None = None) -> str:
        port = _free_port()
        environment = {**os.environ, **STREAMLIT, "PYTHONPATH": str(ROOT), **(env or {})}
        log = tmp_path_factory.mktemp("server") / "log"
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
            )
        started.append(process)
        base = environment.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
        url = f"http://127.0.0.1:{port}/{base}".rstrip("/")
        _wait_until_up(process, url, log)
        return url

    try:
        yield start
    finally:
        for process in started:
            _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(10)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
