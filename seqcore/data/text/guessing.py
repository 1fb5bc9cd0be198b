"""Guessing the encoding of a text that is not Unicode, with the reasons for the guess. Uses charset-normalizer.

Not tried: escape codes (ISO-2022-JP, UTF-7) and code pages of DOS and of old Macintoshes.
"""

import re

GUESSES = (
    *("gb18030", "big5", "cp932", "euc_jp", "cp949"),
    *("cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256"),
)
"""What is tried for files that are not Unicode. Of equally good guesses the first one is taken."""
_LONGEST_CHARACTER = 4
"""Bytes of a character in GB 18030."""
_SAMPLE_BYTES = 60_000
_ABOUT_EQUAL = 0.02
"""In charset-normalizer's measure of chaos, 0 to 1."""

Decoded = tuple[str, str, list[str]]
"""Text, the name of its encoding, notes."""


def guess(content: bytes) -> Decoded | None:
    """The text of a file in the likeliest of `GUESSES`; None when none of them explains all of its bytes.

    A file may have been cut off within its last character, whose bytes are left out then.
    """
    for num_cut in range(_LONGEST_CHARACTER):
        decoded = _guess_whole(content[: len(content) - num_cut])
        if decoded and num_cut:
            what = "last byte, which begins a character, was" if num_cut == 1 else f"last {num_cut} bytes were"
            decoded[2].append(f"The {what} left out.")
        if decoded:
            return decoded
    return None


def _guess_whole(content: bytes) -> Decoded | None:
    import charset_normalizer

    found = list(charset_normalizer.from_bytes(_sample(content), cp_isolation=list(GUESSES)))
    least = min((match.chaos for match in found), default=0.0)
    good = {name for match in found if match.chaos <= least + _ABOUT_EQUAL for name in match.could_be_from_charset}
    for encoding in GUESSES:
        if encoding in good:
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            evidence = f"all {len(content):,} bytes are valid in it and mix letters as texts do{_example(text)}"
            return text, encoding, [guess_note(encoding, evidence)]
    return None


def guess_note(encoding: str, evidence: str) -> str:
    """The sentence about a guess."""
    name = encoding.upper().replace("_", "-")
    return f"The encoding is a guess: {name} ({evidence}). If letters look wrong, save the file as UTF-8."


def _sample(content: bytes) -> bytes:
    """The first 60 kB from the first line with a byte beyond ASCII, cut where no encoding's character is cut."""
    beyond = re.search(rb"[\x80-\xff]", content)
    start = content.rfind(b"\n", 0, beyond.start()) + 1 if beyond else 0
    sample = content[start : start + _SAMPLE_BYTES]
    if start + _SAMPLE_BYTES >= len(content):
        return sample
    # In all encodings of `GUESSES`, bytes up to the blank are characters of their own.
    end = max(sample.rfind(b"\n"), sample.rfind(b" "))
    return sample[:end] if end > 0 else content[start:]


def _example(text: str) -> str:
    """The first word with a letter beyond ASCII, or some of it."""
    first = re.search(r"[^\W\x00-\x7f]", text)
    if not first:
        return ""
    place = first.start()
    before, after = re.split(r"\W", text[max(0, place - 10) : place])[-1], re.split(r"\W", text[place : place + 10])[0]
    return f", for example “{before}{after}”"
