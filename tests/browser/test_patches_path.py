"""Image patches in a browser: trained, a digit chosen with the keyboard, and one drawn without a mouse."""

from dashboard import button, expect_status
from playwright.sync_api import Page, expect

from seqcore.experiment import with_values
from seqcore.presets import PRESETS

SMALL = [
    *(
        "architecture.convolutions.0.filters=2",
        "architecture.convolutions.1.filters=2",
        "architecture.layers.0.units=4",
    ),
    *("training.epochs=2", "training.updates_per_epoch=5", "training.validate_every=1", "task.held_out=0.02"),
]


def test_from_patches_to_a_digit_of_ones_own(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    experiment = with_values(PRESETS["patches"].experiment, SMALL)
    page.goto(f"{url}/image_patches?experiment={experiment.to_link()}")
    expect(page.get_by_text("Getting ready to train")).to_be_hidden()
    patches = page.get_by_role("list", name="Patches in reading order").first
    expect(patches.get_by_role("listitem")).to_have_count(4)
    button(page, "train").click()
    expect_status(page, "Finished")

    digits = page.get_by_role("listbox", name="Held-out digits")
    digits.get_by_role("option").first.click()
    digits.get_by_role("option").first.press("ArrowRight")
    expect(digits.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("figure", name="How likely digits are after each patch")).to_have_count(1)
    expect(page.get_by_role("figure", name="Confusion matrix")).to_be_visible()

    canvas = page.get_by_role("img", name="Draw a digit")
    canvas.focus()
    for key in ("ArrowUp", "ArrowUp", "Space", *["ArrowDown"] * 6):
        canvas.press(key)
    drawn = page.get_by_role("listitem", name="your digit as the network gets it")
    expect(drawn).to_be_visible()
    expect(page.get_by_role("figure", name="How likely digits are after each patch")).to_have_count(2)
    canvas.press("Delete")
    expect(drawn).to_have_count(0)
    assert page.get_by_test_id("stMain").evaluate("node => node.scrollWidth <= node.clientWidth")
