"""Ticks come through when they do no harm, and the more there are the less often."""

from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.parts import ticks
from pages.parts.ticks import MOST_AT_ONCE, MOST_TIME, SECONDS_FOR_A_TICK, Budget, Session

CLICK = BackMsg(rerun_script={})
CLICK_IN_FRAGMENT = BackMsg(rerun_script={"fragment_id": "f"})
TICK = BackMsg(rerun_script={"fragment_id": "f", "is_auto_rerun": True})
BEGUN, FRAGMENT_BEGUN = ForwardMsg(new_session={}), ForwardMsg(new_session={})
FRAGMENT_BEGUN.metadata.run.fragment_ids.append("f")
ENDED = ForwardMsg(script_finished=0)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def session(clock: Clock, interval: float = 0.5, budget: Budget | None = None) -> Session:
    """A page that has been drawn, with one fragment that ticks."""
    made = Session(budget or Budget(clock))
    for message in (BEGUN, ForwardMsg(auto_rerun={"fragment_id": "f", "interval": interval}), ENDED):
        made.hears(message)
    return made


def test_no_tick_from_a_click_until_the_whole_script_has_run() -> None:
    page = session(Clock())
    assert page.wants(CLICK)
    assert not page.wants(TICK)
    page.hears(FRAGMENT_BEGUN)
    page.hears(ENDED)  # of a tick before
    assert not page.wants(TICK)
    page.hears(BEGUN)
    page.hears(ForwardMsg(auto_rerun={"fragment_id": "f", "interval": 0.5}))
    assert not page.wants(TICK)
    assert page.wants(CLICK_IN_FRAGMENT)
    page.hears(ENDED)
    assert page.wants(TICK)


def test_nothing_comes_through_from_the_fragments_of_a_page_that_was_left() -> None:
    """A browser that hears late still has them, under the names that those of the next page have."""
    page = session(Clock())
    here, there = (ForwardMsg(navigation={"page_script_hash": name}) for name in ("here", "there"))
    of = {name: {"fragment_id": "f", "page_script_hash": name} for name in ("here", "there")}
    tick, click = {"is_auto_rerun": True}, {"is_auto_rerun": False}
    page.hears(here)
    assert page.wants(BackMsg(rerun_script=of["here"] | click))
    assert page.wants(BackMsg(rerun_script=of["here"] | tick))
    assert page.wants(BackMsg(rerun_script={"page_script_hash": "there"}))  # a link, or Back
    assert not page.wants(BackMsg(rerun_script=of["here"] | click))
    for message in (BEGUN, there, ForwardMsg(auto_rerun={"fragment_id": "f", "interval": 0.5}), ENDED):
        page.hears(message)
    for action in (tick, click):
        assert not page.wants(BackMsg(rerun_script=of["here"] | action))
        assert page.wants(BackMsg(rerun_script=of["there"] | action))


def test_ticks_go_on_after_messages_that_run_nothing() -> None:
    page = session(Clock())
    assert page.wants(BackMsg(app_heartbeat=True))
    assert page.wants(CLICK_IN_FRAGMENT)
    assert page.wants(TICK)


def test_what_is_seen_for_the_first_time_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    budget = Budget(clock)
    class_ = [session(clock, budget=budget) for _ in range(100)]
    assert sum(page.wants(TICK) for page in class_) == MOST_AT_ONCE
    clock.now += 0.5
    waiting = [page for page in class_ if not page.drawn]
    monkeypatch.setattr(ticks, "_NEWS", {"": {"f": (lambda: True, lambda: True)}})
    assert all(page.wants(TICK) for page in waiting)
    monkeypatch.setattr(ticks, "_NEWS", {})
    assert not any(page.wants(TICK) for page in class_)
    clock.now += 0.5
    assert not any(page.wants(TICK) for page in class_)  # they make up for it
    clock.now += 60
    assert any(page.wants(TICK) for page in class_)


def test_made_up_ticks_are_dropped_and_cost_nobody_anything() -> None:
    clock = Clock()
    budget = Budget(clock)
    page, other = session(clock, budget=budget), session(clock, budget=budget)
    for number in range(1000):
        assert not page.wants(BackMsg(rerun_script={"fragment_id": f"g{number}", "is_auto_rerun": True}))
    assert [page.wants(TICK) for _ in range(1000)].count(True) == 1
    assert other.wants(TICK)
    page.hears(ForwardMsg(stop_auto_rerun={"fragment_ids": ["f"]}))
    clock.now += 1
    assert not page.wants(TICK)


@pytest.mark.parametrize("pages", [1, 8, 30, 300])
def test_all_pages_together_tick_as_often_as_the_server_has_time_for(pages: int) -> None:
    """Each of eight pages has every tick; thirty share what there is time for, and nobody goes without."""
    clock = Clock()
    budget = Budget(clock)
    class_ = [session(clock, budget=budget) for _ in range(pages)]
    came = [0] * pages
    for _ in range(400):
        clock.now += 0.5
        for place in np.random.default_rng(round(clock.now * 2)).permutation(pages):
            came[place] += class_[place].wants(TICK)
    affordable = MOST_AT_ONCE + 200 * MOST_TIME / SECONDS_FOR_A_TICK
    assert sum(came) <= affordable + 1
    assert sum(came) >= min(400 * pages, 0.95 * affordable)
    assert pages == 300 or min(came) > max(came) / 2


def test_thirty_pages_take_turns_and_a_new_one_does_not_wait_behind_those_just_drawn() -> None:
    clock, chance = Clock(), np.random.default_rng(1)
    budget = Budget(clock)
    class_ = [session(clock, budget=budget) for _ in range(30)]
    drawn, longest = [0.0] * 30, 0.0
    for _ in range(300):
        clock.now += 0.1
        for place in chance.permutation(30)[:6]:  # each asks every half second, not all at once
            if class_[place].wants(TICK):
                longest = max(longest, clock.now - drawn[place])
                drawn[place] = clock.now
    fair = 30 * SECONDS_FOR_A_TICK / MOST_TIME
    assert longest < 2 * fair
    waits = []
    for _ in range(20):
        new, began = session(clock, budget=budget), clock.now
        while not new.wants(TICK):
            for place in chance.permutation(30)[:6]:
                class_[place].wants(TICK)
            clock.now += 0.1
        waits.append(clock.now - began)
    assert max(waits) < fair / 2


def test_a_tick_without_news_is_dropped_for_a_minute_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, news = Clock(), [False]
    page = session(clock)
    page.hears(ForwardMsg(new_session={"initialize": {"session_id": "s"}}))
    page.hears(ForwardMsg(auto_rerun={"fragment_id": "f", "interval": 0.5}))
    page.hears(ENDED)
    assert page.wants(TICK)  # it was drawn with the page, and nothing is known of what it shows
    monkeypatch.setattr(ticks, "get_script_run_ctx", lambda: SimpleNamespace(session_id="s"))
    monkeypatch.setattr(ticks.ThreadState, "get", lambda: SimpleNamespace(fragment_id="f"))
    ticks.keep_news(lambda: news[0], lambda: False)
    came = []
    for _ in range(121):
        clock.now += 0.5
        came.append(page.wants(TICK))
    assert came == [False] * 119 + [True, False]
    news[0] = True
    clock.now += 0.5
    assert page.wants(TICK)


def test_what_a_session_has_drawn_is_forgotten_when_it_leaves() -> None:
    page = session(Clock())
    page.hears(ForwardMsg(new_session={"initialize": {"session_id": "left"}}))
    assert "left" in ticks._NEWS
    page.leave()
    assert "left" not in ticks._NEWS
