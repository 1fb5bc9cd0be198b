"""Tables for the ear: what they say, and that nothing in them is markup."""

import re

import pandas as pd
import streamlit as st

from pages.parts.readable_table import MOST_ROWS, as_html


def cells(made: str) -> list[str]:
    return re.findall(r"<td>(.*?)</td>", made)


def test_numbers_are_read_as_they_are_shown_and_what_is_missing_is_empty() -> None:
    frame = pd.DataFrame(
        {
            "Step": [1, 2],
            "Probability": [0.123456789, float("nan")],
            "Predicted": pd.Series([1, None], dtype="Int64"),
            "Share": [12.3456, None],
            "Accuracy": [0.9134, None],
            "Parameters": [12345, 7],
        }
    )
    formats = {"Share": "%.1f %%", "Accuracy": "percent", "Parameters": "localized"}
    made = as_html(frame, "Answers", {name: st.column_config.NumberColumn(format=how) for name, how in formats.items()})
    assert cells(made) == ["1", "0.1235", "1", "12.3 %", "91.34%", "12,345", "2", "", "", "", "", "7"]
    assert "<caption>Answers</caption>" in made
    assert re.findall(r'<th scope="col">(.*?)</th>', made) == [*frame.columns]


def test_hostile_text_is_text() -> None:
    evil = "</table><img src=x onerror=alert(1)>"
    made = as_html(pd.DataFrame({evil: [evil]}), evil, {})
    assert "<img" not in made
    assert made.count("</table>") == 1


def test_a_long_table_says_how_much_of_it_is_read() -> None:
    made = as_html(pd.DataFrame({"Row": range(MOST_ROWS + 1)}), "Rows", {})
    assert len(cells(made)) == MOST_ROWS
    assert f"<caption>Rows: the first {MOST_ROWS} of {MOST_ROWS + 1} rows</caption>" in made
