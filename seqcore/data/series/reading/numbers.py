"""Text into numbers: decimal points and commas, thousands, currencies, percent signs, and what stands for nothing.

Cells are pyarrow arrays: the text of a CSV file, or a column of a Parquet file as it is stored. All of it works on
whole columns; RE2 patterns take linear time whatever a file holds.
"""

import re
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
    *(
        ":",
        "/",
        "unavailable",
        "unknown",
        "offline",
        "no data",
        "nodata",
        "no value",
        "not available",
        "n.v.",
        "nv",
    ),
    *("k.a.", "k. a.", "keine angabe", "n.b.", "n.d.", "s/d", "sin datos", "sem dados", "brak", "b/d", "нет", "н/д"),
    *("na", "n/a", "n.a.", "n.a", "nan", "nat", "<na>", "null", "none", "nil", "nd", "n/d", "missing", "(null)"),
    *("#n/a", "#na", "#n/a n/a", "#null!", "#num!", "#div/0!", "#value!", "#ref!", "#name?"),
    *("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "+∞", "-∞"),
)

SPACE = r" \p{Zs}'’"
_LONGEST_MISSING = max(len(word.encode()) for word in MISSING_WORDS)
_MISSING_SIGNS = r"^(?:\*+|[-–—]+|\.+|\?+|_+)$"
_CODES = "USD|EUR|R[psM]\\.?|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN|CZK|BRL|ZAR|BTC|USDT|TL|kr|zł|Kč"
CURRENCY = rf"(?:[A-Z]{{0,2}}\p{{Sc}}|{_CODES})"
UNIT = r"[^\d\s.,;|:/+()'\"–—-][^\d\s;|]{0,11}[23²³]?"
"""What may stand behind a number: a unit, a letter for thousands, a flag."""
_SHAPE = (
    rf"^[<>≤≥~≈]?=?\s?[-+−(]{{0,2}}\s*{CURRENCY}?\s*[-+−(]?"
    rf"(?:\d{{1,3}}(?:[{SPACE}]\d{{3}})+(?:[.,]\d*)?|\d[\d.,]*|[.,]\d+)(?:[eE][-+]?\d+)?"
    rf"\s*(?:[%KMBT]|{CURRENCY})?[-)\]]?$|^[-+−]?\d+(?:[.,]\d+)*\s?{UNIT}$"
)
SIGNS = {"point": (r"\.", ","), "comma": (",", r"\.")}
"""The decimal sign and the thousands sign, as in patterns."""
_NUMBER = r"(?:\d+<decimal>?\d*|<decimal>\d+)(?:[eE][-+]?\d+)?$"
_SCALES = {"K": 1e3, "k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "Mio": 1e6, "Mrd": 1e9, "bn": 1e9}
_SCALE = "|".join(_SCALES)
UNITS = {"auto": "Find out", "unit": "A unit: left out", "scale": "K, M, B, T: thousands, millions, …"}
_LONG = 2000
_USUAL = 0.9
"""The share of cells behind whose number the same letters stand: then they are the unit."""
_FLAG = r"^(?:[a-z]{1,2}|[A-Z]|[*†‡#^]+|\([a-z*]{1,2}\)|\[\w{1,2}\]|[)\]])$"


@dataclass(frozen=True)
class Numbers:
    """One column. `values` are NaN where a number is missing or where there is other text, which `text` marks.

    `notes` tell what was left out around the numbers: a unit, flags, the sign of a bound as in <0.5.
    """

    values: Array64
    text: Mask
    percent: bool = False
    scaled: bool = False
    notes: tuple[str, ...] = ()

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
    short = pc.less_equal(pc.binary_length(text), _LONGEST_MISSING)
    lowered = pc.utf8_lower(pc.if_else(short, text, "text"))
    missing = pc.or_(
        pc.is_in(lowered, value_set=pa.array(MISSING_WORDS)), pc.match_substring_regex(text, _MISSING_SIGNS)
    )
    return pc.if_else(missing, None, text)


def distinct(cells: "pa.Array") -> "pa.DictionaryArray | None":
    """Long columns of text that repeat, as a dictionary without nulls: each text has to be read once only."""
    import pyarrow as pa

    if len(cells) < _LONG or cells.type != pa.string():
        return None
    encoded = cells.fill_null("").dictionary_encode()
    return encoded if len(encoded.dictionary) < len(cells) / 4 else None


def is_missing(cell: str) -> bool:
    """Whether a cell stands for a missing value."""
    word = cell.strip(AROUND).lower()
    return word in MISSING_WORDS or re.fullmatch(_MISSING_SIGNS, word) is not None


def number_shaped(text: "pa.Array") -> "pa.Array":
    """Which cells of trimmed text look like a number in any way of writing."""
    import pyarrow.compute as pc

    listed = pc.match_substring_regex(text, r"[.,]\d?[.,]|^\d\d?\.\d\d?\.\d")  # 2024,1,1,5.0
    return pc.and_not(pc.match_substring_regex(text, _SHAPE), listed).fill_null(False)


def signed(pattern: str, decimal: str) -> str:
    """A pattern with the signs of this way of writing in the places of <decimal> and <thousands>."""
    point, thousands = SIGNS[decimal]
    return pattern.replace("<decimal>", point).replace("<thousands>", thousands)


def read_numbers(cells: "pa.Array", decimal: str, unit: str = "auto") -> Numbers:
    """The numbers in one column; infinite ones and those beyond `LARGEST` are missing.

    `unit` says what letters behind the numbers are: one of `UNITS`.
    """
    import pyarrow.compute as pc

    if not is_text(cells):
        return _stored(cells)
    text = trimmed(cells)
    is_plain = pc.match_substring_regex(text, signed(f"^-?{_NUMBER}", decimal)).fill_null(False)
    values = _cast(pc.if_else(is_plain, text, None), decimal)
    odd = pc.and_(pc.is_valid(text), pc.invert(is_plain)).to_numpy(zero_copy_only=False)
    if not odd.any():
        return Numbers(_bounded(values), odd)
    words, notes = _bare(text.filter(odd), len(text) - text.null_count, unit)
    values[odd], percent, scaled = _in_words(words, decimal)
    return Numbers(_bounded(values), odd & np.isnan(values), percent, scaled, tuple(notes))


def _bare(text: "pa.Array", present: int, unit: str) -> tuple["pa.Array", list[str]]:
    """Numbers without the signs of bounds, the unit of the column and flags. `present`: cells that hold something."""
    import pyarrow.compute as pc

    notes = []
    is_bound = pc.match_substring_regex(text, r"^[<>≤≥~≈]=?\s*[-+\d.,]")
    if pc.any(is_bound).as_py():
        some = text.filter(is_bound)
        notes.append(f"{len(some):,} × a bound such as {some[0].as_py()[:20]}: the number itself was taken.")
        text = pc.replace_substring_regex(text, pattern=r"^[<>≤≥~≈]=?\s*", replacement="")
    tails = pc.extract_regex(
        text, rf"^(?P<number>[-+−]?\s?[\d.,{SPACE}]*\d[.,]?)\s*(?P<tail>{UNIT}|\([a-z*]{{1,2}}\)|\[\d+\]|[)\]])$"
    )
    tail = pc.if_else(tails.is_valid(), tails.field("tail"), None)
    counts = {one["values"]: one["counts"] for one in pc.value_counts(tail.drop_null()).to_pylist()}
    usual = max(counts, key=lambda one: counts[one], default="")
    is_unit = unit != "scale" and (unit == "unit" or counts.get(usual, 0) >= max(3, _USUAL * present))
    drop = None
    if usual and is_unit and not pc.match_substring_regex(usual, rf"^(?:%|{CURRENCY}|[eE]\d?)$").as_py():
        notes.append(f"{usual[:20]!r} behind the numbers was taken for their unit and left out.")
        drop = pc.equal(tail, usual)
    else:
        is_flag = pc.and_(
            pc.match_substring_regex(tail, _FLAG), pc.invert(pc.is_in(tail, value_set=_array([*_SCALES, "kr", "zł"])))
        )
        if pc.any(is_flag).as_py() and pc.sum(is_flag).as_py() <= present / 2:
            flagged = text.filter(is_flag.fill_null(False))
            notes.append(f"{len(flagged):,} × a flag behind a number was left out, as in {flagged[0].as_py()[:20]!r}.")
            drop = is_flag
    if drop is not None:
        text = pc.if_else(drop.fill_null(False), tails.field("number"), text)
    return text, notes


def _array(words: list[str]) -> "pa.Array":
    import pyarrow as pa

    return pa.array(words)


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
    letters = pc.extract_regex(text, rf"^(?:[-+\d.,{SPACE}]+?)\s*(?P<scale>{_SCALE})$").field("scale").fill_null("")
    text = without(rf"([\d.,])\s*(?:{_SCALE})$", r"\1")
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
