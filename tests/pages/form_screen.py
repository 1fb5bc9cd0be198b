"""A page that holds nothing but the form, and ways to use it as a person would."""

import re
from typing import Any

from streamlit.testing.v1 import AppTest

from pages.parts.fields import widget_key
from seqcore.experiment import Experiment

Path = tuple[str | int, ...]
LAYER: Path = ("architecture", "layers", 0)
KINDS = ("number_input", "selectbox", "segmented_control", "toggle", "text_input", "multiselect")


def screen(task_kind: str, link: str) -> None:
    import streamlit as st

    from pages.parts.form import show_form
    from pages.parts.form_values import form_of, load_from_link
    from pages.parts.share import share, show_link_problems

    if link:
        load_from_link(link)
    if st.session_state.get("elsewhere"):
        return
    form = form_of(task_kind)
    experiment = form.read()
    show_form(form, experiment)
    show_link_problems()
    st.session_state["experiment"] = experiment
    if experiment:
        share(experiment, None)


def opened(task_kind: str = "cumulative_sum", link: str = "") -> AppTest:
    test = AppTest.from_function(screen, default_timeout=300, kwargs={"task_kind": task_kind, "link": link})
    return run(test)


def run(test: AppTest) -> AppTest:
    test.run()
    assert not test.exception
    return test


def said(message: Any) -> str:
    """What a reader sees of a message that is Markdown."""
    return as_read(message.value)


def as_read(markdown: str) -> str:
    """Markdown without the signs that keep text from outside plain."""
    return re.sub(r"\\(.)", r"\1", markdown).replace("\u2060", "")


def told(test: AppTest) -> list[str]:
    """What stands at fields because their values are wrong, in their order."""
    found = [re.fullmatch(r":small\[:red\[(.*)\]\]", said(text)) for text in test.markdown]
    return [text[1] for text in found if text]


def experiment_of(test: AppTest) -> Experiment | None:
    return test.session_state["experiment"]


def widgets(test: AppTest) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for kind in KINDS:
        for widget in getattr(test, kind):
            found.setdefault(widget.key, []).append(widget)
    return found


def widget(test: AppTest, *path: str | int) -> Any:
    (found,) = widgets(test)[widget_key(path)]
    return found


def enter(test: AppTest, path: Path, value: Any) -> AppTest:
    widget(test, *path).set_value(value)
    return run(test)


def press(test: AppTest, key: str) -> AppTest:
    test.button(key=key).click()
    return run(test)


def values_of(test: AppTest) -> dict[str, Any]:
    experiment = experiment_of(test)
    assert experiment is not None
    return experiment.model_dump(mode="json")


def value_at(values: Any, path: Path) -> Any:
    for step in path:
        values = values[step]
    return values
