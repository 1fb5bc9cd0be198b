"""Parquet files: as pandas and others write them, damaged ones, and ones that would unpack to too much."""

import io
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from file_contents import ISO, VALUES, dates_of, read, said, times_of, values_of
from hypothesis import given
from hypothesis import strategies as st
from test_file_errors import understood_or_refused

from seqcore.data.series.files import read_series
from seqcore.data.series.reading import parquet_table
from seqcore.invalid import InvalidInput

DAYS = pd.to_datetime(ISO)


def parquet(frame: pd.DataFrame, **options: Any) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", **options)
    return buffer.getvalue()


def table(columns: dict[str, Any], **options: Any) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, **options)
    return buffer.getvalue()


FILES = {
    "a column of dates": parquet(pd.DataFrame({"date": DAYS, "close": VALUES})),
    "an index of dates": parquet(pd.DataFrame({"close": VALUES}, index=DAYS)),
    "an index with a name": parquet(pd.DataFrame({"close": VALUES}, index=DAYS.rename("when"))),
    "dates with a zone": parquet(pd.DataFrame({"close": VALUES}, index=DAYS.tz_localize("UTC"))),
    "nanoseconds": parquet(pd.DataFrame({"date": DAYS.astype("datetime64[ns]"), "close": VALUES})),
    "text": parquet(pd.DataFrame({"date": ISO, "close": [str(value) for value in VALUES]})),
    "newest first": parquet(pd.DataFrame({"date": DAYS, "close": VALUES})[::-1], index=False),
    "plain dates": table({"date": pa.array(ISO).cast(pa.date32()), "close": VALUES}),
    "dates of 64 bits": table({"date": pa.array(ISO).cast(pa.date64()), "close": VALUES}),
    "decimals": table({"date": ISO, "close": pa.array(VALUES).cast(pa.decimal128(20, 5))}),
    "large text": table({"date": pa.array(ISO, pa.large_string()), "close": VALUES}),
    "text by view": table({"date": pa.array(ISO, pa.string_view()), "close": VALUES}),
    "a dictionary": table({"date": pa.array(ISO).dictionary_encode(), "close": pa.array(VALUES).dictionary_encode()}),
    "seconds as whole numbers": table({"date": (DAYS.astype("datetime64[s]").astype(int)).tolist(), "close": VALUES}),
    "seconds as numbers": table({"date": DAYS.astype("datetime64[s]").astype(int).astype(float), "close": VALUES}),
    "days as whole numbers": table({"date": [int(day.replace("-", "")) for day in ISO], "close": VALUES}),
    "several groups": table({"date": ISO, "close": VALUES}, row_group_size=5),
    "a point in a name": table({"date": ISO, "4. close": VALUES}),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_series_however_it_is_stored(name: str) -> None:
    found = read_series(FILES[name], "prices.csv")
    assert dates_of(found) == ISO
    assert values_of(found) == VALUES
    assert (found.separator, found.decimal, found.encoding) == ("", "", "")
    assert found.newest_first == (name == "newest first")
    assert found.facts()[5] == ("Written with", "Parquet")


def test_zones_become_utc_and_are_told() -> None:
    found = read(parquet(pd.DataFrame({"close": VALUES}, index=DAYS.tz_localize("America/New_York"))))
    assert times_of(found)[0] == "2020-01-25T05:00:00"
    assert said(found, "America/New_York", "UTC")


def test_missing_values_and_other_columns() -> None:
    frame = pd.DataFrame({"date": DAYS, "close": VALUES, "volume": range(0, 24, 2), "name": "ACME", "up": True})
    frame["lists"] = [[1, 2]] * 12
    frame.loc[11, "close"] = np.inf
    frame.loc[2, "volume"] = None
    found = read(parquet(frame))
    assert values_of(found) == VALUES[:11]
    assert found.columns == ("date", "close", "volume", "name", "up", "lists")
    assert found.numeric_columns == ("close", "volume")
    assert found.series.columns["volume"].tolist() == [0, 2, 2, *range(6, 22, 2)]
    assert (found.missing, found.rows_read) == (1, 12)


def test_an_index_that_numbers_rows_is_no_column() -> None:
    found = read(parquet(pd.DataFrame({"y": VALUES})))
    assert (found.columns, found.series.index.tolist()) == (("y",), list(range(12)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (table({"a": []}), "has no rows"),
        (table({"a": [[1]] * 12}), "none of the columns a"),
        (table({"n": np.arange(200_001)}), "more than 200,000 rows"),
        (FILES["text"][:-20] + b"PAR1", "damaged"),
        (b"PAR1" + b"\xff" * 50 + b"PAR1", "damaged"),
        (table({"date": ISO[:3], "close": VALUES[:3]}), "only 3 of 3 rows"),
        (table({"date": ISO, "close": ["x"] * 12}), "(row 1 holds"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(content: bytes, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(content)
    assert words in caught.value.problems[0]


def test_what_would_unpack_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_table, "LARGEST_UNPACKED", 100)
    with pytest.raises(InvalidInput, match="unpacks to more than"):
        read(FILES["text"])


def test_long_words_that_repeat_stay_small() -> None:
    # As plain text this would be five gigabytes.
    words = pa.DictionaryArray.from_arrays(np.zeros(50_000, np.int32), ["x" * 100_000])
    content = table({"word": words, "close": np.arange(50_000) % 7}, store_schema=False)
    assert len(content) < 200_000
    assert len(read(content).series) == 50_000


@given(place=st.integers(4, len(FILES["text"]) - 1), byte=st.binary(min_size=1, max_size=4))
def test_a_scratched_file_is_understood_or_refused(place: int, byte: bytes) -> None:
    content = FILES["text"]
    understood_or_refused(content[:place] + byte + content[place + len(byte) :])
