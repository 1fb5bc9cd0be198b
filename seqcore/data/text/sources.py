"""Where a text comes from: one entry for each source."""

from collections.abc import Callable
from dataclasses import dataclass

from seqcore.data.base import Loaded, ReadFile
from seqcore.data.text.bundled import BUNDLED, bundled_text
from seqcore.data.text.reading import read_text
from seqcore.data.text.text import Text
from seqcore.data.uploads import file_name


@dataclass(frozen=True)
class TextSource:
    """A source of texts. `load` and `in_words` get the name in the setting that goes with it: `setting`."""

    title: str
    setting: str
    load: Callable[[str, ReadFile], Loaded]
    in_words: Callable[[str], str]


def _bundled(name: str, read: ReadFile) -> Loaded:
    known = BUNDLED[name]
    return Loaded(Text(bundled_text(name), known.title, f"{known.source}. {known.licence}"))


def _own(path: str, read: ReadFile) -> Loaded:
    found = read_text(read(path))
    name = file_name(path)
    return Loaded(Text(found.text, name, f"The file {name}.", found.notes), (("encoding", found.encoding),))


SOURCES = {
    "bundled": TextSource("Bundled", "bundle", _bundled, lambda name: BUNDLED[name].title),
    "own": TextSource("Your own", "path", _own, lambda path: file_name(path) or "no text yet"),
}
