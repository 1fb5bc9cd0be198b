"""Links and files: what is shared opens again, and what a stranger made up is refused in one clear sentence."""

from typing import Any

import hostile
import pytest
from form_screen import enter, experiment_of, opened, press, run, said, value_at, values_of
from streamlit.testing.v1 import AppTest

from pages.parts.share import UPLOAD_KEY, link_to
from seqcore.experiment import from_link, from_values
from seqcore.presets import PRESETS, default_experiment


def test_a_link_opens_its_experiment_once() -> None:
    experiment = from_values(_with_epochs(250))
    test = opened(link=experiment.to_link())
    assert experiment_of(test) == experiment
    enter(test, ("training", "epochs"), 11)
    assert value_at(values_of(run(test)), ("training", "epochs")) == 11


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("rubbish", "it is damaged or incomplete"),
        ("🦊" * 50, "it is damaged or incomplete"),
        ("A" * 100_000, "it is damaged or incomplete"),
        (PRESETS["cumsum-gru"].experiment.to_link()[:-20], "it is damaged or incomplete"),
    ],
)
def test_a_bad_link_is_told_and_leaves_the_form_alone(link: str, words: str) -> None:
    test = opened(link=link)
    assert experiment_of(test) == default_experiment("cumulative_sum")
    (message,) = test.warning
    assert said(message).startswith("The link was not opened:")
    assert words in said(message)
    assert not enter(test, ("training", "epochs"), 5).warning


def test_a_link_past_the_limits_is_told_and_leaves_the_form_alone() -> None:
    experiment = default_experiment("cumulative_sum")
    wild = experiment.model_copy(update={"training": experiment.training.model_copy(update={"epochs": 10**9})})
    test = opened(link=wild.to_link())
    assert experiment_of(test) == experiment
    assert said(test.warning[0]).startswith("The link was not opened: training.epochs: got 1000000000; allowed is")


def test_the_shared_link_is_the_one_that_opens_the_experiment() -> None:
    experiment = PRESETS["cumsum-bilstm"].experiment
    link = link_to(experiment, "http://localhost:8501/sum?experiment=old")
    address, _, packed = link.partition("?experiment=")
    assert address == "http://localhost:8501/sum"
    assert from_link(packed) == experiment
    test = press(opened(), "form-preset-cumsum-bilstm")
    assert test.code[0].value.endswith(packed)


def test_a_saved_file_opens_and_can_be_undone() -> None:
    experiment = from_values(_with_epochs(250))
    test = upload(opened(), experiment.model_dump_json(indent=2).encode())
    assert experiment_of(test) == experiment
    press(test, "form-undo")
    assert experiment_of(test) == default_experiment("cumulative_sum")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{garbage",
        b"\xff\xfe\x00\x80",
        b"[1, 2]",
        b"null",
        b"[" * 50_000,
        b'{"task": {"kind": "rm -rf"}}',
        b'{"version": 2}',
        b" " * 200_000,
        b"9" * 4_000,
    ],
)
def test_a_hostile_file_gets_a_clear_message_and_leaves_the_form_alone(content: bytes) -> None:
    test = upload(opened(), content)
    assert experiment_of(test) == default_experiment("cumulative_sum")
    assert test.warning
    assert all(said(message).startswith("The file was not opened:") for message in test.warning)
    assert all(len(said(message)) < 300 for message in test.warning)


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "1e999", "-1", '"1; DROP TABLE runs"', "9" * 4000, "[[[]]]", "{}"]
)
@pytest.mark.parametrize("name", ["learning_rate", "epochs"])
def test_a_file_with_a_wild_value_is_refused(name: str, number: str) -> None:
    content = f'{{"task": {{"kind": "cumulative_sum"}}, "architecture": {{}}, "training": {{"{name}": {number}}}}}'
    test = upload(opened(), content.encode())
    assert experiment_of(test) == default_experiment("cumulative_sum")
    assert f"training.{name}: got" in said(test.warning[0])


def test_what_a_stranger_wrote_is_shown_as_text() -> None:
    content = b'{"task": {"kind": "cumulative_sum"}, "architecture": {}, "training": {"seed": "![](http://x.y/z.png)"}}'
    (message,) = upload(opened(), content).warning
    assert "got '![](http://x.y/z.png)'" in said(message)
    assert "![" not in message.value
    assert "http://" not in message.value


@pytest.mark.parametrize("name", hostile.NAMES.values(), ids=hostile.NAMES)
def test_a_file_may_have_any_name(name: str) -> None:
    test = upload(opened(), PRESETS["cumsum-gru"].experiment.model_dump_json().encode(), f"{name}.json")
    (toast,) = test.toast
    assert toast.value.startswith("Opened ")
    assert not hostile.TELLTALES.search(toast.value)


def upload(test: AppTest, content: bytes, name: str = "experiment.json") -> AppTest:
    test.file_uploader(key=UPLOAD_KEY).set_value((name, content, "application/json"))
    return run(test)


def _with_epochs(epochs: int) -> dict[str, Any]:
    values = PRESETS["cumsum-bilstm"].experiment.model_dump(mode="json")
    values["training"]["epochs"] = epochs
    return values
