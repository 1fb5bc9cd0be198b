"""Text that came from outside, shown as it is: file names, tickers, columns, notes of run folders, parts of a link.

Streamlit reads Markdown and Plotly reads some HTML wherever they show text; a file called ``![x](https://…).csv``
would make everybody who sees its name fetch a picture. Whatever a stranger may have written goes through here.
"""

import re


def plain(text: str) -> str:
    """Markdown that shows `text` as it is: no links, pictures, formulas, icons or colours."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
