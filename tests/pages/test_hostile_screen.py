"""Whatever a stranger has named, no screen hands it to Streamlit as Markdown or HTML."""

from collections.abc import Iterator
from typing import Any

import hostile
import pytest
from form_screen import run
from streamlit.testing.v1 import AppTest
from whole_app import APP, RUNS, opened

from pages.parts.plain import figure_text, plain
from seqcore.comparisons.beside import runs_beside
from seqcore.experiment import with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.runs.folder import RunFolder

SHOWN_AS_IT_IS = {
    "arrow_data_frame",
    "bidi_component",
    "code",
    "html",
    "multiselect",
    "selectbox",
    "text_area",
    "text_input",
}
"""Elements that take text for text; that nothing is fetched through them is seen in the browser."""


def in_markdown(test: AppTest) -> Iterator[tuple[str, str]]:
    """Every text on the page that is read as Markdown, with the kind of its element."""
    for node in walk(test._tree):
        proto = getattr(node, "proto", None)
        kind = getattr(node, "type", "")
        if proto is not None and kind not in SHOWN_AS_IT_IS:
            yield from ((kind, text) for text in texts(proto))


def walk(block: Any) -> Iterator[Any]:
    yield block
    for child in getattr(block, "children", {}).values():
        yield from walk(child)


def texts(message: Any) -> Iterator[str]:
    for field, value in message.ListFields():
        for one in value if field.is_repeated else [value]:
            if field.message_type is not None:
                yield from texts(one)
            elif isinstance(one, str):
                yield one


def expect_no_telltale(test: AppTest) -> None:
    assert not test.exception
    found = [(kind, text) for kind, text in in_markdown(test) if hostile.TELLTALES.search(text)]
    assert found == []


def price_screen(**address: str) -> AppTest:
    """The screen in a new browser, at an address with these parts."""
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params |= address
    return run(test.switch_page("pages/tasks/prices/screen.py"))


@pytest.mark.parametrize("kind", ["picture", "html", "icon", "code"])
def test_a_form_with_a_hostile_file(cluster: Jobs, kind: str) -> None:
    test = price_screen(experiment=hostile.experiment(hostile.NAMES[kind]).to_link())
    expect_no_telltale(test)
    assert any(caption.value.startswith("In use: ") for caption in test.caption)


@pytest.mark.parametrize("changed", ["ticker", "period=dates task.start", "value_column", "date_column"])
def test_a_form_with_hostile_settings(cluster: Jobs, changed: str) -> None:
    source = "yahoo" if changed in ("ticker", "period=dates task.start") else "file"
    value = {"period=dates task.start": ":violet[x"}.get(changed, "[l](http://e.ex)")
    settings = [f"task.{one}" for one in changed.split(" task.")]
    base = with_values(PRESETS["prices-lstm"].experiment, [f"task.source={source}"])
    if source == "file":
        base = with_values(base, [f"task.path={hostile.upload('f')}"])
    experiment = with_values(base, [*settings[:-1], f"{settings[-1]}={value}"])
    expect_no_telltale(price_screen(experiment=experiment.to_link()))


def test_a_run_and_the_list_of_runs(cluster: Jobs) -> None:
    folder = hostile.run(hostile.ALL)
    for run_id in (folder.id, *runs_beside(folder)):
        test = price_screen(run=run_id)
        expect_no_telltale(test)
        assert "evil" in str(list(in_markdown(test)))
    broken = RunFolder.create(folder.experiment())
    (broken.path / "experiment.json").write_text('{"version": "' + "![p](http://evil.example)" + '"}')
    test = run(opened().switch_page(RUNS))
    expect_no_telltale(test)
    assert any("evil" in text for _, text in in_markdown(test))
    assert any("setting" in text or "version" in text for _, text in in_markdown(test))


@pytest.mark.parametrize("name", hostile.NAMES.values(), ids=hostile.NAMES)
def test_plain_text_reads_as_it_is(name: str) -> None:
    assert plain(plain(name)).replace("\\", "").count("evil") == name.count("evil")
    assert not hostile.TELLTALES.search(plain(name))
    assert "\n" not in plain(f"a\n\n    {name}")
    for sign in "<$":
        assert sign not in figure_text(name).replace("\u2060$\u2060", "")
    assert "%{" not in figure_text(name)
