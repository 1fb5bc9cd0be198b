"""A panel is drawn anew when its run has gone on, or when what it waited for has come, also while it was drawn."""

from collections.abc import Callable
from concurrent.futures import Future

import pytest

from pages.parts import ticking
from pages.parts.ticking import Awaited


class Pulse:
    beats = 0
    begun = False

    def pulse(self, *run_ids: str) -> int:
        return self.beats

    def has_begun(self, run_id: str) -> bool:
        return self.begun


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> Pulse:
    found = Pulse()
    monkeypatch.setattr(ticking, "server", lambda: found)
    monkeypatch.setattr(ticking.st, "fragment", lambda drawn, run_every: drawn)
    return found


def news_of(panel: Callable[[], Awaited], monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    return asked_of(panel, monkeypatch)[0]


def asked_of(
    panel: Callable[[], Awaited], monkeypatch: pytest.MonkeyPatch, *, shows_beginning: bool = False
) -> tuple[Callable[[], bool], Callable[[], bool]]:
    kept: list[tuple[Callable[[], bool], Callable[[], bool]]] = []
    monkeypatch.setattr(ticking, "keep_news", lambda *asked: kept.append(asked))
    ticking.ticking(panel, 0.5, "run", shows_beginning=shows_beginning)
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


def test_a_run_that_begins_is_shown_at_once_and_no_later_epoch(pulse: Pulse, monkeypatch: pytest.MonkeyPatch) -> None:
    _, has_begun = asked_of(lambda: None, monkeypatch, shows_beginning=True)
    _, other = asked_of(lambda: None, monkeypatch)
    assert not has_begun()
    pulse.begun = True
    assert has_begun()
    assert not other()
    _, later = asked_of(lambda: None, monkeypatch, shows_beginning=True)
    assert not later()
