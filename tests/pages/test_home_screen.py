"""The home page: a card for every task, found by search; old links; the newest runs of this browser."""

import json
import os

import hostile
import pytest
from form_screen import as_read, press, run
from small import small
from streamlit.testing.v1 import AppTest
from whole_app import APP, said, words

from pages.home import last_runs
from pages.home.cards import cards
from pages.home.pictures import PICTURES, picture_of
from pages.parts.navigation import menus
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS, default_experiment, presets_of
from seqcore.runs.folder import RunFolder
from seqcore.tasks import TASKS, Task

ME = "hash-of-this-browser"


def home(**address: str) -> AppTest:
    """The page in a new browser, at an address with these parts."""
    test = AppTest.from_file(str(APP), default_timeout=300)
    test.query_params |= address
    return run(test)


def titles(test: AppTest) -> list[str]:
    return [heading.value for heading in test.subheader]


def opened_presets(test: AppTest) -> list[str]:
    return [button.key.removeprefix("preset-") for button in test.button if button.key.startswith("preset-")]


def search(test: AppTest, query: str) -> AppTest:
    test.text_input(key="search").set_value(query)
    return run(test)


def test_every_task_has_a_card_with_all_that_it_takes(cluster: Jobs) -> None:
    test = home()
    assert test.title[0].value == "Sequence Lab"
    assert titles(test) == [task.title for group in cards().values() for task in [card.task for card in group]]
    assert sorted(titles(test)) == sorted(task.title for task in TASKS.values())
    assert {heading.value for heading in test.header} == {task.group for task in TASKS.values()}
    told = [text.value for text in test.markdown] + [text.value for text in test.caption]
    links = {link.proto.page for link in test.get("page_link")}
    pictures = [json.loads(found.proto.json) for found in test.get("bidi_component") if "svg" in found.proto.json]
    assert links == {*TASKS, "compare", "findings", "clinic"}
    assert len(pictures) == len(TASKS)
    for task in TASKS.values():
        assert task.question in told
        assert any(task.to_see in text for text in told)
    assert sorted(opened_presets(test)) == sorted(PRESETS)
    assert not test.warning


@pytest.mark.parametrize("kind", TASKS)
def test_every_task_tells_what_its_card_needs(kind: str) -> None:
    task = TASKS[kind]
    assert task.group
    assert task.to_see.endswith(".")
    assert 0 < task.seconds < 600
    assert kind in PICTURES


@pytest.mark.parametrize("kind", [*TASKS, "one that has none"])
def test_every_picture_says_what_it_shows(kind: str) -> None:
    picture = picture_of(kind)
    assert picture.svg.startswith('<svg viewBox="0 0 280 120" role="img" aria-label="')
    assert picture.words.endswith(".")
    assert not any(sign in picture.words for sign in '<>"&')
    assert "nan" not in picture.svg


def test_a_task_that_says_nothing_of_all_this_has_a_card_too(cluster: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    task = TASKS["cumulative_sum"]
    for name in ("group", "to_see", "seconds"):
        monkeypatch.setattr(task, name, getattr(Task, name))
    monkeypatch.delitem(PICTURES, "cumulative_sum")
    picture_of.cache_clear()
    test = home()
    assert task.title in titles(test)
    assert "More" in [heading.value for heading in test.header]
    picture_of.cache_clear()


@pytest.mark.parametrize("kind", TASKS)
def test_start_and_presets_open_the_page_with_the_preset(cluster: Jobs, kind: str) -> None:
    entry = presets_of(kind)[-1]
    test = press(home(), f"preset-{entry.name}")
    assert test.title[0].value == TASKS[kind].title
    assert any(f"**{entry.experiment.architecture.in_words()}** · " in text.value for text in test.markdown)
    assert "press **Train** to begin" in words(test)


def test_start_here_leads_to_the_first_lesson(cluster: Jobs) -> None:
    test = press(home(), "start-here")
    assert test.title[0].value == "Cumulative sum"
    assert test.button(key="train")


@pytest.mark.parametrize(
    ("query", "found", "some"),
    [
        ("cumulative", ["Cumulative sum"], ["cumsum-lstm", "cumsum-gru"]),
        ("PRICES  raw", ["Prices"], ["prices-raw-vs-percent"]),
        ("attention", ["Addition"], ["addition-attention"]),
        ("perceptron", ["Sums as numbers"], ["addition-mlp"]),
        ("arithmetic", ["Addition", "Sums as numbers"], ["addition-mlp", "addition-attention"]),
    ],
)
def test_search_finds_tasks_and_presets(cluster: Jobs, query: str, found: list[str], some: list[str]) -> None:
    test = search(home(), query)
    assert titles(test) == found
    assert set(some) <= set(opened_presets(test))
    assert titles(search(test, "")) == titles(home())


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_found_by_its_title_and_summary(name: str) -> None:
    preset = PRESETS[name].preset
    for query in (name, preset.title, preset.summary):
        assert name in [entry.name for group in cards(query).values() for card in group for entry in card.presets]


def test_what_the_field_suggests_is_found(cluster: Jobs) -> None:
    field = home().text_input(key="search")
    for word in field.placeholder.removesuffix(" …").split(", "):
        assert titles(search(home(), word)), word


def test_search_says_plainly_that_it_found_nothing(cluster: Jobs) -> None:
    test = search(home(), "no *such* [thing](http://x.y)")
    assert said(test) == ["No lesson and no preset has “no *such* [thing](http://x.y)” in it."]
    assert not titles(test)
    assert "](" not in test.info[0].value


@pytest.mark.parametrize("kind", TASKS)
def test_old_links_lead_to_the_page_of_their_task(cluster: Jobs, kind: str) -> None:
    experiment = default_experiment(kind)
    link, left = experiment.to_link(), RunFolder.create(experiment)
    for address in ({"run": left.id}, {"experiment": link}, {"run": left.id, "experiment": link}):
        test = home(**address)
        assert test.title[0].value == TASKS[kind].title
        assert {name: "".join(test.query_params[name]) for name in address} == address
        assert not test.warning


@pytest.mark.parametrize("name", ["page", "self", "query_params", "a b", ""])
def test_an_old_link_may_name_more(cluster: Jobs, name: str) -> None:
    test = home(run=RunFolder.create(small()).id, **{name: "x"})
    assert test.title[0].value == TASKS["cumulative_sum"].title
    assert "".join(test.query_params[name]) == "x"


def test_back_from_an_old_link_is_the_home_page(cluster: Jobs) -> None:
    left = RunFolder.create(small())
    test = home(run=left.id)
    run(test.switch_page("pages/home/home.py"))
    test.query_params["run"] = left.id
    assert run(test).title[0].value == "Sequence Lab"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"run": "unknown"}, "There is no such run any more; **Runs** lists those that there are."),
        ({"run": "../../etc"}, "There is no such run any more; **Runs** lists those that there are."),
        (
            {"experiment": "damaged"},
            "The link was not opened: it is damaged or incomplete; copy the whole link once more.",
        ),
    ],
)
def test_damaged_links_are_told_in_one_sentence(cluster: Jobs, address: dict[str, str], expected: str) -> None:
    test = home(**address)
    assert test.title[0].value == "Sequence Lab"
    assert said(test) == [expected]
    assert len(titles(test)) == len(TASKS)


@pytest.mark.parametrize("content", ["", '{"version": 2}', '{"version": "![x](http://y.z/a.png)"}'])
def test_a_damaged_run_is_told_in_one_sentence(cluster: Jobs, content: str) -> None:
    broken = RunFolder.create(small())
    (broken.path / "experiment.json").write_text(content)
    test = home(run=broken.id)
    (told,) = test.warning
    assert as_read(told.value).startswith("This run cannot be shown: it is damaged or was written by another version (")
    assert "![x](http" not in told.value


def test_the_last_runs_are_mine_and_newest_first(cluster: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_runs, "owner", lambda: ME)
    assert "Your last runs" not in [heading.value for heading in home().header]
    mine = [RunFolder.create(default_experiment(kind), ME) for kind in [*TASKS, "prices", "addition"]]
    for place, folder in enumerate([*mine, RunFolder.create(small(), "somebody else"), RunFolder.create(small())]):
        os.utime(folder.path / "experiment.json", (1e9 + place, 1e9 + place))
    (mine[-1].path / "events.jsonl").unlink()  # damaged: the list of all runs tells
    test = home()
    assert not test.warning, said(test)
    assert test.header[0].value == "Your last runs"
    expected = [folder.id for folder in mine[-2::-1]][: last_runs.SHOWN]
    assert [button.key.removeprefix("open-") for button in test.button if button.key.startswith("open-")] == expected
    assert any("**Prices** · LSTM 64 → LSTM 32" in text.value for text in test.markdown)
    press(test, f"open-{expected[0]}")
    assert test.title[0].value == "Prices"
    assert test.query_params["run"] == expected[0]


def test_an_owner_that_cannot_be_read_takes_nothing_from_the_page(cluster: Jobs) -> None:
    (RunFolder.create(small(), ME).path / "owner").write_bytes(b"\xff\xfe")
    assert len(titles(home())) == len(TASKS)


@pytest.mark.parametrize("name", hostile.NAMES.values())
def test_hostile_names_stay_what_they_are(cluster: Jobs, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(last_runs, "owner", lambda: ME)
    RunFolder.create(hostile.experiment(name), ME)
    for test in (home(), search(home(), name)):
        shown = [text.value for text in [*test.markdown, *test.caption, *test.info]]
        assert not [text for text in shown if hostile.TELLTALES.search(text)]


def test_no_menu_has_one_page_only() -> None:
    assert all(len(kinds) > 1 for menu, kinds in menus().items() if menu)
    assert sorted(kind for kinds in menus().values() for kind in kinds) == sorted(TASKS)
