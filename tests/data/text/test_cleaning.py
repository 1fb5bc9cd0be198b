"""Texts as codes: what they say comes back, rare characters become one symbol, every change is told."""

import time
import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.text.bundled import bundled_text
from seqcore.data.text.characters import MOST_MARKS, RARE, code_points, normalized, to_text
from seqcore.data.text.cleaning import clean, decode, encode
from seqcore.invalid import InvalidInput

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=100)
FEW = st.text("aAbBcCé" + "e\u0301\ufffdßİ\n", max_size=100)
TEXTS = ANY | FEW


@given(TEXTS, st.booleans())
def test_without_a_limit_every_character_comes_back(text: str, fold_case: bool) -> None:
    cleaned = clean(text, fold_case=fold_case, most_symbols=None)
    expected = normalized(text, fold_case=fold_case)
    assert decode(cleaned.codes, cleaned.alphabet) == expected
    assert cleaned.codes.dtype == np.int32
    assert list(cleaned.alphabet) == sorted(set(expected))
    assert dict(zip(cleaned.alphabet, cleaned.counts.tolist(), strict=True)) == Counter(expected)
    assert unicodedata.is_normalized("NFC", expected)
    assert (encode(expected, cleaned.alphabet) == cleaned.codes).all()


@given(TEXTS, st.integers(2, 12))
def test_within_a_limit_the_most_frequent_characters_stay(text: str, most: int) -> None:
    whole = clean(text, fold_case=False, most_symbols=None)
    cleaned = clean(text, fold_case=False, most_symbols=most)
    assert len(cleaned.alphabet) == min(most, len(whole.alphabet))
    assert cleaned.counts.tolist() == np.bincount(cleaned.codes, minlength=len(cleaned.alphabet)).tolist()
    kept = set(cleaned.alphabet) - {RARE}
    before = dict(zip(whole.alphabet, whole.counts.tolist(), strict=True))
    gone = set(whole.alphabet) - kept - {RARE}
    assert not gone or min(before[one] for one in kept) >= max(before[one] for one in gone)
    original = decode(whole.codes, whole.alphabet)
    assert decode(cleaned.codes, cleaned.alphabet) == "".join(one if one in kept else RARE for one in original)
    assert (encode(original, cleaned.alphabet) == cleaned.codes).all()
    assert bool(gone) == any("were replaced" in note for note in cleaned.notes)


def test_the_note_names_what_is_rare_and_how_often() -> None:
    cleaned = clean("aaaa bbb cc\td", fold_case=False, most_symbols=4)
    assert cleaned.alphabet == (" ", "a", "b", RARE)
    assert cleaned.notes == (
        f"3 of 6 different characters are rare and were replaced by {RARE}, "
        "4 of 13 characters (30.77%): c (2), U+0009 (1), d (1).",
    )
    cleaned = clean(bundled_text("tang"), fold_case=False, most_symbols=1000)
    assert len(cleaned.alphabet) == 1000
    assert cleaned.notes[0].startswith("515 of 1,514 different characters are rare")
    assert cleaned.notes[0].endswith(" and 495 more.")
    assert cleaned.notes[0].count("(") == 21


def test_case_is_folded_on_request_and_spelling_is_not() -> None:
    assert clean("Straße", fold_case=False, most_symbols=None).notes == ()
    folded = clean("STRAßE, Straße", fold_case=True, most_symbols=None)
    assert decode(folded.codes, folded.alphabet) == "straße, straße"
    assert folded.notes == ("Capital letters were made small: the number of different characters went from 12 to 8.",)
    longer = clean("İ", fold_case=True, most_symbols=None)
    assert decode(longer.codes, longer.alphabet) == "i\u0307"


def test_letters_and_their_marks_are_joined_and_typography_stays() -> None:
    cleaned = clean("cafe\u0301", fold_case=False, most_symbols=None)
    assert decode(cleaned.codes, cleaned.alphabet) == "caf\u00e9"
    assert "5 characters became 4" in cleaned.notes[0]
    typography = "“a” – ‘b’ … ﬁ"
    cleaned = clean(typography, fold_case=False, most_symbols=None)
    assert (decode(cleaned.codes, cleaned.alphabet), cleaned.notes) == (typography, ())


def test_endless_marks_are_cut_before_they_are_sorted() -> None:
    """CPython takes minutes to normalize this."""
    text = "a" + "\u0301\u0316" * 500_000
    begin = time.process_time()
    cleaned = clean(text, fold_case=True, most_symbols=None)
    assert time.process_time() - begin < 3
    assert len(cleaned.codes) == MOST_MARKS  # One mark is part of "á".
    assert cleaned.notes[0].startswith(f"{1_000_000 - MOST_MARKS:,} combining marks were left out")


def test_half_a_pair_of_surrogates_becomes_rare() -> None:
    cleaned = clean("a\ud800b", fold_case=True, most_symbols=None)
    assert decode(cleaned.codes, cleaned.alphabet) == f"a{RARE}b"


def test_unknown_characters_become_rare_or_are_named() -> None:
    assert encode("abz", ("a", "b", RARE)).tolist() == [0, 1, 2]
    with pytest.raises(InvalidInput, match=r"does not have: y \(1\), z \(2\); leave them out"):
        encode("zayz", ("a", "b"))
    assert encode("", ("a", "b")).shape == (0,)


@pytest.mark.parametrize("most", [1, 0, -5])
def test_a_limit_needs_room_for_the_rare_symbol(most: int) -> None:
    with pytest.raises(InvalidInput, match=f"most_symbols: got {most}; allowed is 2 or more"):
        clean("abc", fold_case=False, most_symbols=most)


def test_an_empty_text_has_no_symbols() -> None:
    cleaned = clean("", fold_case=True, most_symbols=5)
    assert (cleaned.codes.shape, cleaned.alphabet, cleaned.counts.shape, cleaned.notes) == ((0,), (), (0,), ())
    assert decode(cleaned.codes, cleaned.alphabet) == ""


@given(ANY)
def test_code_points_and_back(text: str) -> None:
    assert to_text(code_points(text)) == text
    assert code_points(text).tolist() == [ord(character) for character in text]
