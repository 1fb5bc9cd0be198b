"""Text that came from outside, shown as it is: file names, tickers, columns, notes of run folders, parts of a link.

Streamlit reads Markdown and Plotly reads some HTML wherever they show text; a file called ``![x](https://…).csv``
would make everybody who sees its name fetch a picture. Whatever a stranger may have written goes through here.
"""

import re
import unicodedata

_SIGNS = re.compile(r"([!\"#$&'()*+\-:;<=>?@\[\\\]^_`{|}~])")
_MEANT = re.compile(r"(?<=:)(?=[/\w+-])|(?<=@)(?=[-\w])|(?<=www)(?=\.)", re.IGNORECASE)
"""Where links, icons and smileys are found in spite of a backslash: Streamlit looks for them in the finished text."""
_APART = "\u2060"
"""Joins two words, and has no width: nobody sees it, and what it stands in is no link any more."""
_RIGHT_TO_LEFT = ("R", "AL", "RLE", "RLO", "RLI")


def plain(text: str) -> str:
    """Markdown that shows `text` as it is, in one line: no links, pictures, formulas, icons or colours."""
    return _SIGNS.sub(r"\\\1", _MEANT.sub(_APART, in_one_line(text)))


def figure_text(text: str) -> str:
    """What Plotly shows as `text`: no links or tags, no formulas, no values that are put in."""
    escaped = in_one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("$", f"{_APART}${_APART}").replace("%{", f"%{_APART}{{")


def in_one_line(text: str) -> str:
    """Without line ends, control characters and what turns the direction of the words around it."""
    kept = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _is_visible(sign))
    words = " ".join(kept.split())
    if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in words):
        return f"\u2068{words}\u2069"
    return words


def _is_visible(sign: str) -> bool:
    """Whether it may stand on a page: no control characters, lone surrogates or marks of direction."""
    is_mark = unicodedata.bidirectional(sign) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    return unicodedata.category(sign) not in ("Cc", "Cs") and not is_mark
