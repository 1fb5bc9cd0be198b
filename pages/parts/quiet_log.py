"""What Streamlit logs in normal use and nobody can act on."""

import logging

_LEFT_PAGE = "The fragment with id %s does not exist anymore"


def quiet_log() -> None:
    """Drop one message: a page's timer fires once more while the visitor leaves that page.

    Within a page the parts that tick keep their places, and so their ids. Streamlit drops such a tick in silence when
    it comes earlier (`script_runner`, issue 9080), but not here.
    """
    logging.getLogger("streamlit.runtime.app_session").addFilter(_is_worth_a_line)


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(_LEFT_PAGE)
