"""Who draws the page anew from within does not undo where the browser wants to go."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from pages.parts import address, rerunning


class Again(Exception):
    """Streamlit was asked to run the script again."""


class Ended(Exception):
    """Streamlit was asked to end this run of the script."""


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> ScriptRequests:
    def rerun() -> None:
        raise Again

    def stop() -> None:
        raise Ended

    found = ScriptRequests()
    monkeypatch.setattr(rerunning, "get_script_run_ctx", lambda: SimpleNamespace(script_requests=found))
    monkeypatch.setattr(rerunning.st, "rerun", rerun)
    monkeypatch.setattr(rerunning.st, "stop", stop)
    return found


def test_another_page_that_is_asked_for_comes(requests: ScriptRequests) -> None:
    requests.request_rerun(RerunData(page_script_hash="runs", query_string="run=1"))
    with pytest.raises(Ended):
        rerunning.rerun()
    waiting = requests._rerun_data
    assert (waiting.page_script_hash, waiting.query_string) == ("runs", "run=1")


def test_a_fragment_that_is_asked_for_is_a_part_of_the_page_that_comes(requests: ScriptRequests) -> None:
    requests.request_rerun(RerunData(page_script_hash="prices", fragment_id="live"))
    with pytest.raises(Again):
        rerunning.rerun()


def test_where_nothing_is_asked_for_the_page_is_drawn_anew(requests: ScriptRequests) -> None:
    with pytest.raises(Again):
        rerunning.rerun()


@pytest.mark.parametrize(("asked", "gives_way"), [("runs", True), ("prices", False)])
def test_who_waits_for_another_page_is_not_led_elsewhere(
    requests: ScriptRequests, monkeypatch: pytest.MonkeyPatch, asked: str, gives_way: bool
) -> None:
    """A second click on the page of the first one is no reason not to go where the first one leads."""
    script = SimpleNamespace(script_requests=requests, page_script_hash="prices")
    for module in (rerunning, address):
        monkeypatch.setattr(module, "get_script_run_ctx", lambda: script)
    address.make_way()  # nothing waits yet
    requests.request_rerun(RerunData(page_script_hash=asked))
    with pytest.raises(Ended) if gives_way else nullcontext():
        address.make_way()
