"""Whatever a series is written as, reading gives the numbers and dates that were written."""

from datetime import date, timedelta

import hypothesis
from file_contents import dates_of, read, values_of
from hypothesis import strategies as st

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
# Dates that say for sure what they are: among twelve days or more in a row one has a day above 12.
DATE_FORMATS = {
    "%Y-%m-%d": "",
    "%Y/%m/%d": "",
    "%Y%m%d": "",
    "%d %B %Y": "",
    "%b %d, %Y": "",
    "%d-%b-%Y": "",
    "%Y-%m-%dT%H:%M:%SZ": "",
    "%m/%d/%Y": "mdy",
    "%d/%m/%Y": "dmy",
    "%d.%m.%Y": "dmy",
    "%m-%d-%Y": "mdy",
    "%d.%m.%Y %H:%M": "dmy",
}
THOUSANDS = {"point": ["", ",", "'", " ", "\u00a0"], "comma": ["", ".", "'", " ", "\u202f"]}
NUMBERS = st.integers(-(10**9), 10**9).map(lambda cents: cents / 100)


def number_text(number: float, decimal: str, thousands: str) -> str:
    text = f"{number:,.2f}".replace(".", "D").replace(",", thousands)
    return text.replace("D", "." if decimal == "point" else ",")


@hypothesis.given(
    first=st.dates(date(1850, 1, 1), date(2150, 1, 1)),
    numbers=st.lists(NUMBERS, min_size=20, max_size=60).filter(lambda numbers: len(set(numbers)) > 1),
    separator=st.sampled_from(list(SEPARATORS)),
    date_format=st.sampled_from(list(DATE_FORMATS)),
    data=st.data(),
)
@hypothesis.settings(max_examples=80)
def test_reading_gives_what_was_written(
    first: date, numbers: list[float], separator: str, date_format: str, data: st.DataObject
) -> None:
    decimal = data.draw(st.sampled_from(["point", "comma"]))
    thousands = data.draw(st.sampled_from(THOUSANDS[decimal]))
    newest_first, heading = data.draw(st.booleans()), data.draw(st.booleans())
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    days = [first + timedelta(days=place) for place in range(len(numbers))]

    def cell(text: str) -> str:
        return f'"{text}"' if SEPARATORS[separator] in text else text

    rows = [
        f"{cell(day.strftime(date_format))}{SEPARATORS[separator]}{cell(number_text(number, decimal, thousands))}"
        for day, number in zip(days, numbers, strict=True)
    ]
    lines = [*([f"Date{SEPARATORS[separator]}Price"] if heading else []), *(rows[::-1] if newest_first else rows), ""]
    text = end.join(lines).replace("\u202f", "\u00a0" if encoding == "cp1252" else "\u202f")
    found = read(text.encode(encoding))
    assert dates_of(found) == [day.isoformat() for day in days]
    assert values_of(found) == numbers
    assert (found.separator, found.decimal, found.date_order) == (separator, decimal, DATE_FORMATS[date_format])
    assert found.newest_first == newest_first
    assert (found.gaps, found.duplicates, found.missing, found.rows_read) == (0, 0, 0, len(numbers))
