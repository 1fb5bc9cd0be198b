"""Which runs are listed, and in which order: found by words, by what they are, by whose they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import streamlit as st

from pages.parts.run_words import ENDINGS, in_a_sentence
from pages.parts.session import owner
from seqcore.architectures import ARCHITECTURES
from seqcore.runs.summary import Summary
from seqcore.tasks import TASKS

LONGEST_QUERY = 100
NEWEST, OLDEST = "newest", "oldest"
ORDERS = {NEWEST: "Newest first", OLDEST: "Oldest first"}
SEARCH_WIDTH = 420


@dataclass(frozen=True)
class Wanted:
    """What to list; empty for everything. `order` is one of ORDERS or the name of a measure."""

    query: str = ""
    tasks: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    mine: str = ""
    """The hash of a browser whose runs alone are wanted."""
    order: str = NEWEST

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out and the order is the usual one."""
        return self == Wanted()


def wanted_runs(
    summaries: Mapping[str, Summary], wanted: Wanted, comparisons: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """The ids of the runs that are wanted, in their order; `summaries` come newest first. Pinned ones are on top.

    A run is found by the title of its comparison, too, which `comparisons` tells by the id of the run.
    Ordered by a measure, the best is first: the highest where more of it is better in the run's own task.
    """
    found = [name for name, summary in summaries.items() if _is_wanted(summary, wanted, comparisons.get(name, ""))]
    if wanted.order == OLDEST:
        found.reverse()
    elif wanted.order not in ORDERS:
        found.sort(key=lambda run_id: _rank(summaries[run_id], wanted.order))
    return sorted(found, key=lambda run_id: not summaries[run_id].label.pinned)


def _is_wanted(summary: Summary, wanted: Wanted, comparison: str) -> bool:
    label = summary.label
    text = " ".join((summary.words, comparison, label.name, label.note, *label.tags)).casefold()
    return (
        all(word in text for word in wanted.query.casefold().split())
        and (not wanted.tasks or summary.task in wanted.tasks)
        and (not wanted.architectures or summary.architecture in wanted.architectures)
        and (not wanted.statuses or summary.status in wanted.statuses)
        and set(wanted.tags) <= set(label.tags)
        and (not wanted.mine or wanted.mine in summary.owners)
    )


def _rank(summary: Summary, measure: str) -> tuple[bool, float]:
    if measure not in summary.scores:
        return True, 0.0
    value = summary.scores[measure]
    known = _MEASURES[summary.task].get(measure)
    return False, -value if known and known.rises else value


_MEASURES = {kind: task(kind=kind).measures() for kind, task in TASKS.items()}


def show_filters(summaries: Mapping[str, Summary]) -> Wanted:
    """Draw the field and the choices; returns what is wanted."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="run-filters"):
        query = st.text_input(
            "Find runs",
            key="run-search",
            type="search",
            icon=":material/search:",
            placeholder="lstm, prices, a name, a tag …",
            live=True,
            width=SEARCH_WIDTH,
        )
        order = st.selectbox("Order", _orders(summaries), format_func=_order_title, key="run-order", width=300)
        with st.popover("Filter", icon=":material/filter_list:", key="run-filter"):
            known = summaries.values()
            tasks = _choice("Task", [one.task for one in known], lambda kind: TASKS[kind].title)
            kinds = _choice("Network", [one.architecture for one in known], lambda kind: ARCHITECTURES[kind].title)
            statuses = _choice("Status", [one.status for one in known], lambda name: ENDINGS[name][0].partition(":")[0])
            tags = _choice("Tags", [tag for one in known for tag in one.label.tags], str)
            mine = st.toggle("Only mine", key="run-mine", help="Those that this browser has started or taken over.")
    return Wanted(
        query=(query or "")[:LONGEST_QUERY],
        tasks=tasks,
        architectures=kinds,
        statuses=statuses,
        tags=tags,
        mine=owner() if mine else "",
        order=order or NEWEST,
    )


def _choice(label: str, values: Sequence[str], title: Callable[[str], str]) -> tuple[str, ...]:
    """Those of the values that there are; nothing chosen is all of them."""
    offered = sorted({value for value in values if value})
    key = f"run-filter-{label.lower()}"
    st.session_state[key] = [value for value in st.session_state.get(key, ()) if value in offered]
    return tuple(st.multiselect(label, offered, format_func=title, key=key))


def _orders(summaries: Mapping[str, Summary]) -> list[str]:
    measures = {name for summary in summaries.values() for name in summary.scores if _title(name)}
    return [*ORDERS, *sorted(measures, key=_order_title)]


def _order_title(order: str) -> str:
    return ORDERS.get(order) or f"Best {_title(order)}"


def _title(measure: str) -> str:
    """What a measure is called, within a sentence, in the first task that knows it."""
    if measure == "loss":
        return "loss"
    title = next((known[measure].title for known in _MEASURES.values() if measure in known), "")
    return title and in_a_sentence(title)
