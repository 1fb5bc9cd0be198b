"""Which sign is the decimal one, point or comma: what the numbers say for sure, else the likeliest, and saying so."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from seqcore.data.series.reading.numbers import CURRENCY, SIGNS, SPACE, UNIT, is_text, signed, trimmed

if TYPE_CHECKING:
    import pyarrow as pa

_BEFORE = rf"^[<>≤≥~≈=]*\s*[-+−(]*\s*{CURRENCY}?\s*[-+−(]*"
_AFTER = rf"(?:[eE][-+]?\d+)?\s*(?:[%KMBT]|{CURRENCY}|{UNIT})?[-)]*$"
# What only one of the two ways of writing explains.
_PROOF = (
    rf"{_BEFORE}(?:\d{{1,3}}[{SPACE}])*"
    r"(?:\d{1,3}(?:<thousands>\d{2,3})+<decimal>\d+|\d{1,3}(?:<thousands>\d{3}){2,}"
    r"|0<decimal>\d+|\d{4,}<decimal>\d+|\d*<decimal>\d{1,2}|\d*<decimal>\d{4,})"
    rf"{_AFTER}"
)
_SEVERAL = 3
_EITHER = rf"{_BEFORE}[1-9]\d{{0,2}}<decimal>\d{{3}}{_AFTER}"


def find_decimal(columns: Sequence["pa.Array"], separator: str) -> tuple[str, tuple[str, ...], bool]:
    """The decimal sign ("point" or "comma") that explains the numbers in these columns, and what had to be assumed.

    The last one says whether the other sign would do as well.
    """
    proofs, either, example = dict.fromkeys(SIGNS, 0), dict.fromkeys(SIGNS, 0), dict.fromkeys(SIGNS, "")
    for cells in filter(is_text, columns):
        text = trimmed(cells)
        for decimal in SIGNS:
            proofs[decimal] += len(_matching(text, _PROOF, decimal))
            found = _matching(text, _EITHER, decimal)
            either[decimal] += len(found)
            example[decimal] = example[decimal] or (found[0].as_py() if len(found) else "")
    if proofs["comma"] != proofs["point"]:
        decimal = max(proofs, key=lambda sign: proofs[sign])
        mixed = f"Most numbers have a decimal {decimal}; some look as if they had the other sign."
        return decimal, ((mixed,) if min(proofs.values()) else ()), False
    if (either["comma"] > 0) != (either["point"] > 0):
        thousands, decimal = ("comma", "point") if either["comma"] else ("point", "comma")
        if any(_has_hundreds(trimmed(cells), thousands) for cells in filter(is_text, columns)):
            told = f"{example[thousands]!r} was read as a thousand and more: other numbers are whole and below 1,000."
            return decimal, (told,), False
    if either["comma"] and not either["point"]:
        # Who separates cells by semicolons does so because the comma is the decimal sign.
        decimal = "comma" if separator == "semicolon" else "point"
        return decimal, (_assumed(example["comma"], decimal),), True
    if either["point"] and separator == "semicolon":
        return "point", (_assumed(example["point"], "point"),), True
    return "point", (), False


def _has_hundreds(text: "pa.Array", thousands: str) -> bool:
    """Whether whole hundreds stand beside numbers with three digits behind this sign: 957 before 1.019."""
    import pyarrow.compute as pc

    plain = text.filter(pc.match_substring_regex(text, r"^\d{1,4}$").fill_null(False))
    hundreds = pc.sum(pc.equal(pc.utf8_length(plain), 3)).as_py() or 0
    longer = pc.any(pc.equal(pc.utf8_length(plain), 4)).as_py()
    return 2 * hundreds > len(plain) and not longer and len(_matching(text, _EITHER, thousands)) >= _SEVERAL


def _assumed(text: str, decimal: str) -> str:
    return f"No number says for sure which sign is the decimal one: {text!r} was read with a decimal {decimal}."


def _matching(text: "pa.Array", pattern: str, decimal: str) -> "pa.Array":
    import pyarrow.compute as pc

    some = text.filter(pc.match_substring_regex(text, "[.,]").fill_null(False))  # 1.491.000 has no decimal sign
    return some.filter(pc.match_substring_regex(some, signed(pattern, decimal)))
