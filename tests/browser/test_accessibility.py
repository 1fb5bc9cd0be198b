"""For everybody: the keyboard, what a screen reader is told, and contrast, on every page and in both themes."""

from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from dashboard import button
from playwright.sync_api import Page, expect

from seqcore.presets import default_experiment
from seqcore.runs.folder import RunFolder
from seqcore.tasks import TASKS

TITLES = {kind: task.title for kind, task in TASKS.items()} | {
    "": "Sequence Lab",
    "runs": "Runs",
    "compare": "Compare",
    "clinic": "Clinic",
    "findings": "What the tutorials say and what we measured",
}
GRAVE = ("serious", "critical")
CAPTIONS_ARE_THERE = """() => [...document.querySelectorAll("[data-testid=stCaptionContainer]")]
    .every((node) => getComputedStyle(node).opacity >= 0.8)"""
IS_DARK = """() => {
  const [text, ground] = ["color", "backgroundColor"].map((name) =>
    getComputedStyle(document.querySelector("[data-testid=stApp]"))[name].match(/\\d+/g).map(Number));
  return Math.max(...ground) < 80 && Math.min(...text) > 150;
}"""
"""Streamlit shows them paler until the page's own style has come."""


def grave_faults(page: Page, only: str = "") -> list[tuple[str, str]]:
    """What axe finds on the page as it is now, by all rules or `only` one, with the element that it is about."""
    page.wait_for_function(CAPTIONS_ARE_THERE)
    rules = {"runOnly": {"type": "rule", "values": [only]}} if only else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]
    return [(fault["id"], node["html"]) for fault in found if fault["impact"] in GRAVE for node in fault["nodes"]]


def shown(page: Page, url: str, address: str) -> None:
    """A page, drawn to its end."""
    page.goto(f"{url}/{address}")
    path = address.partition("?")[0]
    expect(page.get_by_role("heading", name=TITLES[path], level=1, exact=True)).to_be_visible()
    if path in TASKS:
        expect(page.get_by_role("heading", name="Layers")).to_be_visible()
        expect(page.get_by_role("table", name="Layers")).to_be_attached()
        page.wait_for_function("() => [...document.querySelectorAll('[role=figure]')].every(node => node.ariaLabel)")
    elif path == "":
        expect(page.locator("svg[role=img]")).to_have_count(len(TASKS))
        expect(page.get_by_text("Teaching a class?")).to_be_visible()
    elif path == "compare":
        expect(page.get_by_role("heading", name="Scaling leak")).to_be_visible()
    elif path == "findings":
        expect(page.get_by_text("changes do better than raw prices")).to_be_visible()
    elif path == "clinic":
        expect(page.get_by_role("button", name="Open the case").last).to_be_visible()
    else:
        expect(page.get_by_role("button", name="More").first).to_be_visible()


def two_keys_lead_to_training(page: Page) -> None:
    expect(page.get_by_role("button", name="Skip to training")).to_be_attached()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Skip to training")).to_be_focused()
    page.keyboard.press("Enter")
    expect(button(page, "train")).to_be_focused()


def headings_are_in_order(page: Page) -> None:
    levels = page.locator("[data-testid=stMain]").evaluate(
        "node => [...node.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_no_page_has_a_grave_fault(page: Page, url: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the light theme all rules, in the dark one those of colours, in which alone they differ.

    The pages of tasks in the dark are looked at on a phone, with what a run brings: only one of them here.
    """
    monkeypatch.setenv("SEQCORE_HOME", str(home))
    RunFolder.create(default_experiment("cumulative_sum"), "somebody else")
    for path in TITLES:
        page.emulate_media(color_scheme="light")
        shown(page, url, path)
        assert not grave_faults(page), f"{path}, light"
        if path in TASKS:
            two_keys_lead_to_training(page)
            headings_are_in_order(page)
        if path not in TASKS or path == "prices":
            page.emulate_media(color_scheme="dark")
            page.wait_for_function(IS_DARK)
            assert not grave_faults(page, only="color-contrast"), f"{path}, dark"
