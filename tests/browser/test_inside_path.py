"""The inside in a browser: opened, another epoch and another step, on a phone in the dark, without an error."""

from dashboard import button, expect_status
from playwright.sync_api import Page, expect

from seqcore.experiment import with_values
from seqcore.presets import PRESETS

SMALL = ["architecture.layers.0.units=4", "training.epochs=30", "training.validate_every=10"]


def test_the_inside_on_a_phone_in_the_dark(page: Page, url: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    experiment = with_values(PRESETS["cumsum-lstm"].experiment, SMALL)
    page.goto(f"{url}/cumulative_sum?experiment={experiment.to_link()}")
    expect(page.get_by_text("Getting ready to train")).to_be_hidden()
    button(page, "train").click()
    expect_status(page, "Finished")

    inside = page.locator(".st-key-inside")
    inside.get_by_text("Look inside the network").click()
    gate = inside.get_by_role("figure", name="forget gate of every unit")
    expect(gate).to_be_visible()
    expect(inside.get_by_text("After epoch 30.")).to_be_visible()
    gate.click(position={"x": 150, "y": 85})  # the last of four rows
    expect(inside.get_by_role("figure", name="Unit 4 over the steps")).to_be_visible()
    before = gate.evaluate("node => JSON.stringify(node._fullData[0].z)")
    slider = inside.get_by_role("slider", name="Replay: after epoch")
    for _ in range(2):  # the second before the page has answered the first
        slider.press("ArrowLeft")
    expect(inside.get_by_text("After epoch 10.")).to_be_visible()
    page.wait_for_function(
        "before => JSON.stringify(document.querySelectorAll('.st-key-inside-timeline "
        ".live-chart-plot')[4]._fullData[0].z) !== before",
        arg=before,
    )
    sliders = page.get_by_role("slider", name="Replay: after epoch")
    expect(sliders.first).to_have_attribute("aria-valuetext", "10")
    sliders.first.press("ArrowRight")
    expect(inside.get_by_text("After epoch 20.")).to_be_visible()
    expect(slider).to_have_attribute("aria-valuetext", "20")

    inside.get_by_text("One cell").click()
    expect(inside.get_by_text("step 1 of 10")).to_be_visible()
    inside.get_by_role("button", name="Next step").click()
    expect(inside.get_by_text("step 2 of 10")).to_be_visible()
    expect(inside.get_by_role("img", name="LSTM unit")).to_be_visible()

    inside.get_by_text("Memory", exact=True).click()
    expect(inside.get_by_role("figure", name="Influence by distance")).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("node => node.scrollWidth <= node.clientWidth")
