"""Printing for people: text from outside is never markup, and no value of a table is ever cut."""

import os
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

READABLE = 20
"""Characters that a column of sentences needs at least; with fewer, a list is easier to read than a table."""
ALL_IN_ONE_LINE = 10_000


class Terminal(Console):
    """As wide as the terminal, or as COLUMNS says; without either, lines are as long as what stands in them."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False, highlight=False)
        self.is_wide = not self.is_terminal and "COLUMNS" not in os.environ
        if self.is_wide:
            self.width = ALL_IN_ONE_LINE

    def on_broken_pipe(self) -> None:
        raise  # what is being handled: rich would end the process here

    def say(self, text: str, indent: int = 0) -> None:
        """A sentence, wrapped between words (never within one: a path is to be copied) and indented."""
        for line in wrap(plain(text), self.width - indent, break_long_words=False, break_on_hyphens=False) or [""]:
            self.print(" " * indent + line, soft_wrap=True)

    def rows(self, headers: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "", whole: int = 1) -> None:
        """A table, or a list with a paragraph for each row where a table would be too narrow to read.

        The first `whole` columns, and all that hold short words, are never broken; the others wrap between words.
        """
        rows = [[plain(cell) for cell in row] for row in rows]
        longest = [max(map(cell_len, column), default=0) for column in zip(*rows, strict=True)]
        headed = [max(map(cell_len, header.split()), default=0) for header in headers]
        unbroken = [place < whole or cells <= READABLE for place, cells in enumerate(longest)]
        needed = [
            max(cells if kept else READABLE, header)
            for cells, kept, header in zip(longest, unbroken, headed, strict=True)
        ]
        if title:
            self.print(title, style="italic")
        if sum(needed) + 3 * len(needed) + 1 > self.width:
            self._list(headers, rows)
            return
        table = Table()
        for header, cells, kept in zip(headers, needed, unbroken, strict=True):
            table.add_column("\n".join(wrap(header, cells)), overflow="fold", no_wrap=kept)
        for row in rows:
            table.add_row(*row)
        self.print(table)

    def _list(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        for name, *cells in rows:
            self.print(name, style="bold", overflow="fold")
            for header, cell in zip(headers[1:], cells, strict=True):
                if cell:
                    self.say(f"{header}: {cell}", indent=4)


def plain(text: Any) -> str:
    """`text` in one line, without what would steer a terminal, and without what no encoding can write."""
    spaced = " ".join(str(text).split())
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in spaced)
