"""Ticks come through when they do no harm, and the more there are the less often."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.parts.ticks import Session, demand_of

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


def session(clock: Clock, interval: float = 0.5) -> Session:
    """A page that has been drawn, with one fragment that ticks."""
    made = Session(clock)
    for message in (BEGUN, ForwardMsg(auto_rerun={"fragment_id": "f", "interval": interval}), ENDED):
        made.hears(message)
    return made


def test_no_tick_from_a_click_until_the_whole_script_has_run() -> None:
    page = session(Clock())
    assert page.wants(CLICK, 0.1)
    assert not page.wants(TICK, 0.1)
    page.hears(FRAGMENT_BEGUN)
    page.hears(ENDED)  # of a tick before
    assert not page.wants(TICK, 0.1)
    page.hears(BEGUN)
    page.hears(ForwardMsg(auto_rerun={"fragment_id": "f", "interval": 0.5}))
    assert not page.wants(TICK, 0.1)
    assert page.wants(CLICK_IN_FRAGMENT, 0.1)
    page.hears(ENDED)
    assert page.wants(TICK, 0.1)


def test_ticks_go_on_after_messages_that_run_nothing() -> None:
    page = session(Clock())
    assert page.wants(BackMsg(app_heartbeat=True), 0.1)
    assert page.wants(CLICK_IN_FRAGMENT, 0.1)
    assert page.wants(TICK, 0.1)


def test_made_up_ticks_are_dropped_and_cost_nobody_anything() -> None:
    page = session(Clock())
    before = page.demand()
    for number in range(1000):
        made_up = BackMsg(rerun_script={"fragment_id": f"g{number}", "is_auto_rerun": True})
        assert not page.wants(made_up, before)
    assert page.demand() == before
    assert [page.wants(TICK, before) for _ in range(3)] == [True, False, False]
    page.hears(ForwardMsg(stop_auto_rerun={"fragment_ids": ["f"]}))
    assert page.demand() == 0
    assert not page.wants(TICK, 0)


@pytest.mark.parametrize(("pages", "each"), [(1, 40), (8, 40), (30, 10)])
def test_all_pages_together_tick_as_often_as_the_server_has_time_for(pages: int, each: int) -> None:
    """Of 40 ticks, 0.5 s apart: 30 pages would need 3.6 times the server's time, so each has every fourth."""
    clock = Clock()
    class_ = [session(clock) for _ in range(pages)]
    came = [0] * pages
    for _ in range(40):
        clock.now += 0.5
        for place, page in enumerate(class_):
            came[place] += page.wants(TICK, demand_of(class_))
    assert came == [each] * pages
