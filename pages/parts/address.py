"""The address of the page, kept in step with what the page shows.

With each click a browser sends the address that it shows, also when it has not heard yet of a newer one: who pressed
Train and a moment later something else was shown the run of before, and the new one was out of sight.
"""

from dataclasses import dataclass, field
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from pages.parts.rerunning import waiting

Query = dict[str, str]


@dataclass
class _Address:
    page: str = ""
    now: Query = field(default_factory=dict)
    before: list[Query] = field(default_factory=list)
    """What this page's address named until something else was shown. Only the browser's Back goes there again."""

    def replace(self, query: Query) -> None:
        self.before = [one for one in (*self.before, self.now) if one != query]
        self.now = query


def heed_address(page: str) -> None:
    """To be called when a script for `page` begins, before the address is looked at."""
    address, sent, script = _address(), st.query_params.to_dict(), get_script_run_ctx()
    is_history = script is not None and script.is_history_navigation
    if page == address.page and sent in address.before and not is_history:
        st.query_params.from_dict(address.now)
    elif page != address.page or sent != address.now:
        st.session_state["address"] = _Address(page, sent)


def name_in_address(name: str, value: str | None) -> None:
    """Make the address of this page name something, or no longer."""
    heed_address(_address().page)  # a click's callback comes before the script
    query = st.query_params.to_dict()
    after = {key: text for key, text in query.items() if key != name} | ({name: value} if value else {})
    if after != query:
        _address().replace(after)
        st.query_params.from_dict(after)


def page_address() -> str:
    """The address of this page for others, without what it names."""
    return (st.context.url or "").partition("?")[0]


def make_way() -> None:
    """End the script where the browser waits for another page already. To be called before what `go` is to show."""
    asked, script = waiting(), get_script_run_ctx()
    if asked is not None and script is not None and asked.page_script_hash != script.page_script_hash:
        st.stop()


def go(page: Page, /, **query: str) -> NoReturn:
    """Go to a page, and let its address name this."""
    if page.url_path == _address().page:
        _address().replace(query)
    st.switch_page(page, query_params=query)  # noqa: TID251 (after `make_way`)


def _address() -> _Address:
    return st.session_state.setdefault("address", _Address())
