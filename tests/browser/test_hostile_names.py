"""Hostile names in a real browser: nothing is fetched from elsewhere, and no link leads there."""

from pathlib import Path
from urllib.parse import quote

import hostile
import pytest
from playwright.sync_api import Page, Route, expect

FOREIGN = f"[href*='{hostile.HOST}'], [src*='{hostile.HOST}'], [*|href*='{hostile.HOST}']"


def test_no_name_makes_a_browser_go_elsewhere(
    page: Page, url: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQCORE_HOME", str(home))
    run = hostile.run(hostile.ALL)
    for kind in ("picture", "address", "html", "icon"):
        hostile.run(hostile.NAMES[kind])
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.context.route(lambda address: not address.startswith(url), refuse)
    links = [quote(hostile.experiment(name).to_link()) for name in (hostile.ALL, hostile.NAMES["picture"])]
    for address in ("runs", f"prices?run={run.id}", *(f"prices?experiment={link}" for link in links)):
        page.goto(f"{url}/{address}")
        expect(page.get_by_text("evil").first).to_be_attached()
        expect(page.get_by_test_id("stStatusWidget")).to_be_hidden()
        assert page.locator(FOREIGN).count() == 0
        assert page.get_by_test_id("stIconMaterial").filter(has_text="skull").count() == 0
    page.goto(f"{url}/runs")
    expect(page.get_by_text("smile:").first).to_be_visible(timeout=30_000)
    assert [address for address in asked if not address.startswith(("data:", "blob:"))] == []
