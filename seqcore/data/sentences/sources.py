"""Where tagged sentences come from: one entry for each source."""

from collections.abc import Callable
from dataclasses import dataclass

from seqcore.data.base import Loaded, ReadFile
from seqcore.data.sentences.bundled import BUNDLED
from seqcore.data.sentences.lines import sentences_in
from seqcore.data.sentences.sentences import Sentences
from seqcore.data.text.reading import read_text
from seqcore.data.uploads import file_name
from seqcore.invalid import InvalidInput

FEWEST_SENTENCES = 10


@dataclass(frozen=True)
class SentenceSource:
    """A source of sentences. `load` and `in_words` get the name in the setting that goes with it: `setting`."""

    title: str
    setting: str
    load: Callable[[str, ReadFile], Loaded]
    in_words: Callable[[str], str]


def _bundled(name: str, read: ReadFile) -> Loaded:
    return Loaded(Sentences.bundled(name))


def _own(path: str, read: ReadFile) -> Loaded:
    found = read_text(read(path))
    tagged = sentences_in(found.text)
    name, number = file_name(path), len(tagged.sentences)
    if number < FEWEST_SENTENCES:
        words = f"the file has {number} sentence{'s' * (number != 1)}; at least {FEWEST_SENTENCES} are needed"
        raise InvalidInput([f"task.path: {words}, with an empty line between two of them."])
    notes = list(found.notes)
    if tagged.repaired:
        notes.append(f"{tagged.repaired:,} names began with I-: they begin with B- now.")
    data = Sentences((tuple(tagged.sentences),), name, f"The file {name}.", tuple(notes))
    if not data.kinds:
        raise InvalidInput(["task.path: every tag is O; some words have to be names, as in B-PER."])
    return Loaded(data, (("encoding", found.encoding),))


SOURCES = {
    "bundled": SentenceSource("Bundled", "bundle", _bundled, lambda name: BUNDLED[name].title),
    "own": SentenceSource("Your own", "path", _own, lambda path: file_name(path) or "no sentences yet"),
}
