"""What a browser session knows of the clinic: which runs belong to which case, what was answered, what is healed."""

from dataclasses import dataclass, field

import streamlit as st


@dataclass
class Progress:
    """Ids and plain values only, by the name of the case."""

    before: dict[str, str] = field(default_factory=dict)
    """The run of the patient as it came."""
    after: dict[str, str] = field(default_factory=dict)
    """The run of the last treatment, and in `treatment` which one it is."""
    treatment: dict[str, int] = field(default_factory=dict)
    diagnosed: set[str] = field(default_factory=set)
    healed: set[str] = field(default_factory=set)

    def forget(self, case: str) -> None:
        """Begin a case again; what was healed stays healed."""
        for known in (self.before, self.after, self.treatment):
            known.pop(case, None)
        self.diagnosed.discard(case)


def progress() -> Progress:
    """That of this browser tab."""
    if "clinic" not in st.session_state:
        st.session_state["clinic"] = Progress()
    return st.session_state["clinic"]
