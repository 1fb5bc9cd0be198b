"""The prices that come with the program: whole, in order, with a licence, and small."""

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from seqcore.data.series.bundled import BUNDLED, FOLDER, bundled_series
from seqcore.invalid import InvalidInput

ROOT = Path(__file__).parents[3]
LARGEST = 400_000
"""Bytes for all data, licences and the description together."""

ROWS = {
    "aapl": 3270,
    "goog": 2148,
    "ibm": 3270,
    "msft": 3270,
    "amzn-weekly": 105,
    "co2": 694,
    "sunspots": 309,
    "airline": 144,
    "seattle-weather": 1461,
    "shampoo": 36,
}
TARGETS = {
    "co2": "ppm",
    "sunspots": "spots",
    "airline": "passengers",
    "seattle-weather": "temp_max",
    "shampoo": "sales",
}
LICENCES = {f"LICENSE-{source}.txt" for source in ("bokeh_sampledata", "plotly", "sktime", "vega_datasets")}
COUNTED = {"shampoo": "month"}
"""Series whose rows are counted, by what they are."""

# Straight from the source's text: date, open, high, low, close, volume, adjusted close.
SOURCE_ROWS = {
    "aapl": "2000-03-01,118.56,132.06,118.5,130.31,9616100,4.186662803811",
    "goog": "2004-08-19,100.01,104.06,95.96,100.335,44659000,50.32284179174976",
    "ibm": "2000-03-01,102.0,105.5,100.06,100.25,10807800,73.667718762847",
    "msft": "2000-03-01,89.62,94.09,88.94,90.81,53444900,30.225709797294",
}


@pytest.mark.parametrize("name", BUNDLED)
def test_every_row_is_whole_and_in_order(name: str) -> None:
    series = bundled_series(name)
    assert len(series) == ROWS[name]
    assert series.index.dtype == np.dtype(np.int64 if name in COUNTED else "datetime64[s]")
    assert (np.diff(series.index).astype(np.int64) > 0).all()
    for values in series.columns.values():
        assert values.dtype == np.float64
        assert values.shape == (len(series),)
        assert np.isfinite(values).all()
        assert name == "seattle-weather" or ((values >= 0).all() if name == "sunspots" else (values > 0).all())
    assert series.target == TARGETS.get(name, "close")


@pytest.mark.parametrize("name", SOURCE_ROWS)
def test_the_first_row_is_the_sources_adjusted(name: str) -> None:
    date, *numbers = SOURCE_ROWS[name].split(",")
    opened, high, low, close, volume, adjusted = map(float, numbers)
    series = bundled_series(name)
    assert str(series.index[0].astype("datetime64[D]")) == date
    assert list(series.columns) == ["close", "open", "high", "low", "volume"]
    ratio = adjusted / close
    first = {column: values[0] for column, values in series.columns.items()}
    for column, value in {"close": adjusted, "open": opened * ratio, "high": high * ratio, "low": low * ratio}.items():
        assert first[column] == pytest.approx(value, abs=0.00005)
    assert first["volume"] == pytest.approx(volume / ratio, abs=50)


def test_apples_last_close() -> None:
    apple = bundled_series("aapl")
    assert (str(apple.index[-1])[:10], apple.values[-1]) == ("2013-03-01", 56.1374)


def test_a_split_leaves_no_step() -> None:
    """Apple split 2 : 1 on 2005-02-28: from 88.99 to 44.86 on the exchange, +0.8 % in truth."""
    apple = bundled_series("aapl")
    place = int(np.searchsorted(apple.index, np.datetime64("2005-02-28")))
    assert apple.values[place] / apple.values[place - 1] == pytest.approx(44.86 * 2 / 88.99, rel=1e-4)


@pytest.mark.parametrize("name", SOURCE_ROWS)
def test_the_days_range_holds_its_open_and_close(name: str) -> None:
    columns = bundled_series(name).columns
    assert (columns["low"] <= np.minimum(columns["open"], columns["close"]) + 0.0002).all()
    assert (columns["high"] >= np.maximum(columns["open"], columns["close"]) - 0.0002).all()


def test_amazon_is_relative_to_its_first_week() -> None:
    amazon = bundled_series("amzn-weekly")
    assert list(amazon.columns) == ["close"]
    assert amazon.values[0] == 1.0
    assert amazon.values[1] == pytest.approx(1.0618806117055755, abs=5e-7)
    assert amazon.values[-1] == 1.50336
    assert amazon.season() == 52
    assert "divided by the first week's" in amazon.origin
    assert "no dollars" in amazon.notes[0]


def test_the_classics_hold_what_is_known_of_them() -> None:
    co2, sunspots = bundled_series("co2"), bundled_series("sunspots")
    assert (co2.values[0], co2.values[-1]) == (315.71, 402.06)
    assert co2.season() == 12
    months = (np.diff(co2.index.astype("datetime64[M]")).astype(int) == 1).all()
    assert months
    yearly = co2.values[10:].reshape(-1, 12).mean(axis=1)
    assert (np.diff(yearly) > 0).all(), "every year has had more than the one before"
    assert (np.abs(np.diff(co2.values)) < 3).all()
    assert sunspots.values.max() == 190.2
    assert str(sunspots.index[sunspots.values.argmax()])[:4] == "1957"
    airline, seattle = bundled_series("airline"), bundled_series("seattle-weather")
    assert (airline.values[0], airline.values.max(), airline.season()) == (112, 622, 12)
    assert list(seattle.columns) == ["temp_max", "temp_min", "precipitation", "wind"]
    assert (seattle.columns["temp_max"] >= seattle.columns["temp_min"]).all()
    assert sunspots.values.mean() == pytest.approx(49.752, abs=0.001)


@pytest.mark.parametrize("name", BUNDLED)
def test_origin_names_dates_source_and_licence(name: str) -> None:
    series = bundled_series(name)
    assert series.origin.startswith("Snapshot of ")
    assert str(series.index[0])[:10] in series.origin
    assert str(series.index[-1])[:10] in series.origin
    assert any(words in series.origin for words in ("public domain", "MIT licence", "BSD licence"))


def test_read_once_and_nobody_can_change_them_for_the_others() -> None:
    assert bundled_series("ibm") is bundled_series("ibm")
    with pytest.raises(ValueError, match="read-only"):
        bundled_series("ibm").values[0] = 0.0


def test_an_unknown_name_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match="got 'tsla'; allowed is one of aapl, goog, ibm, msft, amzn-weekly, co2"):
        bundled_series("tsla")


def test_description_and_licences_lie_beside_the_data() -> None:
    files = {file.name for file in FOLDER.iterdir()}
    data = {f"{name}.csv.gz" for name in BUNDLED}
    assert files == {*data, "README.md", *LICENCES}
    description = (FOLDER / "README.md").read_text(encoding="utf-8")
    for wanted in (*data, "bokeh_sampledata", "2026.1", "plotly", "7.1.0", "public domain", "MIT", "Changed:"):
        assert wanted in description
    for name, rows in ROWS.items():
        line = next(line for line in description.splitlines() if line.startswith(f"| `{name}.csv.gz`"))
        assert f"{rows:,}" in line
        assert str(bundled_series(name).index[-1])[:10] in line
    assert "Bokeh Contributors" in (FOLDER / "LICENSE-bokeh_sampledata.txt").read_text(encoding="utf-8")
    assert "Plotly Technologies" in (FOLDER / "LICENSE-plotly.txt").read_text(encoding="utf-8")


def test_all_together_they_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < LARGEST


@pytest.mark.parametrize("name", BUNDLED)
def test_the_files_are_plain_text_and_carry_no_names_or_times_of_their_making(name: str) -> None:
    content = (FOLDER / f"{name}.csv.gz").read_bytes()
    assert content[3:8] == b"\0\0\0\0\0"
    assert gzip.decompress(content).startswith(f"{COUNTED.get(name, 'date')},{TARGETS.get(name, 'close')}".encode())


def test_reading_needs_no_pandas() -> None:
    program = (
        "import sys; from seqcore.data.series.bundled import *; bundled_series('aapl'); print('pandas' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "False"
