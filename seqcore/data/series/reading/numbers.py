"""Text into numbers: decimal points and commas, thousands, currencies, percent signs, and what stands for nothing.

Cells are pyarrow arrays: the text of a CSV file, or a column of a Parquet file as it is stored. All of it works on
whole columns; RE2 patterns take linear time whatever a file holds.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

Array64 = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

LARGEST = 1e30
"""Numbers beyond are taken for infinite: sums and squares of them would not stay finite."""
AROUND = " \t\r\n\f\v\"'\u00a0\u202f\u2009\u2007"
"""What may stand around a cell without a meaning."""
LONGEST_CELL = 100
"""Of longer text in a Parquet file only the beginning is looked at: unpacked it may be very long."""
MISSING_WORDS = (
    "",
    *("-", "--", "---", "–", "—", ".", "..", "...", "?", "*"),
    *("na", "n/a", "n.a.", "n.a", "nan", "nat", "<na>", "null", "none", "nil", "nd", "n/d", "missing", "(null)"),
    *("#n/a", "#na", "#n/a n/a", "#null!", "#num!", "#div/0!", "#value!", "#ref!", "#name?"),
    *("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "+∞", "-∞"),
)

SPACE = r" \p{Zs}'’"
_CODES = "USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN|CZK|BRL|ZAR|BTC|USDT|kr|zł|Kč"
CURRENCY = rf"(?:[A-Z]{{0,2}}\p{{Sc}}|{_CODES})"
_SHAPE = (
    rf"^[-+−(]{{0,2}}\s*{CURRENCY}?\s*[-+−(]?(?:\d[\d.,{SPACE}]*|[.,]\d+)(?:[eE][-+]?\d+)?"
    rf"\s*(?:[%KMBT]|{CURRENCY})?[-)]?$"
)
SIGNS = {"point": (r"\.", ","), "comma": (",", r"\.")}
"""The decimal sign and the thousands sign, as in patterns."""
_NUMBER = r"(?:\d+<decimal>?\d*|<decimal>\d+)(?:[eE][-+]?\d+)?$"
_SCALES = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}


@dataclass(frozen=True)
class Numbers:
    """One column. `values` are NaN where a number is missing or where there is other text, which `text` marks."""

    values: Array64
    text: Mask
    percent: bool = False
    scaled: bool = False

    @property
    def known(self) -> Mask:
        return np.isfinite(self.values)


def is_text(cells: "pa.Array") -> bool:
    """Whether the cells are text, as those of a CSV file always are; Parquet gives dictionaries of text."""
    import pyarrow as pa

    kind = cells.type.value_type if pa.types.is_dictionary(cells.type) else cells.type
    return bool(pa.types.is_string(kind))


def trimmed(cells: "pa.Array") -> "pa.Array":
    """The text without spaces and quotes around it; nothing where it stands for a missing value."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(cells.type):
        short = pc.utf8_slice_codeunits(cells.dictionary, 0, LONGEST_CELL)
        cells = pa.DictionaryArray.from_arrays(cells.indices, short).dictionary_decode()
    text = pc.utf8_trim(cells, characters=AROUND)
    short = pc.less_equal(pc.binary_length(text), max(len(word.encode()) for word in MISSING_WORDS))
    lowered = pc.utf8_lower(pc.if_else(short, text, "text"))
    return pc.if_else(pc.is_in(lowered, value_set=pa.array(MISSING_WORDS)), None, text)


def number_shaped(text: "pa.Array") -> "pa.Array":
    """Which cells of trimmed text look like a number in any way of writing."""
    import pyarrow.compute as pc

    return pc.match_substring_regex(text, _SHAPE).fill_null(False)


def signed(pattern: str, decimal: str) -> str:
    """A pattern with the signs of this way of writing in the places of <decimal> and <thousands>."""
    point, thousands = SIGNS[decimal]
    return pattern.replace("<decimal>", point).replace("<thousands>", thousands)


def read_numbers(cells: "pa.Array", decimal: str) -> Numbers:
    """The numbers in one column; infinite ones and those beyond `LARGEST` are missing."""
    import pyarrow.compute as pc

    if not is_text(cells):
        return _stored(cells)
    text = trimmed(cells)
    is_plain = pc.match_substring_regex(text, signed(f"^-?{_NUMBER}", decimal)).fill_null(False)
    values = _cast(pc.if_else(is_plain, text, None), decimal)
    odd = pc.and_(pc.is_valid(text), pc.invert(is_plain)).to_numpy(zero_copy_only=False)
    unread, percent, scaled = odd.copy(), False, False
    if odd.any():
        values[odd], percent, scaled = _in_words(text.filter(odd), decimal)
        unread &= np.isnan(values)
    return Numbers(_bounded(values), unread, percent, scaled)


def _stored(cells: "pa.Array") -> Numbers:
    """The numbers of a column that is not text; dates, lists and the like are taken for text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = cells.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        return Numbers(np.full(len(cells), np.nan), pc.is_valid(cells).to_numpy(zero_copy_only=False))
    if pa.types.is_decimal(kind):
        cells = pc.cast(cells, pa.string())  # Straight to float64 it would be rounded twice.
    values = pc.cast(cells, pa.float64(), safe=False).fill_null(np.nan).to_numpy(zero_copy_only=False)
    return Numbers(_bounded(values.copy()), np.zeros(len(cells), bool))


def _bounded(values: Array64) -> Array64:
    values[~(np.abs(values) <= LARGEST)] = np.nan
    return values


def _cast(text: "pa.Array", decimal: str) -> Array64:
    import pyarrow as pa
    import pyarrow.compute as pc

    if decimal == "comma":
        text = pc.replace_substring(text, ",", ".")
    values: Array64 = pc.cast(text, pa.float64()).fill_null(np.nan).to_numpy(zero_copy_only=False).copy()
    return values


def _in_words(text: "pa.Array", decimal: str) -> tuple[Array64, bool, bool]:
    """Numbers as people write them, NaN where there is none; whether percent signs and letters as in 6.5M were met."""
    import pyarrow.compute as pc

    def without(pattern: str, replacement: str = "") -> Any:
        return pc.replace_substring_regex(text, pattern=pattern, replacement=replacement)

    text = without("[−–]", "-")
    text = without(rf"^([-+(]*)\s*{CURRENCY}\s*", r"\1")
    text = without(rf"\s*{CURRENCY}([-)]?)$", r"\1")
    percent = pc.match_substring_regex(text, r"\d\s*%[-)]?$")
    text = without(r"(\d)\s*%([-)]?)$", r"\1\2")
    text = without(r"^\((.+)\)$", r"-\1")
    text = without(r"^([^-]+)-$", r"-\1")
    text = without(r"^([-+])\s+", r"\1")
    letters = pc.extract_regex(text, rf"^(?:[-+\d.,{SPACE}]+?)\s*(?P<scale>[KMBT])$").field("scale").fill_null("")
    text = without(r"([\d.,])\s*[KMBT]$", r"\1")
    between = signed(f"[<thousands>{SPACE}]", decimal)
    groups = signed(rf"^[-+]?\d{{1,3}}(?:{between}\d{{2,3}})*{between}\d{{3}}(?:<decimal>\d*)?$", decimal)
    together = without(between)
    text = pc.if_else(pc.match_substring_regex(text, groups), together, text)
    readable = pc.match_substring_regex(text, signed(f"^[-+]?{_NUMBER}", decimal))
    values = _cast(pc.if_else(readable, text, None), decimal)
    known = np.isfinite(values)
    scaled = False
    for letter, scale in _SCALES.items():
        here = pc.equal(letters, letter).to_numpy(zero_copy_only=False) & known
        values[here] *= scale
        scaled |= bool(here.any())
    return values, bool((percent.to_numpy(zero_copy_only=False) & known).any()), scaled
