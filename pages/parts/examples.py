"""How a panel begins: with the examples of the run that is shown, else of the form, or with a sentence why not."""

from typing import TypeVar, cast

import streamlit as st

from pages.parts.panel import Subject
from pages.parts.plain import plain
from pages.parts.server import server
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.task import Examples

Made = TypeVar("Made", bound=Examples)


def examples_of(subject: Subject, kind: type[Made], called: str, waiting: str = "") -> Made | None:
    """The examples, which are of this `kind` and `called` so on the page; None where there are none.

    A warning says why they cannot be had; while they are on their way, `waiting` stands there.
    """
    try:
        found = server().loading.examples_on_page(subject.run_id, subject.experiment, subject.prepared)
    except (InvalidInput, ValueError, OSError) as error:
        st.warning(f"The {called} of this run cannot be read: {plain(str(error))}", icon=":material/warning:")
        return None
    if found is None and waiting:
        st.caption(waiting)
    return cast(Made | None, found)
