"""Text files: every encoding comes back as it was, what is guessed or changed is told, what is no text is refused."""

import codecs
import random
import re
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.text.bundled import bundled_text
from seqcore.data.text.reading import LARGEST_BYTES, ReadText, read_text
from seqcore.invalid import InvalidInput

NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u2028-\u202e\u2066-\u2069]")
PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=200).map(lambda text: NOT_TEXT.sub("", text) + "x")
WORDS = st.lists(st.text("abcdefgäöüéкириллица漢字假名", min_size=1, max_size=8), min_size=2, max_size=30).map(" ".join)
MARKED = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
NOT_UNICODE = {
    "gb18030": "滚滚长江东逝水，浪花淘尽英雄。\n是非成败转头空。青山依旧在，几度夕阳红。\n",
    "big5": "歲陰窮暮紀，獻節芳。\n冬盡今宵促，年開明日長。\n冰消出鏡水，梅散入風香。\n",
    "cp932": "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n",
    "euc_jp": "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n",
    "cp949": "동해물과 백두산이 마르고 닳도록 하느님이 보우하사 우리나라 만세.\n",
    "cp1252": "Où est l'été ? Ça dépend de l'âge, dit le garçon à la fenêtre – naïve.\n",
    "cp1250": "Zażółć gęślą jaźń. Litwo! Ojczyzno moja! ty jesteś jak zdrowie;\n",
    "cp1251": "Все счастливые семьи похожи друг на друга.\nВсё смешалось в доме Облонских.\n",
    "koi8_r": "Все счастливые семьи похожи друг на друга.\nВсё смешалось в доме Облонских.\n",
    "cp1253": "Σε γνωρίζω από την κόψη του σπαθιού την τρομερή, σε γνωρίζω από την όψη\n",
}


def problem(content: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_text(content)
    (sentence,) = caught.value.problems
    assert sentence.startswith("task.path: the file ")
    assert sentence.endswith(".")
    return sentence


@given(PLAIN)
def test_utf_8_comes_back_without_a_word(text: str) -> None:
    assert read_text(text.encode()) == ReadText(text, "utf-8", ())


@pytest.mark.parametrize("encoding", MARKED)
@given(text=PLAIN)
def test_files_with_a_byte_order_mark_come_back(encoding: str, text: str) -> None:
    read = read_text(MARKED[encoding] + text.encode(encoding))
    assert read == ReadText(text, encoding, (f"The file begins with the byte order mark of {encoding.upper()}.",))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@given(text=WORDS)
def test_utf_16_without_a_mark_comes_back(encoding: str, text: str) -> None:
    read = read_text(text.encode(encoding))
    assert (read.text, read.encoding) == (text, encoding)
    assert read.notes[0].startswith(f"The encoding is a guess: {encoding.upper()} ({text.count(' ')} of {len(text)} ")


@pytest.mark.parametrize("times", [1, 20, 2000])
@pytest.mark.parametrize("encoding", NOT_UNICODE)
def test_other_encodings_are_guessed_and_the_guess_is_told(encoding: str, times: int) -> None:
    text = NOT_UNICODE[encoding] * times
    read = read_text(text.encode(encoding))
    assert (read.text, read.encoding) == (text, encoding)
    (note,) = read.notes
    assert note.startswith("The encoding is a guess: ")
    example = re.search("for example “(.+)”", note)
    assert example
    assert example[1] in text
    assert not example[1].isascii()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_that_was_cut_off_is_read(encoding: str) -> None:
    text = bundled_text("tang")
    read = read_text(text.rstrip("\n").encode(encoding)[:-1])
    assert read.encoding == encoding
    assert read.text.rstrip("\ufffd") == text.rstrip("\n")[:-1]
    assert any("left out" in note or "1 place is not" in note for note in read.notes)


def test_line_ends_become_alike_and_are_counted() -> None:
    read = read_text("a\r\nb\rc\nd\x0ce\u2028f".encode())
    assert read.text == "a\nb\nc\nd\ne\nf"
    assert read.notes == ("4 line ends of other kinds became \\n.",)


def test_control_characters_are_removed_and_counted() -> None:
    read = read_text(("word\tword " * 50 + "\x07\ufeff\u202e").encode())
    assert read.text == "word\tword " * 50
    assert read.notes == ("3 control characters were removed.",)
    assert read_text(b"word " * 50 + b"\x1b").notes == ("1 control character was removed.",)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "is empty"),
        (b" \n\r\n\t", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (b"a" * (LARGEST_BYTES + 10_000), "has 5.01 MB; at most 5 MB"),
        (b"text\x00text, text", "binary data (1 NUL byte)"),
        (bytes(range(1, 32)) * 10, "binary data (260 control characters)"),
        ("text\x00 text".encode("utf-16"), "binary data (1 NUL character)"),
        (("\x01" * 9 + "text ").encode("utf-16"), "binary data (9 control characters)"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "begins like UTF-16, but its byte 5 does not fit"),
        (codecs.BOM_UTF8 + b"caf\xe9", "begins like UTF-8, but its byte 7 does not fit"),
        (b"a\x81 \xfe\xff \x81\x8d \xff" * 9, "is not UTF-8"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04...", "Word, OpenDocument, EPUB or zip"),
        (b"\x1f\x8b...", "gzip"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, named: str) -> None:
    assert named in problem(content)


@given(st.binary(max_size=300) | st.builds(bytes.__add__, st.sampled_from([*MARKED.values()]), st.binary(max_size=99)))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        read = read_text(content)
    except InvalidInput as error:
        assert len(error.problems) == 1
    else:
        assert read.text.strip()
        assert not NOT_TEXT.search(read.text)
        read.text.encode("utf-8")


@pytest.mark.parametrize(
    "unit",
    [b"\xff", b"\x81", b"a\r", b"\xe2\x80\xae", b"\xe5\xa4\xa9" * 20 + b"\xff", b"a" * 60_000 + b"\xe9", b"\xc0\x80"],
    ids=repr,
)
def test_the_largest_hostile_files_take_no_longer_than_others(unit: bytes) -> None:
    content = (unit * (LARGEST_BYTES // len(unit) + 1))[:LARGEST_BYTES]
    begin = time.process_time()
    with suppress(InvalidInput):
        read_text(content)
    assert time.process_time() - begin < 3


def test_random_bytes_beyond_ascii_are_refused() -> None:
    content = bytes(random.Random(1).choices(range(128, 256), k=100_000))
    assert "is not UTF-8" in problem(content)
