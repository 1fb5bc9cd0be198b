"""Rules that need no network: what each word mostly is."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqcore.data.sentences.tagged import Sentence

Probabilities = npt.NDArray[np.float64]
"""(sentences, steps, tags)"""
Said = Callable[[Sequence[Sentence], Sequence[Sentence], Sequence[str], int], Probabilities]


@dataclass(frozen=True)
class Rule:
    """What a rule says of sentences, out of training sentences, the names of tags, and how many steps are read."""

    title: str
    explanation: str
    said: Said


def _shares(training: Sequence[Sentence], names: Sequence[str]) -> npt.NDArray[np.float64]:
    """How often each tag occurs; each at least once, so that no logarithm is of 0."""
    counts = Counter(tag for one in training for tag in one.tags)
    numbers = np.array([counts[name] + 1 for name in names], np.float64)
    return numbers / numbers.sum()


def _most_frequent(
    training: Sequence[Sentence], asked: Sequence[Sentence], names: Sequence[str], steps: int
) -> Probabilities:
    places, usual = {name: place for place, name in enumerate(names)}, _shares(training, names)
    counts: dict[str, npt.NDArray[np.float64]] = defaultdict(lambda: np.zeros(len(names)))
    for one in training:
        for word, tag in zip(one.words, one.tags, strict=True):
            counts[word][places[tag]] += 1
    known = {word: (numbers + usual) / (numbers.sum() + 1) for word, numbers in counts.items()}
    said = np.broadcast_to(usual, (len(asked), steps, len(names))).copy()
    for row, one in enumerate(asked):
        for step, word in enumerate(one.words[:steps]):
            said[row, step] = known.get(word, usual)
    return said


def _outside(
    training: Sequence[Sentence], asked: Sequence[Sentence], names: Sequence[str], steps: int
) -> Probabilities:
    return np.broadcast_to(_shares(training, names), (len(asked), steps, len(names)))


BASELINES = {
    "frequent": Rule(
        "Most frequent tag",
        "The tag that each word has most often in training; words that never occurred there are in no name.",
        _most_frequent,
    ),
    "outside": Rule("Always O", "No word is a name. Nine tags out of ten are right, and not one name.", _outside),
}
