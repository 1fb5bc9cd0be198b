"""Names in sentences as spans of tags, and precision, recall and F1 of whole names, counted as conlleval does.

Tags are whole numbers: 0 is O (no name), 2k + 1 begins a name of kind k (B-), 2k + 2 goes on with it (I-). An I- that
follows nothing of its kind opens a name, too. `conlleval` is the script of the CoNLL-2000 shared task.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Tags = npt.NDArray[np.integer]
"""(sentences, steps); steps of padding are 0."""
Spans = npt.NDArray[np.int64]
"""(names, 4): sentence, first step, the step after the last one, kind."""


@dataclass(frozen=True)
class Counts:
    """Names that are `right` (same sentence, steps and kind) of those `said` and of the `true` ones."""

    right: int
    said: int
    true: int

    @property
    def precision(self) -> float:
        """Of the names that were said, the share that is right; 0 where none was said."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """Of the true names, the share that was found."""
        return self.right / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall: 2 · right / (said + true)."""
        return 2 * self.right / (self.said + self.true) if self.said + self.true else 0.0


def kinds_of(tags: Tags) -> npt.NDArray[np.int64]:
    """The kind of each tag; −1 for O."""
    return (np.asarray(tags, np.int64) + 1) // 2 - 1


def before(tags: Tags) -> npt.NDArray[np.int64]:
    """The tag before each one; before a sentence stands O."""
    moved = np.zeros(np.shape(tags), np.int64)
    moved[:, 1:] = tags[:, :-1]
    return moved


def spans(tags: Tags) -> Spans:
    """By hand: B-PER I-PER O I-LOC, as (1, 2, 0, 4), gives (0, 0, 2, 0) and (0, 3, 4, 1)."""
    tags = np.asarray(tags, np.int64)
    kinds = kinds_of(tags)
    opens = (tags > 0) & ((tags % 2 == 1) | (kinds_of(before(tags)) != kinds))
    closed = np.zeros((len(tags), 1), bool)
    goes_on = np.concatenate([(tags[:, 1:] > 0) & ~opens[:, 1:], closed], axis=1)
    rows, first = np.nonzero(opens)
    _, last = np.nonzero((tags > 0) & ~goes_on)
    return np.stack([rows, first, last + 1, kinds[rows, first]], axis=1)


def illegal(tags: Tags) -> npt.NDArray[np.bool_]:
    """Which steps (sentences, steps) go on with a name that was not there: I- without a B- or I- of its kind."""
    tags = np.asarray(tags, np.int64)
    return (tags > 0) & (tags % 2 == 0) & (kinds_of(before(tags)) != kinds_of(tags))


def counts(true: Tags, said: Tags, kind: int | None = None) -> Counts:
    """Of all names, or of those of one kind. By hand: 2 true names, 3 said, 1 of them right: F1 = 2 · 1 / 5."""
    return counted(spans(true), spans(said), kind)


def counted(true: Spans, said: Spans, kind: int | None = None) -> Counts:
    """The same for names."""
    if kind is not None:
        true, said = true[true[:, 3] == kind], said[said[:, 3] == kind]
    return Counts(int(is_among(said, true).sum()), len(said), len(true))


def is_among(names: Spans, others: Spans) -> npt.NDArray[np.bool_]:
    """Which of the names are among the others."""
    known = set(map(tuple, others.tolist()))
    return np.array([tuple(name) in known for name in names.tolist()], bool)


def mistakes(true: Tags, said: Tags) -> npt.NDArray[np.float64]:
    """Names that are missed or made up, of each sentence (sentences,)."""
    a, b = spans(true), spans(said)
    wrong = np.concatenate([a[~is_among(a, b), 0], b[~is_among(b, a), 0]])
    return np.bincount(wrong, minlength=len(true)).astype(np.float64)
