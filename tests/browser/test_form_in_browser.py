"""The form in a browser: what is trained is what it shows, and whatever is typed gets an answer at its field."""

import re
from pathlib import Path

import pytest
from dashboard import LATE, button, enter, opened, progress
from playwright.sync_api import Locator, Page, expect

from seqcore.experiment import with_values
from seqcore.presets import PRESETS
from seqcore.runs.folder import RunFolder
from seqcore.runs.recorder import Recorder

TWO_CLICKS = """async ([first, second, apart]) => {
  const wait = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));
  const find = (key) => [...document.querySelectorAll(`.st-key-${key} button`)].find((one) => one.offsetParent);
  const click = async (key) => {
    while (!find(key)) await wait(1);
    find(key).click();
  };
  await click(first);
  await wait(apart);
  await click(second);
}"""
EPOCHS, RATE, UNITS = "training-epochs", "training-learning_rate", "architecture-layers-0-units"


def field(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-form-{key} input")


def at_field(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-field-form-{key}")


def type_into(page: Page, key: str, text: str) -> None:
    """Key by key, as a person: "1e400" and "-" are no numbers to a browser."""
    field(page, key).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_what_is_trained_is_what_the_form_shows(page: Page, url: str) -> None:
    opened(page, url)
    what_is_not_allowed_is_told_at_its_field(page)
    a_preset_undo_and_back_to_show_what_the_form_holds(page)
    what_is_no_number_does_not_stay(page)
    arrow_keys_step(page)
    a_value_typed_just_before_train_counts(page)


def what_is_not_allowed_is_told_at_its_field(page: Page) -> None:
    for text in ("200000", "3.7", "-5"):
        enter(page, EPOCHS, text)
        expect(at_field(page, EPOCHS)).to_contain_text(f"Got {text}; allowed is a whole number from 1 to 100,000.")
        expect(field(page, EPOCHS)).to_have_value(text)
    expect(button(page, "train")).to_be_disabled()
    expect(button(page, "step")).to_be_disabled()
    expect(page.get_by_role("alert").filter(has_text="Training › Epochs: got -5")).to_be_visible()


def a_preset_undo_and_back_to_show_what_the_form_holds(page: Page) -> None:
    type_into(page, UNITS, "9999")  # not left yet when the preset is chosen
    button(page, "form-preset-cumsum-gru").click()
    expect(page.get_by_text("GRU 20").first).to_be_visible()
    for key, value in {EPOCHS: "1000", UNITS: "20", RATE: ""}.items():
        expect(field(page, key)).to_have_value(value)
    expect(page.get_by_text("allowed is")).to_have_count(0)
    expect(button(page, "train")).to_be_enabled()
    button(page, "form-undo").click()
    expect(field(page, EPOCHS)).to_have_value("-5")
    expect(field(page, UNITS)).to_have_value("9999")
    expect(at_field(page, UNITS)).to_contain_text("Got 9999; allowed is")
    button(page, "form-back").click()
    expect(field(page, EPOCHS)).to_have_value("1000")
    expect(field(page, UNITS)).to_have_value("20")
    expect(page.get_by_text("allowed is")).to_have_count(0)


def what_is_no_number_does_not_stay(page: Page) -> None:
    for key, text, left in ((RATE, "1e400", ""), (RATE, "-", ""), (EPOCHS, "1e400", "1000"), (EPOCHS, "", "1000")):
        type_into(page, key, text)
        if not text:
            page.keyboard.press("Delete")
        page.keyboard.press("Tab")
        expect(field(page, key)).to_have_value(left)
        assert not field(page, key).evaluate("node => node.validity.badInput")
    enter(page, RATE, "1e-4")
    expect(page.get_by_text("Adam 0.0001")).to_be_visible()
    expect(field(page, RATE)).to_have_value("0.0001")


def arrow_keys_step(page: Page) -> None:
    field(page, UNITS).press("ArrowUp")
    expect(page.get_by_text("LSTM 21").first).to_be_visible()
    expect(field(page, UNITS)).to_have_value("21")


def a_value_typed_just_before_train_counts(page: Page) -> None:
    type_into(page, EPOCHS, "12345")
    button(page, "train").click()
    expect(progress(page)).to_contain_text("of 12,345")
    expect(page).to_have_url(re.compile(r"\?run="))
    button(page, "reset").click()
    expect(button(page, "train")).to_be_enabled()  # until then the same keys mean Pause
    expect(page).not_to_have_url(re.compile(r"\?run="))
    type_into(page, EPOCHS, "12346")
    page.keyboard.press("Control+Enter")
    expect(progress(page)).to_contain_text("of 12,346")
    expect(page).to_have_url(re.compile(r"\?run="))
    button(page, "reset").click()
    type_into(page, EPOCHS, "0")
    button(page, "train").click()
    expect(at_field(page, EPOCHS)).to_contain_text("Got 0; allowed is")
    expect(button(page, "train")).to_be_disabled()
    expect(page).not_to_have_url(re.compile(r"\?run="))


@pytest.mark.parametrize(("late", "apart"), [(0, 20), (0, 150), (500, 300)])
def test_a_preset_is_trained_however_soon_train_follows(
    page: Page, url: str, home: Path, monkeypatch: pytest.MonkeyPatch, late: int, apart: int
) -> None:
    """Also where the browser has not heard yet of what the form holds now, and sends what it held before."""
    preset = PRESETS["cumsum-bilstm"].experiment
    changed = ["task.steps=12", "architecture.layers.0.cell=gru", "architecture.layers.0.units=33"]
    changed += ["training.optimizer=sgd", "training.learning_rate=0.5", "training.epochs=7", "training.seed=3"]
    page.add_init_script(LATE)
    opened(page, url, f"cumulative_sum?experiment={with_values(preset, changed).to_link()}")
    page.evaluate(f"window.late = {late}")
    page.evaluate(TWO_CLICKS, ["form-preset-cumsum-bilstm", "train", apart])
    expect(page).to_have_url(re.compile("[?&]run="))
    monkeypatch.setenv("SEQCORE_HOME", str(home))
    folder = RunFolder.find(page.url.partition("run=")[2])
    assert folder is not None
    assert Recorder(folder).view.experiment == with_values(preset, ["training.seed=3"])
