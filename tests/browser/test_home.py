"""The home page in a browser: small windows, the keyboard, old addresses, and pictures in both themes."""

from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from dashboard import follow
from playwright.sync_api import Page, expect
from test_accessibility import grave_faults

from seqcore.presets import default_experiment
from seqcore.runs.folder import RunFolder
from seqcore.tasks import TASKS


def shown(page: Page, url: str, width: int = 1280) -> Page:
    """The page, drawn to its end."""
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(url)
    expect(page.get_by_role("heading", name="Sequence Lab", level=1)).to_be_visible()
    expect(page.locator("svg[role=img]")).to_have_count(len(TASKS))
    expect(page.get_by_text("Teaching a class?")).to_be_visible()
    return page


@pytest.mark.parametrize("width", [390, 820, 1280, 1920])
def test_nothing_hangs_over_the_edge_and_headings_are_in_order(page: Page, url: str, width: int) -> None:
    shown(page, url, width)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth")
    for card in page.locator("[class*='st-key-card-']").all():
        assert card.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    levels = [int(node.evaluate("node => node.tagName[1]")) for node in main.locator(":is(h1, h2, h3, h4)").all()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_the_menu_of_a_phone_has_no_grave_fault(page: Page, url: str) -> None:
    shown(page, url, 390)
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("link", name="Sums as numbers", exact=True)).to_be_visible()
    assert not grave_faults(page)


def test_the_keyboard_opens_lessons_menus_and_presets(page: Page, url: str) -> None:
    shown(page, url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Skip to the lessons")).to_be_focused()
    page.get_by_role("button", name="Arithmetic", exact=True).press("Enter")
    page.get_by_role("menuitem", name="Addition", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Addition", level=1)).to_be_visible()
    follow(page, "Home")
    page.get_by_role("link", name="Open Prices").press("Enter")
    expect(page.get_by_role("heading", name="Prices", level=1, exact=True)).to_be_visible()
    follow(page, "Home")
    page.locator(".st-key-preset-addition-mapping-lstm button:visible").press("Enter")
    expect(page.get_by_role("heading", name="Sums as numbers", level=1)).to_be_visible()
    expect(page.get_by_text("LSTM 10").first).to_be_visible()


def test_search_answers_while_somebody_types(page: Page, url: str) -> None:
    shown(page, url)
    page.get_by_label("Find a lesson or a preset").press_sequentially("attention")
    expect(page.locator("svg[role=img]")).to_have_count(1)
    expect(page.get_by_role("heading", name="Addition", exact=True)).to_be_visible()


def test_old_addresses_lead_on_and_back_comes_home(page: Page, url: str, home: Path, monkeypatch) -> None:
    monkeypatch.setenv("SEQCORE_HOME", str(home))
    run = RunFolder.create(default_experiment("addition")).id
    page.goto(f"{url}/home")
    expect(page.get_by_role("heading", name="Sequence Lab", level=1)).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.goto(f"{url}/?run={run}")
    expect(page.get_by_role("heading", name="Addition", level=1, exact=True)).to_be_visible()
    page.wait_for_url(f"{url}/addition?run={run}")
    page.go_back()
    expect(page.get_by_role("heading", name="Sequence Lab", level=1)).to_be_visible()
    assert urlsplit(page.url).path == "/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_have_the_colours_of_the_theme(page: Page, url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    shown(page, url)
    digit = page.get_by_role("img", name="The characters of").locator("text").first
    theirs = digit.evaluate("node => getComputedStyle(node).fill")
    assert theirs == page.locator("h1").evaluate("node => getComputedStyle(node).color")
