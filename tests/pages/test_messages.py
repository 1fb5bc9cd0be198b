"""Streamlit sees the messages that the app's pages send."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.parts.messages import is_allowed

KINDS = [field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]
NEEDED = {"rerun_script", "stop_script", "app_heartbeat"}


@pytest.mark.parametrize("kind", KINDS)
def test_of_all_kinds_of_messages_the_needed_ones_come_through(kind: str) -> None:
    message = BackMsg(**{kind: {} if BackMsg.DESCRIPTOR.fields_by_name[kind].message_type else True})
    assert is_allowed(message.SerializeToString()) == (kind in {*NEEDED, "file_urls_request"})


def test_one_file_at_a_time_tables_that_are_read_bit_by_bit_and_downloads() -> None:
    assert is_allowed(BackMsg(file_urls_request={"file_names": ["a"]}).SerializeToString())
    assert not is_allowed(BackMsg(file_urls_request={"file_names": ["a"] * 14}).SerializeToString())
    for needed in ("dataframe_chunk", "deferred_file"):
        assert is_allowed(BackMsg(backend_operation_request={needed: {}}).SerializeToString())
    assert not is_allowed(BackMsg(backend_operation_request={"install_skills": {}}).SerializeToString())
