"""The scores of tags: whole names, illegal sentences, and single tags."""

import numpy as np
import numpy.typing as npt

from seqcore.evaluation.entities import Counts, Spans, Tags, counted, illegal, spans
from seqcore.tasks.base.evaluation import Scores

Bools = npt.NDArray[np.bool_]


def scores_of(true: Tags, said: Tags, there: Bools, unseen: Bools) -> Scores:
    """For tags (sentences, steps); `there` are the words, `unseen` those that no training sentence has."""
    names, found = spans(true), spans(said)
    all_names = counted(names, found)
    return {
        "accuracy": float((true == said)[there].mean()),
        "entity_f1": all_names.f1,
        "entity_precision": all_names.precision,
        "entity_recall": all_names.recall,
        "unseen_f1": counts_of_unseen(names, found, unseen).f1,
        "illegal_sequences": float(illegal(said).any(axis=1).sum()),
    }


def counts_of_unseen(true: Spans, said: Spans, unseen: Bools) -> Counts:
    """Of names with a word that no training sentence has."""
    return counted(true[_has_unseen(true, unseen)], said[_has_unseen(said, unseen)])


def _has_unseen(names: Spans, unseen: Bools) -> Bools:
    until = np.concatenate([np.zeros((len(unseen), 1), np.int64), unseen.cumsum(axis=1)], axis=1)
    sentence, first, end, _ = names.T
    return until[sentence, end] > until[sentence, first]
