"""Next character in a browser: found from the home page, trained, asked to write, and looked at."""

from dashboard import button, expect_status, progress
from playwright.sync_api import Page, expect

from seqcore.experiment import with_values
from seqcore.presets import PRESETS

SMALL = ["architecture.layers.0.units=8", "training.epochs=4", "training.updates_per_epoch=5", "task.steps=10"]


def test_from_home_to_what_the_network_writes(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("Find a lesson or a preset").fill("text")
    expect(page.get_by_role("link", name="Open Cumulative sum")).to_be_hidden()
    page.get_by_role("link", name="Open Next character").click()
    expect(page.get_by_role("heading", name="Next character", level=1)).to_be_visible()
    expect(page.get_by_text("144,301 characters, 69 different ones")).to_be_visible()

    experiment = with_values(PRESETS["text-alice"].experiment, SMALL)
    page.goto(f"{url}/next_character?experiment={experiment.to_link()}")
    expect(page.get_by_text("Getting ready to train")).to_be_hidden()
    button(page, "train").click()
    expect_status(page, "Finished")

    page.get_by_role("textbox", name="Continue this").fill("The Queen")
    page.get_by_role("textbox", name="Continue this").press("Enter")
    written = page.get_by_test_id("stCode").filter(has_text="The Queen").first
    expect(written).to_be_visible()

    text = page.get_by_role("listbox", name="The held-out text")
    third = text.get_by_role("option").nth(2)
    third.click()
    expect(third).to_have_attribute("aria-selected", "true")
    third.press("ArrowRight")
    expect(text.get_by_role("option").nth(3)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("table", name="The likeliest next characters")).to_be_attached()

    page.reload()
    expect_status(page, "Finished")
    expect(progress(page)).to_contain_text("epoch 4 of 4")
    expect(page.get_by_test_id("stCode").first).to_be_visible()


def test_the_two_errors_on_a_phone(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    experiment = with_values(PRESETS["masks-off"].experiment, ["training.epochs=3", "architecture.layers.0.units=4"])
    page.goto(f"{url}/variable_length?experiment={experiment.to_link()}")
    expect(page.get_by_text("Getting ready to train")).to_be_hidden()
    button(page, "train").click()
    expect_status(page, "Finished")
    expect(page.get_by_text("over all steps the error is").first).to_be_visible()
    expect(page.get_by_role("figure", name="One padded sequence")).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("node => node.scrollWidth <= node.clientWidth")


def test_a_stateful_network_remembers_across_pieces(page: Page, url: str) -> None:
    changes = ["training.epochs=3", "architecture.layers.0.units=4"]
    experiment = with_values(PRESETS["masks-stateful"].experiment, changes)
    page.goto(f"{url}/variable_length?experiment={experiment.to_link()}")
    expect(page.get_by_text("Getting ready to train")).to_be_hidden()
    expect(page.get_by_text("memory kept").first).to_be_visible()
    expect(page.get_by_text("(stateful)").first).to_be_attached()
    button(page, "train").click()
    expect_status(page, "Finished")
    page.reload()
    expect_status(page, "Finished")
    expect(page.get_by_text("over all steps the error is").first).to_be_visible()
