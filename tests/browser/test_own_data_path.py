"""A person's own file in a browser: what it was read as, the question that is left, an answer, a training."""

import re
from pathlib import Path

import numpy as np
import pytest
from dashboard import button, enter, expect_status, follow, opened
from playwright.sync_api import Page, expect

MINUTES = np.datetime64("2006-12-16T17:24", "m") + np.arange(240)


@pytest.fixture
def power(tmp_path: Path) -> Path:
    """As the household power data are: a date, a time of day, and several measured columns."""
    rows = [
        f"{str(t)[8:10]}/{str(t)[5:7]}/{str(t)[:4]};{str(t)[11:]}:00;{4 + n % 7 * 0.1:.3f};0.{n % 5}18;23{n % 9}.8"
        for n, t in enumerate(MINUTES)
    ]
    path = tmp_path / "household_power.txt"
    path.write_text("\n".join(["Date;Time;Global_active_power;Global_reactive_power;Voltage", *rows, ""]))
    return path


@pytest.fixture
def tickers(tmp_path: Path) -> Path:
    days = np.datetime64("2020-01-01") + np.arange(150)
    rows = [
        f"{day},{level + n % 9},{name}" for name, level in (("AAPL", 100), ("MSFT", 300)) for n, day in enumerate(days)
    ]
    path = tmp_path / "tickers.csv"
    path.write_text("\n".join(["date,close,Name", *rows, ""]))
    return path


def upload(page: Page, url: str, file: Path) -> None:
    opened(page, url)
    follow(page, "Prices")
    button(page, "form-preset-prices-simplernn").click()
    expect(page.get_by_text("SimpleRNN 10 → SimpleRNN 5").first).to_be_visible()
    page.locator(".st-key-form-task-source").get_by_role("combobox").click()
    page.get_by_role("option", name="File", exact=True).click()
    page.locator(".st-key-form-task-path-upload input[type=file]").set_input_files(file)


def train(page: Page) -> None:
    enter(page, "training-epochs", 3)
    expect(button(page, "train")).to_be_enabled()
    button(page, "train").click()
    expect_status(page, "Finished")


def test_the_question_of_a_file_is_answered_before_it_is_trained_on(page: Page, url: str, power: Path) -> None:
    upload(page, url, power)
    reading = page.locator(".st-key-file-reading")
    expect(reading).to_contain_text("Global_active_power by Date + Time: 240 of 240 rows, 2006-12-16 17")
    expect(reading).to_contain_text("Which column is to be forecast?")
    expect(button(page, "train")).to_be_disabled()
    expect(reading.locator(".file-rows th.used").first).to_have_text("Date (date)")
    expect(page.locator(".st-key-form-task-value_column input")).to_have_value("find out: Global_active_power")
    reading.get_by_role("button", name="Voltage").click()
    expect(reading).to_contain_text("Voltage by Date + Time")
    expect(reading).not_to_contain_text("Which column")
    train(page)


def test_one_of_two_tickers_is_chosen(page: Page, url: str, tickers: Path) -> None:
    upload(page, url, tickers)
    reading = page.locator(".st-key-file-reading")
    expect(reading).to_contain_text("Several series stand in the file: which Name?")
    expect(reading).to_contain_text(re.compile("150 rows, 2020-01-01: 300"))
    reading.get_by_role("button", name="MSFT").click()
    expect(reading).to_contain_text("150 of 300 rows, 2020-01-01 to 2020-05-29, 300")
    expect(reading).not_to_contain_text("Several series")
    train(page)
