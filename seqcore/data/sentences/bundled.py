"""Tagged sentences that come with the program. What they are and their licences: `bundled/README.md`."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seqcore.data.sentences.lines import sentences_in
from seqcore.data.sentences.tagged import Sentence
from seqcore.invalid import InvalidInput

FOLDER = Path(__file__).parent / "bundled"


@dataclass(frozen=True)
class BundledSentences:
    """The files in `FOLDER`, one text each, and in words what they are and who may use them."""

    title: str
    files: tuple[str, ...]
    source: str
    licence: str


BUNDLED: Mapping[str, BundledSentences] = {
    "english": BundledSentences(
        "English: Wikipedia, news, web",
        ("ewt-test", "ewt-dev", "pud", "wikigold"),
        "Wikigold (Balasuriya and others, 2009) and Universal NER (Mayhew and others, 2024) on the treebanks EWT and "
        "PUD",
        "Licences: CC BY 4.0, CC BY-SA 4.0, CC BY-SA 3.0.",
    ),
    "chinese": BundledSentences(
        "Chinese, by character: Wikipedia",
        ("chinese-gsd-train", "chinese-gsd-rest"),
        "Universal NER (Mayhew and others, 2024) on the treebank Chinese-GSDSimp",
        "Licence: CC BY-SA 4.0.",
    ),
}


@cache
def bundled_texts(name: str) -> tuple[tuple[Sentence, ...], ...]:
    """The texts called `name` in `BUNDLED`. Raises InvalidInput for an unknown name."""
    if name not in BUNDLED:
        raise InvalidInput([f"task.bundle: got {name!r}; allowed is one of {', '.join(BUNDLED)}."])
    contents = (gzip.decompress((FOLDER / f"{file}.tsv.gz").read_bytes()) for file in BUNDLED[name].files)
    return tuple(tuple(sentences_in(content.decode()).sentences) for content in contents)
