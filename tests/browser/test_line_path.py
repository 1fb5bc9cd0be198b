"""A line in a browser: trained on a phone, looked back at, and found again after a reload."""

from dashboard import button, expect_status
from playwright.sync_api import Page, expect

from seqcore.experiment import with_values
from seqcore.presets import PRESETS

SMALL = ["architecture.layers.0.units=4", "training.epochs=30", "training.validate_every=10"]


def test_a_line_on_a_phone(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    experiment = with_values(PRESETS["line-small"].experiment, SMALL)
    page.goto(f"{url}/regression_line?experiment={experiment.to_link()}")
    expect(page.get_by_text("Getting ready to train")).to_be_hidden()
    chart = page.get_by_role("figure", name="The points and the curve of the network")
    expect(chart).to_be_visible()
    button(page, "train").click()
    expect_status(page, "Finished")
    expect(page.get_by_text("after epoch 30; two numbers")).to_be_visible()
    expect(page.get_by_text("72 have not moved by a bit")).to_be_visible()
    drawn = chart.evaluate("node => node._fullData.map(trace => trace.name)")
    assert drawn == ["trained on", "test", "rule", "least squares", "network"]
    assert page.get_by_test_id("stMain").evaluate("node => node.scrollWidth <= node.clientWidth")

    page.get_by_role("slider", name="Replay: after epoch").press("ArrowLeft")
    expect(page.get_by_text("after epoch 20; two numbers")).to_be_visible()

    page.reload()
    expect_status(page, "Finished")
    expect(page.get_by_text("after epoch 30; two numbers")).to_be_visible()
