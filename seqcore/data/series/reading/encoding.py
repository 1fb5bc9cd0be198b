"""Bytes into text: marks at the beginning, then UTF-8, then the encoding in which names of columns are words.

A heading of a table is too short to be told by the frequency of letters (charset-normalizer read 3 of 13 such files
wrongly), but words such as 收盘 or Закрытие are hardly ever met by chance.
"""

import codecs
import re

from seqcore.data.series.reading import names
from seqcore.data.series.reading.month_names import MONTH_OF
from seqcore.data.series.reading.refusing import refuse_binary, refuse_unreadable

ENCODINGS = {
    "auto": "Find out",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Western (Windows 1252)",
    "cp1250": "Central European (Windows 1250)",
    "cp1251": "Cyrillic (Windows 1251)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "gb18030": "Chinese (GB18030)",
    "big5": "Chinese (Big5)",
    "cp932": "Japanese (Shift-JIS)",
    "euc-jp": "Japanese (EUC-JP)",
    "cp949": "Korean (EUC-KR)",
}
_MARKS = (  # UTF-32 begins like UTF-16.
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_INVISIBLE = "\ufeff\u200b\u200e\u200f\x00"
_SAMPLE = 20_000
_RUNS = re.compile(rb"[\x80-\xff]+")
_IN_WORDS = re.compile(
    rb"[a-zA-Z][\x80-\xff]{1,2}(?![\x80-\xff])|(?<![\x80-\xff])[\x80-\xff]{1,2}[a-zA-Z]"
    rb"|(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])"
)
"""Few letters among those of English words, as Western languages have them, or one sign: a currency, a degree."""
_BEHIND_LETTERS = re.compile(rb"[a-z]{2}[\x80-\xff]{1,2}(?![\x80-\xff])")
"""The same where some byte is none of Windows 1252: the second half of a Japanese sign may be a letter."""
_CENTRAL = re.compile(rb"[a-zA-Z][\xa3\xa5\xaf\xb3\xb9\xbc\xbe\xbf][a-zA-Z]")
"""Letters in the middle of Central European words, where Western ones would have signs: pe\xb3ny is no pe³ny."""
_WESTERN = ("cp1252", "latin-1")
_WORDS = sorted(
    word
    for word in {*names.DATE, *names.VALUES, *names.OPENING["open"], *names.OPENING["high"], *names.HOUR, *MONTH_OF}
    if len(word) > 1 and not word.isascii()
)


def decode(content: bytes, chosen: str = "auto") -> tuple[str, str, list[str]]:
    """The text of a file, the name of its encoding, and notes. Raises InvalidInput for what is no text table."""
    refuse_binary(content)
    text, encoding = _decoded(content) if chosen == "auto" else (content.decode(chosen, "replace"), chosen)
    zeros = text.count("\x00")
    for sign in _INVISIBLE:
        text = text.replace(sign, "") if sign in text else text
    refuse_unreadable(text)
    notes = [f"{zeros:,} NUL characters were left out."] if zeros else []
    if chosen == "auto" and encoding in ENCODINGS and not encoding.startswith("utf") and encoding not in _WESTERN:
        notes.append(f"The text was read as {ENCODINGS[encoding]}.")
    return text, encoding, notes


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(codec, "replace"), codec[:6].rstrip("-")
    start = content[:4096]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) > 0.3 * len(start) / 2 and min(even, odd) < 0.1 * max(even, odd):
        return content.decode("utf-16-le" if odd > even else "utf-16-be", "replace"), "utf-16"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _guessed(content[:_SAMPLE])
    for name in (encoding, *_WESTERN):
        try:
            return content.decode(name), name
        except UnicodeDecodeError:
            continue
    raise AssertionError("every byte is a letter of latin-1")


def _guessed(sample: bytes) -> str:
    """The encoding in which most words of tables are found; without any, what the signs look like."""
    scores = {}
    for name in ENCODINGS:
        decoder = None if name.startswith(("auto", "utf")) else codecs.getincrementaldecoder(name)()
        try:
            text = decoder.decode(sample).lower() if decoder else ""  # The sample may end in the middle of a letter.
        except UnicodeDecodeError:
            continue
        scores[name] = sum(word in text for word in _WORDS)
    best = max(scores, key=lambda name: scores[name])
    if scores[best]:
        return best
    western = _IN_WORDS if "cp1252" in scores else _BEHIND_LETTERS
    if len(western.findall(sample)) > len(_RUNS.findall(sample)) / 2:
        return "cp1250" if _CENTRAL.search(sample) else "cp1252"
    import charset_normalizer

    isolated = [name for name in scores if name not in ("auto", "utf-8", "utf-16", "euc-jp")]
    found = charset_normalizer.from_bytes(sample, cp_isolation=isolated).best()
    return codecs.lookup(found.encoding).name if found else "cp1252"
