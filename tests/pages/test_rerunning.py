"""Who draws the page anew from within does not undo where the browser wants to go."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from pages.parts import rerunning


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
