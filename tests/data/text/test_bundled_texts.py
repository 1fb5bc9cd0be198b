"""The texts that come with the program: whole, clean, with a source and a licence, and small."""

import pytest

from seqcore.data.text.bundled import BUNDLED, FOLDER, bundled_text
from seqcore.data.text.cleaning import clean
from seqcore.data.text.reading import read_text
from seqcore.invalid import InvalidInput

LARGEST = 400_000
"""Bytes for all texts, licences and the description together."""
SIZES = {"alice": (144_301, 69), "sonnets": (93_757, 61), "tang": (34_515, 1_514)}
BEGINNINGS = {"alice": "CHAPTER I. Down the", "sonnets": "From fairest creatures", "tang": "歲陰窮暮紀，獻節啓新芳。\n"}


@pytest.mark.parametrize("name", BUNDLED)
def test_every_text_is_whole(name: str) -> None:
    text = bundled_text(name)
    cleaned = clean(text, fold_case=False, most_symbols=None)
    assert (len(cleaned.codes), len(cleaned.alphabet)) == SIZES[name]
    assert text.startswith(BEGINNINGS[name])
    assert cleaned.notes == ()


@pytest.mark.parametrize("name", BUNDLED)
def test_every_text_reads_like_an_upload_without_a_note(name: str) -> None:
    read = read_text((FOLDER / BUNDLED[name].file).read_bytes())
    assert (read.text, read.encoding, read.notes) == (bundled_text(name), "utf-8", ())


@pytest.mark.parametrize("name", BUNDLED)
def test_every_text_says_what_it_is_and_who_may_use_it(name: str) -> None:
    entry = BUNDLED[name]
    assert entry.title
    assert entry.source
    assert "ublic domain" in entry.licence
    description = (FOLDER / "README.md").read_text(encoding="utf-8")
    characters, symbols = SIZES[name]
    row = next(line for line in description.splitlines() if f"`{entry.file}`" in line)
    assert row.endswith(f"| {characters:,} | {symbols:,} |")


def test_nothing_else_is_kept_and_all_of_it_is_small() -> None:
    files = {file.name for file in FOLDER.iterdir()}
    assert files == {"README.md", "LICENSE-chinese-poetry.txt", *(entry.file for entry in BUNDLED.values())}
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < LARGEST


def test_poems_have_the_form_that_they_are_taken_for() -> None:
    lines = [line for line in bundled_text("tang").splitlines() if line]
    assert all(len(line) == 12 and line[5] == "，" and line[11] == "。" for line in lines)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(InvalidInput, match="got 'moby'; allowed is one of alice, sonnets, tang"):
        bundled_text("moby")
