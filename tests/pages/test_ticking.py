"""A panel is drawn anew when its run has gone on, or when what it waited for has come, also while it was drawn."""

from collections.abc import Callable
from concurrent.futures import Future

import pytest

from pages.parts import ticking
from pages.parts.ticking import Awaited


class Pulse:
    beats = 0

    def pulse(self, *run_ids: str) -> int:
        return self.beats


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> Pulse:
    found = Pulse()
    monkeypatch.setattr(ticking, "server", lambda: found)
    monkeypatch.setattr(ticking.st, "fragment", lambda drawn, run_every: drawn)
    return found


def news_of(panel: Callable[[], Awaited], monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    kept: list[Callable[[], bool]] = []
    monkeypatch.setattr(ticking, "keep_news", kept.append)
    ticking.ticking(panel, 0.5, "run")
    return kept[-1]


def test_a_run_that_goes_on_is_news(pulse: Pulse, monkeypatch: pytest.MonkeyPatch) -> None:
    has_news = news_of(lambda: None, monkeypatch)
    assert not has_news()
    pulse.beats += 1
    assert has_news()


def test_what_happens_while_it_is_drawn_is_news_too(pulse: Pulse, monkeypatch: pytest.MonkeyPatch) -> None:
    def panel() -> None:
        pulse.beats += 1

    assert news_of(panel, monkeypatch)()


def test_an_answer_is_news_also_when_it_comes_while_the_panel_is_drawn(
    pulse: Pulse, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: Future[int] = Future()
    has_news = news_of(lambda: answer, monkeypatch)
    assert not has_news()
    answer.set_result(1)
    assert has_news()

    def panel() -> Awaited:
        early: Future[int] = Future()
        early.set_result(1)
        return early

    assert news_of(panel, monkeypatch)()
