"""Names in sentences in a browser: trained, a sentence typed, and mistakes chosen, on a phone."""

from dashboard import button, expect_status
from playwright.sync_api import Page, expect

from seqcore.experiment import with_values
from seqcore.presets import PRESETS

SMALL = [
    *("task.training_sentences=60", "task.steps=12", "task.held_out=0.03", "task.most_words=200"),
    *("architecture.embedding=4", "architecture.layers.0.units=2"),
    *("training.epochs=2", "training.updates_per_epoch=3", "training.batch_size=8"),
]


def test_from_sentences_to_one_of_ones_own(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    experiment = with_values(PRESETS["tags-bilstm-crf"].experiment, SMALL)
    page.goto(f"{url}/entity_tags?experiment={experiment.to_link()}")
    sentences = page.get_by_role("list", name="Held-out sentences")
    expect(sentences.get_by_role("listitem")).to_have_count(6)
    button(page, "train").click()
    expect_status(page, "Finished")

    expect(page.get_by_role("figure", name="Scores of the steps from tag to tag")).to_be_visible()
    typed = page.get_by_role("textbox", name="Sentence", exact=True)
    typed.fill("<b>Ada</b> saw Rome")
    typed.press("Enter")
    own = page.get_by_role("list", name="Your sentence")
    expect(own).to_contain_text("Rome")
    expect(own).to_contain_text("<")
    expect(page.get_by_text("The second-best one has")).to_be_visible()
    page.get_by_role("radio", name="With mistakes").click()
    expect(sentences.get_by_role("listitem").first).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("node => node.scrollWidth <= node.clientWidth")
