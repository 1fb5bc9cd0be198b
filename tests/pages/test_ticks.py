"""Ticks come through when they do no harm, and the more there are the less often."""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.parts.ticks import Pace, Session

CLICK = BackMsg(rerun_script={})
CLICK_IN_FRAGMENT = BackMsg(rerun_script={"fragment_id": "f"})
TICK = BackMsg(rerun_script={"fragment_id": "f", "is_auto_rerun": True})
BEGUN, FRAGMENT_BEGUN = ForwardMsg(new_session={}), ForwardMsg(new_session={})
FRAGMENT_BEGUN.metadata.run.fragment_ids.append("f")
ENDED = ForwardMsg(script_finished=0)


def test_no_tick_from_a_click_until_the_whole_script_has_run() -> None:
    session, pace = Session(), Pace(clock=iter(range(100)).__next__)
    assert session.wants(TICK, pace)
    assert session.wants(CLICK, pace)
    assert not session.wants(TICK, pace)
    session.hears(FRAGMENT_BEGUN)
    session.hears(ENDED)  # of a tick before
    assert not session.wants(TICK, pace)
    session.hears(BEGUN)
    assert not session.wants(TICK, pace)
    assert session.wants(CLICK_IN_FRAGMENT, pace)
    session.hears(ENDED)
    assert session.wants(TICK, pace)


def test_ticks_go_on_after_messages_that_run_nothing() -> None:
    session, pace = Session(), Pace(clock=iter(range(100)).__next__)
    assert session.wants(BackMsg(app_heartbeat=True), pace)
    assert session.wants(CLICK_IN_FRAGMENT, pace)
    assert session.wants(TICK, pace)


def test_all_fragments_together_tick_as_often_as_the_server_can_take_in_turns() -> None:
    now = 0.0
    pace = Pace(clock=lambda: now)
    came_through = dict.fromkeys(range(30), 0)
    for _ in range(200):
        now += 0.1
        for page in came_through:
            came_through[page] += pace.allows((page, "f"))
    assert sum(came_through.values()) <= 20 / 0.06 + 60
    assert max(came_through.values()) - min(came_through.values()) <= 1

    alone = 0
    now += 10
    for _ in range(100):
        now += 0.1
        alone += pace.allows((0, "f"))
    assert alone == 100
