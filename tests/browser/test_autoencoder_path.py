"""The autoencoder in a browser: a window is chosen, trained on, looked back at, and found again after a reload."""

from dashboard import button, expect_status
from playwright.sync_api import Page, expect

from seqcore.experiment import with_values
from seqcore.presets import PRESETS

SHORT = ["architecture.units=2", "training.epochs=20", "training.validate_every=10"]


def test_windows_and_their_copies_on_a_phone(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    experiment = with_values(PRESETS["autoencoder-shampoo"].experiment, SHORT)
    page.goto(f"{url}/series_autoencoder?experiment={experiment.to_link()}")
    expect(page.get_by_text("Getting ready to train")).to_be_hidden()
    chart = page.get_by_role("figure", name="A window and its copy")
    expect(chart).to_be_visible()
    button(page, "train").click()
    expect_status(page, "Finished")
    expect(page.get_by_text("The window that ends at row 25 (held out), after epoch 20")).to_be_visible()
    assert chart.evaluate("node => node._fullData.map(trace => trace.name)") == ["window", "rebuilt copy"]
    for name in ("The series and its errors", "The features of every window", "Forecasts of the held-out rows"):
        expect(page.get_by_role("figure", name=name)).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("node => node.scrollWidth <= node.clientWidth")

    page.get_by_role("slider", name="Replay: after epoch").press("ArrowLeft")
    expect(page.get_by_text("after epoch 10: off by")).to_be_visible()
    page.get_by_role("slider", name="Window that ends at").press("ArrowLeft")
    expect(page.get_by_text("The window that ends at row 24 (trained on), after epoch 10")).to_be_visible()

    page.reload()
    expect_status(page, "Finished")
    expect(page.get_by_text("after epoch 20: off by")).to_be_visible()
