"""Fractions of a second, which tell rows apart that whole seconds would mix."""

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from file_contents import Understood, read, read_series, said, times_of, values_of

from seqcore.data.series.reading.choices import Reading

START = datetime(2024, 1, 1)
MOMENTS = [START + timedelta(milliseconds=200 * n) for n in range(60)]
SINCE = [1704067200.0 + n / 5 for n in range(60)]
VALUES = [float(n * n % 37) for n in range(60)]


@pytest.mark.parametrize(
    "cells",
    [
        [f"{moment:%Y-%m-%d %H:%M:%S.%f}" for moment in MOMENTS],
        [f"{moment:%d.%m.%Y %H:%M:%S},{moment.microsecond // 1000:03}" for moment in MOMENTS],
        [f"{moment:%Y-%m-%d;%H:%M:%S.%f}" for moment in MOMENTS],
        [f"{since:.3f}" for since in SINCE],
        [f"{since * 1e3:.0f}" for since in SINCE],
        [f"{since * 1e6:.0f}" for since in SINCE],
        [f"{round(since * 1000)}000037" for since in SINCE],
    ],
)
def test_no_row_is_lost(cells: list[str]) -> None:
    heading = "date;time;v" if ";" in cells[0] else "time;v"

    def content(places: list[int]) -> str:
        return "\n".join([heading, *(f"{cells[place]};{VALUES[place]:.0f}" for place in places)])

    check(read(content(list(range(60)))))
    turned = read(content(list(range(60))[::-1]))
    assert (values_of(turned), turned.questions) == (VALUES, ())


def check(found: Understood) -> None:
    assert (values_of(found), times_of(found)[0]) == (VALUES, "0")
    assert said(found, "fractions of a second", "numbered")
    assert [(asked.about, asked.chosen.value) for asked in found.questions] == [("date_column", "-")]


def test_moments_of_parquet() -> None:
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"time": pa.array(MOMENTS, pa.timestamp("ms")), "v": VALUES}), sink)
    check(read_series(sink.getvalue().to_pybytes(), "a.parquet", Reading()))


def test_one_row_a_second_where_that_is_chosen() -> None:
    content = "\n".join(
        ["time,v", *(f"{moment:%Y-%m-%d %H:%M:%S.%f},{value}" for moment, value in zip(MOMENTS, VALUES, strict=True))]
    )
    found = read(content, date_column="time")
    assert (len(found.series), values_of(found)) == (12, VALUES[4::5])


def test_fractions_that_tell_nothing_apart_are_left_out() -> None:
    found = read("\n".join(["time,v", *(f"2024-01-01 00:00:{n:02}.25,{n * n % 7}" for n in range(12))]))
    assert times_of(found)[1] == "2024-01-01T00:00:01"
    assert np.isfinite(found.series.values).all()
